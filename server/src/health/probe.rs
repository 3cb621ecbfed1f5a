//! A question that anybody may have asked, and that is put once for all who ask at the same time.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::{BoxFuture, Shared};

/// How often a question is put, and how long is waited for its answer.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Whoever asks is answered within this time.
    pub patience: Duration,
    /// An answer is good for so long: nobody makes the service work by asking often.
    pub fresh: Duration,
    /// A question that has no answer by then is put anew, to another connection.
    pub given_up: Duration,
}

/// When it was put, and what comes of it.
type Put<T> = (Instant, Shared<BoxFuture<'static, Option<T>>>);

/// A question and its newest answer. Clones share it.
pub struct Probe<T: Clone> {
    pace: Pace,
    ask: Arc<dyn Fn() -> BoxFuture<'static, T> + Send + Sync>,
    newest: Arc<Mutex<Option<Put<T>>>>,
}

impl<T: Clone> Clone for Probe<T> {
    fn clone(&self) -> Self {
        Self { pace: self.pace, ask: Arc::clone(&self.ask), newest: Arc::clone(&self.newest) }
    }
}

impl<T: Clone + Send + Sync + 'static> Probe<T> {
    /// Puts `ask` when it is wanted.
    pub fn new<F: Future<Output = T> + Send + 'static>(pace: Pace, ask: impl Fn() -> F + Send + Sync + 'static) -> Self {
        Self { pace, ask: Arc::new(move || ask().boxed()), newest: Arc::default() }
    }

    /// The answer; none where it does not come in time, or its task died.
    pub async fn newest(&self) -> Option<T> {
        let answer = self.put();
        tokio::time::timeout(self.pace.patience, answer).await.ok().flatten()
    }

    fn put(&self) -> Shared<BoxFuture<'static, Option<T>>> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, answer)) = newest.as_ref() {
            let good_for = if answer.peek().is_none() { self.pace.given_up } else { self.pace.fresh };
            if at.elapsed() < good_for {
                return answer.clone();
            }
        }
        // A task of its own: it ends though whoever asked has gone, and may die alone.
        let asked = tokio::spawn((self.ask)());
        let answer = async move { asked.await.inspect_err(|error| tracing::error!(%error, "a look at the service's health died")).ok() };
        let answer = answer.boxed().shared();
        tokio::spawn(answer.clone());
        *newest = Some((Instant::now(), answer.clone()));
        answer
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const LONG: Duration = Duration::from_secs(600);
    const PACE: Pace = Pace { patience: LONG, fresh: LONG, given_up: LONG };

    /// Answers with how often it was put; what `hangs` and `dies` name by number does so.
    fn counting(pace: Pace, hangs: usize, dies: usize) -> Probe<usize> {
        let count = Arc::new(AtomicUsize::new(0));
        Probe::new(pace, move || {
            let number = count.fetch_add(1, Ordering::Relaxed) + 1;
            async move {
                assert_ne!(number, dies);
                if number == hangs {
                    std::future::pending::<()>().await;
                }
                number
            }
        })
    }

    #[tokio::test]
    async fn a_fresh_answer_is_given_again_and_an_old_one_is_not() {
        let probe = counting(PACE, 0, 0);
        assert_eq!([probe.newest().await, probe.clone().newest().await], [Some(1), Some(1)]);
        let probe = counting(Pace { fresh: Duration::ZERO, ..PACE }, 0, 0);
        assert_eq!([probe.newest().await, probe.newest().await], [Some(1), Some(2)]);
    }

    #[tokio::test]
    async fn what_hangs_is_put_once_until_it_is_given_up() {
        let short = Pace { patience: Duration::from_millis(5), ..PACE };
        let probe = counting(short, 1, 0);
        assert_eq!([probe.newest().await, probe.newest().await], [None, None]);
        let probe = counting(Pace { given_up: Duration::ZERO, ..short }, 1, 0);
        assert_eq!(probe.newest().await, None);
        let patient = Probe { pace: Pace { given_up: Duration::ZERO, ..PACE }, ..probe };
        assert_eq!(patient.newest().await, Some(2));
    }

    #[tokio::test]
    async fn one_that_dies_is_no_answer_and_the_next_is_asked() {
        let probe = counting(Pace { fresh: Duration::ZERO, ..PACE }, 0, 1);
        assert_eq!([probe.newest().await, probe.newest().await], [None, Some(2)]);
    }
}
