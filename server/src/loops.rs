//! What the process does besides answering: sending what is due, and writing the reminders that are owed.
//!
//! Any number of processes may run these side by side: a message is claimed before it is sent, and a sweep holds a lease. Each may die at
//! any line.

use std::future::Future;
use std::time::{Duration, Instant};

use mail::Mailer;
use services::Services;
use services::outbox::{SendReport, keep_sending};
use services::reminders::remind;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

/// How often the outbox is looked at: a person waits for a sign-in link.
const SEND_EVERY: Duration = Duration::from_secs(2);
/// How often it is asked whether a sweep is due.
const SWEEP_LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often reminders are swept. A new day, or a clock that was moved to one, is swept at once.
const SWEEP_EVERY: Duration = Duration::from_secs(15 * 60);
/// How often what has expired is removed.
const TIDY_EVERY: Duration = Duration::from_secs(15 * 60);
/// How often it is asked which practices are behind a new version of the checklist.
const CATCH_UP_EVERY: Duration = Duration::from_secs(10);
/// How many of them at a time.
const CATCH_UP: u64 = 200;
/// How long a message that is being sent when the process is told to stop may take.
const DRAIN: Duration = Duration::from_secs(domain::outbox::SEND_SECONDS + 10);

/// The loops of this process.
#[derive(Debug)]
pub struct Loops {
    tasks: JoinSet<()>,
}

impl Loops {
    /// No loops.
    #[must_use]
    pub fn none() -> Self {
        Self { tasks: JoinSet::new() }
    }

    /// Starts them; they end when `stop` is cancelled. Without a mailer messages wait in the outbox.
    #[must_use]
    pub fn start(services: &Services, mailer: Option<Mailer>, stop: &CancellationToken) -> Self {
        let mut tasks = JoinSet::new();
        match mailer {
            Some(mailer) => {
                tasks.spawn(sending(services.clone(), mailer, stop.clone()));
            }
            None => tracing::warn!("smtp_url is not set: messages wait in the outbox"),
        }
        tasks.spawn(sweeping("reminders", SWEEP_LOOK_EVERY, services.clone(), stop.clone(), |services| async move {
            remind(&services, false).await.map(drop)
        }));
        let approvers = |services: Services| async move { services::access_requests::remind(&services, false).await.map(drop) };
        tasks.spawn(sweeping("access-requests", SWEEP_LOOK_EVERY, services.clone(), stop.clone(), approvers));
        let dates = |services: Services| async move { services::slots::sweep(&services).await.map(drop) };
        tasks.spawn(sweeping("slots", SWEEP_LOOK_EVERY, services.clone(), stop.clone(), dates));
        tasks.spawn(catching_up(services.clone(), stop.clone()));
        let days = |services: Services| async move { services::reminders::remind_of_days(&services, false).await.map(drop) };
        tasks.spawn(sweeping("reminders-of-days", SWEEP_LOOK_EVERY, services.clone(), stop.clone(), days));
        tasks.spawn(tidying(services.clone(), stop.clone()));
        Self { tasks }
    }

    /// Waits until what was under way is finished.
    pub async fn drained(mut self) {
        let finish = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(DRAIN, finish).await.is_err() {
            tracing::warn!("stopped while a message was being sent; it will be sent again");
        }
    }
}

async fn sending(services: Services, mailer: Mailer, stop: CancellationToken) {
    // It ends when it is told to, or by a panic: then it is begun again.
    every("send", SEND_EVERY, &stop, || {
        let (services, mailer, stop) = (services.clone(), mailer.clone(), stop.clone());
        async move {
            keep_sending(&services, &mailer, SEND_EVERY, &stop, |report| match report {
                Ok(report) => count_messages(report),
                Err(error) => failed("send", &error),
            })
            .await;
            Ok(())
        }
    })
    .await;
}

fn count_messages(report: &SendReport) {
    let outcomes = [("sent", report.sent), ("retried", report.retried), ("failed", report.failed), ("refused", report.refused)];
    for (outcome, count) in outcomes {
        metrics::counter!("messages_total", "outcome" => outcome).increment(count);
    }
    done("send");
}

async fn sweeping<F>(name: &'static str, look: Duration, services: Services, stop: CancellationToken, sweep: impl Fn(Services) -> F)
where
    F: Future<Output = services::Result<()>> + Send + 'static,
{
    // The day and the moment of the last that went through: one that failed is tried again at the next look.
    let last = watch::Sender::new(None);
    every(name, look, &stop, || {
        let today = services.clock.today();
        let due = last.borrow().is_none_or(|(day, at): (_, Instant)| day != today || at.elapsed() >= SWEEP_EVERY);
        let (sweep, last) = (due.then(|| sweep(services.clone())), last.clone());
        async move {
            if let Some(sweep) = sweep {
                sweep.await?;
                last.send_replace(Some((today, Instant::now())));
            }
            Ok(())
        }
    })
    .await;
}

async fn catching_up(services: Services, stop: CancellationToken) {
    every("checklist", CATCH_UP_EVERY, &stop, || {
        let services = services.clone();
        async move { services::checklist::catch_up(&services, CATCH_UP).await.map(drop) }
    })
    .await;
}

async fn tidying(services: Services, stop: CancellationToken) {
    every("tidy", TIDY_EVERY, &stop, || {
        let services = services.clone();
        async move {
            services::accounts::purge_sessions(&services).await?;
            services::access_requests::purge(&services).await?;
            services::outbox::purge(&services).await
        }
    })
    .await;
}

/// Does `work` now and then every so often until told to stop. A fault, or a panic, is logged, and the next time comes all the same.
async fn every<F>(name: &'static str, period: Duration, stop: &CancellationToken, mut work: impl FnMut() -> F)
where
    F: Future<Output = services::Result<()>> + Send + 'static,
{
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            _ = ticks.tick() => {}
        }
        match tokio::spawn(work()).await {
            Ok(Ok(())) => done(name),
            Ok(Err(error)) => failed(name, &error),
            Err(error) => failed(name, &error),
        }
    }
}

fn done(name: &'static str) {
    metrics::counter!("background_runs_total", "loop" => name, "outcome" => "done").increment(1);
}

fn failed(name: &'static str, error: &dyn std::fmt::Display) {
    metrics::counter!("background_runs_total", "loop" => name, "outcome" => "failed").increment(1);
    tracing::error!(name, %error, "a background loop failed");
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_sweep_that_failed_is_tried_at_the_next_look_and_one_that_went_through_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let store = store::Store::connect(&format!("sqlite://{}", folder.path().join("t.sqlite").display())).await.unwrap();
        let settings = services::Settings { public_url: "https://tracker.example".to_owned(), demo: false };
        let services = Services::new(store, domain::clock::Clock::system(), settings);
        let (stop, runs) = (CancellationToken::new(), Arc::new(AtomicU32::new(0)));
        let counted = Arc::clone(&runs);
        let sweep = move |_| {
            let run = counted.fetch_add(1, Ordering::Relaxed);
            async move { if run == 0 { Err(services::Error::Fault("no".to_owned())) } else { Ok(()) } }
        };
        let loops = tokio::spawn(sweeping("test", Duration::from_millis(1), services, stop.clone(), sweep));
        tokio::time::sleep(Duration::from_millis(200)).await;
        stop.cancel();
        loops.await.unwrap();
        assert_eq!(runs.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn faults_and_panics_do_not_end_a_loop() {
        let (stop, runs) = (CancellationToken::new(), Arc::new(AtomicU32::new(0)));
        let counted = Arc::clone(&runs);
        every("test", Duration::from_millis(1), &stop, || {
            let run = counted.fetch_add(1, Ordering::Relaxed);
            let stop = stop.clone();
            async move {
                match run {
                    0 => Err(services::Error::Fault("no".to_owned())),
                    1 => panic!("no"),
                    2 => Ok(()),
                    _ => {
                        stop.cancel();
                        Ok(())
                    }
                }
            }
        })
        .await;
        assert_eq!(runs.load(Ordering::Relaxed), 4);
    }
}
