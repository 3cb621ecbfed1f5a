//! Sending what is due. No transaction is open while a mail server is talked to.
//!
//! Up to [`mail::Transport::CONNECTIONS`] messages are under way at once, each in a task of its own; a place that is freed is used at once, so one
//! that hangs holds up no other.

mod in_flight;
mod report;
mod send_one;

use std::time::Duration;

use mail::Mailer;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::{Error, Result, Services};
use in_flight::Sending;

pub use report::SendReport;

/// How often the outbox is looked at anew while much is being sent: what is urgent goes before what was read.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Sends up to `limit` messages that are due, several at a time.
///
/// At least once: a process that dies between the mail server's answer and writing it down leaves a message that is sent again, with the
/// same Message-ID, once its claim has run out.
///
/// # Errors
/// When the database cannot be read or refuses.
pub async fn process_outbox_once(services: &Services, mailer: &Mailer, limit: u64) -> Result<SendReport> {
    Sending::new(services, mailer, &CancellationToken::new(), limit).until_idle().await
}

/// Sends until nothing is due, the mail server is to be left alone, or `stop` is cancelled; what is under way is then finished.
///
/// # Errors
/// When the database cannot be read or refuses.
pub async fn send_all(services: &Services, mailer: &Mailer, stop: &CancellationToken) -> Result<SendReport> {
    let report = Sending::new(services, mailer, stop, u64::MAX).until_idle().await?;
    report.log();
    Ok(report)
}

/// Sends what is due, and looks `every` so often for more, until `stop` is cancelled; what is under way is then finished. `told` hears at each
/// look what was done since the last, or what went wrong with the database.
pub async fn keep_sending(
    services: &Services,
    mailer: &Mailer,
    every: Duration,
    stop: &CancellationToken,
    told: impl FnMut(Result<&SendReport>) + Send,
) {
    Sending::new(services, mailer, stop, u64::MAX).until_stopped(every, told).await;
}

/// How many messages are due now.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(services: &Services) -> Result<u64> {
    Ok(store::outbox::count_due(services.store.read(), services.clock.now()).await?)
}

impl Sending {
    async fn until_idle(mut self) -> Result<SendReport> {
        let (mut looks, mut fault) = (interval(LOOK_EVERY), None);
        loop {
            let begun = if self.desk.stop.is_cancelled() { Ok(()) } else { self.begin().await };
            if let Err(error) = begun {
                // What is under way is finished: it may have arrived.
                self.desk.stop.cancel();
                fault.get_or_insert(error);
            }
            tokio::select! {
                done = self.under_way.join_next_with_id() => match done {
                    None => break,
                    Some(done) => if let Err(error) = self.note(done) {
                        self.desk.stop.cancel();
                        fault.get_or_insert(error);
                    },
                },
                _ = looks.tick() => self.look_again(),
            }
            if self.rest.is_some() {
                self.desk.stop.cancel();
            }
        }
        self.desk.mailer.rest().await;
        fault.map_or(Ok(self.report), Err)
    }

    async fn until_stopped(mut self, every: Duration, mut told: impl FnMut(Result<&SendReport>) + Send) {
        let stop = self.desk.stop.clone();
        let mut looks = interval(every);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let stopping = stop.is_cancelled();
            if stopping && self.under_way.is_empty() {
                break;
            }
            let resting = self.rest.is_some_and(|until| Instant::now() < until);
            if !resting && !stopping && !self.refusing {
                self.rest = None;
                if let Err(error) = self.begin().await {
                    self.refused_by_database(error, &mut told);
                }
            }
            tokio::select! {
                Some(done) = self.under_way.join_next_with_id() => {
                    if let Err(error) = self.note(done) {
                        self.refused_by_database(error, &mut told);
                    }
                }
                _ = looks.tick(), if !stopping => {
                    self.look_again();
                    self.tell(&mut told);
                    if self.under_way.is_empty() {
                        // Nothing came since the last look.
                        let mailer = self.desk.mailer.clone();
                        tokio::spawn(async move { mailer.rest().await });
                    }
                }
                () = stop.cancelled(), if !stopping => {}
            }
        }
        self.tell(&mut told);
        self.desk.mailer.rest().await;
    }

    fn tell(&mut self, told: &mut impl FnMut(Result<&SendReport>)) {
        let report = std::mem::take(&mut self.report);
        report.log();
        told(Ok(&report));
    }

    /// Leaves what is due alone until the next look, and tells of it once: a full disk would have every message begun, and logged, in vain.
    fn refused_by_database(&mut self, error: Error, told: &mut impl FnMut(Result<&SendReport>)) {
        self.queue.clear();
        if !std::mem::replace(&mut self.refusing, true) {
            told(Err(error));
        }
    }
}
