//! What is under way, what is next, and what the mail server let be known about itself by it.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use domain::outbox::{Server, URGENT};
use mail::{Mailer, Transport};
use store::entity::outbox::Model;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::SendReport;
use super::send_one::{Became, Desk, Told};
use crate::{Error, Result, Services, tokens};

/// Messages read at a time.
const PASS: u64 = 500;
/// Places that only urgent messages take, so that others that hang hold up none of them.
const FOR_URGENT: usize = 1;

/// Messages on their way.
pub(super) struct Sending {
    pub(super) desk: Arc<Desk>,
    /// Read, and not begun.
    pub(super) queue: VecDeque<Model>,
    pub(super) under_way: JoinSet<Result<(Became, Told)>>,
    /// The messages that are under way.
    pub(super) ids: HashMap<Id, String>,
    pub(super) server: Server,
    /// Until when the server is left alone.
    pub(super) rest: Option<Instant>,
    /// Whether more may be due than was read.
    pub(super) more: bool,
    /// Whether the database refused something since the last look: then nothing more is begun until the next.
    pub(super) refusing: bool,
    pub(super) left: u64,
    pub(super) report: SendReport,
}

impl Sending {
    pub(super) fn new(services: &Services, mailer: &Mailer, stop: &CancellationToken, limit: u64) -> Self {
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

    /// Begins as many messages as there are places for.
    pub(super) async fn begin(&mut self) -> Result<()> {
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

    pub(super) async fn read(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.more) {
            return Ok(());
        }
        let services = &self.desk.services;
        let due = store::outbox::due(services.store.read(), services.clock.now(), PASS.min(self.left)).await?;
        // One that was begun a moment ago may not be claimed yet.
        self.queue = due.into_iter().filter(|row| self.ids.values().all(|id| *id != row.id)).collect();
        Ok(())
    }

    pub(super) fn look_again(&mut self) {
        self.queue.clear();
        self.more = true;
        self.refusing = false;
    }

    /// Counts what became of a message, and whether the server is to be left alone.
    pub(super) fn note(&mut self, done: std::result::Result<(Id, Result<(Became, Told)>), JoinError>) -> Result<()> {
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
