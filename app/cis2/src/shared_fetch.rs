//! A question that is put once, however many wait for the answer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};

use crate::error::Error;

/// For how long a failure is the answer to all who ask, before it is tried again.
const PAUSE: TimeDelta = TimeDelta::seconds(5);
/// For how long an answer is waited for, whatever it takes to get it.
const PATIENCE: Duration = Duration::from_secs(10);

type Answer<T> = Result<T, Error>;
type Attempt<T> = Shared<BoxFuture<'static, Answer<T>>>;
type Ask<T> = Box<dyn Fn() -> BoxFuture<'static, Answer<T>> + Send + Sync>;
type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A question whose answer is kept for a while.
///
/// Without sharing, everybody who comes while the other side hangs would try on their own, one after the other, and the last of them would
/// wait for the patience of all.
pub struct Question<T> {
    ask: Ask<T>,
    now: Now,
    state: Arc<Mutex<State<T>>>,
}

struct State<T> {
    kept: Option<(DateTime<Utc>, T)>,
    failed: Option<(DateTime<Utc>, Error)>,
    under_way: Option<Attempt<T>>,
}

impl<T: Clone + Send + Sync + 'static> Question<T> {
    pub fn new(
        now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
        ask: impl Fn() -> BoxFuture<'static, Answer<T>> + Send + Sync + 'static,
    ) -> Self {
        let state = State { kept: None, failed: None, under_way: None };
        Self { ask: Box::new(ask), now: Arc::new(now), state: Arc::new(Mutex::new(state)) }
    }

    /// The answer that is kept, if it is younger than `age`, or a new one.
    ///
    /// # Errors
    /// The failure of the attempt that is under way, or of one a moment ago.
    pub async fn no_older_than(&self, age: TimeDelta) -> Answer<T> {
        let attempt = {
            let (mut state, now) = (lock(&self.state), (self.now)());
            if let Some((at, kept)) = &state.kept
                && now - *at < age
            {
                return Ok(kept.clone());
            }
            match (&state.under_way, &state.failed) {
                // One that everybody has seen the end of died without saying so.
                (Some(attempt), _) if attempt.peek().is_none() => attempt.clone(),
                (_, Some((at, error))) if now - *at < PAUSE => return Err(error.clone()),
                _ => {
                    let attempt = self.attempt();
                    state.under_way = Some(attempt.clone());
                    attempt
                }
            }
        };
        attempt.await
    }

    fn attempt(&self) -> Attempt<T> {
        let (answer, state, now) = ((self.ask)(), Arc::clone(&self.state), Arc::clone(&self.now));
        // A task of its own: whoever asked first may go away, and others still wait.
        let task = tokio::spawn(async move {
            let late = |_| Err(Error::Unreachable("there was no answer in time".to_owned()));
            let answer = tokio::time::timeout(PATIENCE, answer).await.unwrap_or_else(late);
            let mut state = lock(&state);
            state.under_way = None;
            match &answer {
                Ok(answer) => (state.kept, state.failed) = (Some((now(), answer.clone())), None),
                Err(error) => state.failed = Some((now(), error.clone())),
            }
            answer
        });
        task.map(|joined| joined.unwrap_or_else(|error| Err(Error::unreachable(error)))).boxed().shared()
    }
}

fn lock<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    /// The other side: answers with how often it was asked, when it is let.
    #[derive(Clone)]
    struct Other {
        asked: Arc<AtomicUsize>,
        second: Arc<AtomicI64>,
        lets: Arc<Semaphore>,
        works: bool,
    }

    impl Other {
        fn new(works: bool) -> Self {
            Self { asked: Arc::default(), second: Arc::default(), lets: Arc::new(Semaphore::new(0)), works }
        }

        fn question(&self) -> Question<usize> {
            let (other, clock) = (self.clone(), Arc::clone(&self.second));
            let now = move || DateTime::from_timestamp(clock.load(Ordering::Relaxed), 0).unwrap();
            Question::new(now, move || other.clone().answer().boxed())
        }

        async fn answer(self) -> Answer<usize> {
            let asked = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
            self.lets.acquire().await.unwrap().forget();
            if self.works { Ok(asked) } else { Err(Error::Unreachable(asked.to_string())) }
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::Relaxed)
        }
    }

    fn failed(asked: usize) -> Answer<usize> {
        Err(Error::Unreachable(asked.to_string()))
    }

    #[tokio::test]
    async fn three_who_wait_share_one_attempt_and_its_failure_for_a_moment() {
        let other = Other::new(false);
        let question = other.question();
        let ask = || question.no_older_than(TimeDelta::hours(1));
        let let_one = async { other.lets.add_permits(1) };
        let (one, two, three, ()) = tokio::join!(ask(), ask(), ask(), let_one);
        assert_eq!([one, two, three], [failed(1), failed(1), failed(1)]);
        other.second.store(4, Ordering::Relaxed);
        assert_eq!((ask().await, other.asked()), (failed(1), 1), "without asking, and without waiting");
        other.second.store(5, Ordering::Relaxed);
        other.lets.add_permits(1);
        assert_eq!((ask().await, other.asked()), (failed(2), 2));
    }

    #[tokio::test]
    async fn an_answer_is_kept_as_long_as_who_asks_takes_it() {
        let other = Other::new(true);
        let question = other.question();
        other.lets.add_permits(3);
        assert_eq!(question.no_older_than(TimeDelta::hours(1)).await, Ok(1));
        other.second.store(10, Ordering::Relaxed);
        assert_eq!(question.no_older_than(TimeDelta::seconds(11)).await, Ok(1));
        assert_eq!(question.no_older_than(TimeDelta::seconds(10)).await, Ok(2));
        assert_eq!(question.no_older_than(TimeDelta::zero()).await, Ok(3));
    }

    #[tokio::test]
    async fn who_asked_first_may_go_away() {
        let other = Other::new(true);
        let question = other.question();
        let mut first = Box::pin(question.no_older_than(TimeDelta::hours(1)));
        assert!(futures::poll!(&mut first).is_pending());
        drop(first);
        other.lets.add_permits(1);
        assert_eq!((question.no_older_than(TimeDelta::hours(1)).await, other.asked()), (Ok(1), 1));
    }

    #[tokio::test]
    async fn an_attempt_that_dies_is_not_the_last() {
        let died = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&died);
        let question: Question<usize> = Question::new(
            || DateTime::UNIX_EPOCH,
            move || {
                let before = count.fetch_add(1, Ordering::Relaxed);
                async move { if before == 0 { panic!("no") } else { Ok(before) } }.boxed()
            },
        );
        assert!(matches!(question.no_older_than(TimeDelta::hours(1)).await, Err(Error::Unreachable(_))));
        assert_eq!(question.no_older_than(TimeDelta::hours(1)).await, Ok(1));
    }
}
