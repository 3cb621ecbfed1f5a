//! Sending what is due. No transaction is open while a mail server is talked to.
//!
//! Up to [`Transport::CONNECTIONS`] messages are under way at once, each in a task of its own; a place that is freed is used at once, so one
//! that hangs holds up no other.

mod desk;
mod report;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use domain::outbox::{Server, URGENT};
use mail::{Mailer, Transport};
use store::entity::outbox::Model;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::{Error, Result, Services, tokens};
use desk::{Became, Desk, Told};

pub use report::SendReport;

/// Messages read at a time.
const PASS: u64 = 500;
/// How often the outbox is looked at anew while much is being sent: what is urgent goes before what was read.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Places that only urgent messages take, so that others that hang hold up none of them.
const FOR_URGENT: usize = 1;

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

struct Sending {
    desk: Arc<Desk>,
    /// Read, and not begun.
    queue: VecDeque<Model>,
    under_way: JoinSet<Result<(Became, Told)>>,
    /// The messages that are under way.
    ids: HashMap<Id, String>,
    server: Server,
    /// Until when the server is left alone.
    rest: Option<Instant>,
    /// Whether more may be due than was read.
    more: bool,
    /// Whether the database refused something since the last look: then nothing more is begun until the next.
    refusing: bool,
    left: u64,
    report: SendReport,
}

impl Sending {
    fn new(services: &Services, mailer: &Mailer, stop: &CancellationToken, limit: u64) -> Self {
        let (services, mailer, holder) = (services.clone(), mailer.clone(), tokens::new_id());
        Self {
            desk: Arc::new(Desk { services, mailer, holder, stop: stop.child_token() }),
            queue: VecDeque::new(),
            under_way: JoinSet::new(),
            ids: HashMap::new(),
            server: Server::default(),
            rest: None,
            more: true,
            refusing: false,
            left: limit,
            report: SendReport::default(),
        }
    }

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

    /// Begins as many messages as there are places for.
    async fn begin(&mut self) -> Result<()> {
        while self.left > 0 && self.under_way.len() < self.server.at_once(Transport::CONNECTIONS) {
            if self.queue.is_empty() {
                self.read().await?;
            }
            let Some(row) = self.queue.front() else { break };
            // What is urgent was read first.
            let urgent = URGENT.contains(&row.kind.as_str());
            if !urgent && self.under_way.len() + FOR_URGENT >= Transport::CONNECTIONS {
                break;
            }
            let Some(row) = self.queue.pop_front() else { break };
            let (id, desk) = (row.id.clone(), Arc::clone(&self.desk));
            let task = self.under_way.spawn(async move { desk.send(row).await });
            self.ids.insert(task.id(), id);
            self.left -= 1;
        }
        Ok(())
    }

    async fn read(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.more) {
            return Ok(());
        }
        let services = &self.desk.services;
        let due = store::outbox::due(services.store.read(), services.clock.now(), PASS.min(self.left)).await?;
        // One that was begun a moment ago may not be claimed yet.
        self.queue = due.into_iter().filter(|row| self.ids.values().all(|id| *id != row.id)).collect();
        Ok(())
    }

    fn look_again(&mut self) {
        self.queue.clear();
        self.more = true;
        self.refusing = false;
    }

    /// Leaves what is due alone until the next look, and tells of it once: a full disk would have every message begun, and logged, in vain.
    fn refused_by_database(&mut self, error: Error, told: &mut impl FnMut(Result<&SendReport>)) {
        self.queue.clear();
        if !std::mem::replace(&mut self.refusing, true) {
            told(Err(error));
        }
    }

    /// Counts what became of a message, and whether the server is to be left alone.
    fn note(&mut self, done: std::result::Result<(Id, Result<(Became, Told)>), JoinError>) -> Result<()> {
        let (task, done) = match done {
            Ok((task, done)) => (task, done),
            Err(error) => (error.id(), Err(Error::Fault(format!("a sender ended early: {error}")))),
        };
        self.ids.remove(&task);
        let (became, told) = done?;
        self.more |= became != Became::Skipped;
        match became {
            Became::Skipped => {}
            Became::Sent => self.report.sent += 1,
            Became::Retried => self.report.retried += 1,
            Became::Failed => self.report.failed += 1,
        }
        match told {
            Told::Nothing => {}
            Told::Took => self.server.took(),
            Told::Answered => self.server.answered(),
            Told::Refused(fault, said) => {
                self.report.refused += 1;
                // Those that were under way together tell one thing.
                if self.rest.is_none() && self.server.refused(fault) {
                    let rest = self.server.rest(rand::random()).to_std().unwrap_or_default();
                    self.rest = Some(Instant::now() + rest);
                    tracing::warn!(why = said, seconds = rest.as_secs(), "the mail server is left alone for a while");
                }
                self.report.unreachable |= self.rest.is_some();
                self.report.said = Some(said);
            }
        }
        Ok(())
    }
}
