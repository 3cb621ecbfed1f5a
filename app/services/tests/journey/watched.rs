//! Several processes that keep facts, held against one that has kept nothing.

use std::collections::BTreeSet;

use domain::accounts::{Scope, Viewer};
use domain::next_step::NextStep;
use domain::organisations::OdsCode;
use domain::reports::{By, Question};
use services::practices::{MOST, Sort, Wanted, list, my_practices, overview};
use services::{Services, reports};

use crate::fixtures::*;

/// Processes on one database: one writes, one looks after every step, one only now and then.
pub struct Watched {
    pub services: Services,
    beside: Services,
    seldom: Services,
    pub seen: Vec<String>,
}

/// The list, worst first, the report by practice as at today and a week ago, and what practices do next, line by line.
pub async fn seen(services: &Services) -> Vec<String> {
    let wanted = Wanted { worst_first: true, ..Wanted::default() };
    let (mut seen, mut codes, mut page, mut pages) = (Vec::new(), BTreeSet::new(), 1, 1);
    while page <= pages {
        let listed = list(services, &admin(), &wanted, page).await.unwrap().listed;
        pages = listed.pages as u64;
        codes.extend(listed.lines.iter().map(|(line, ..)| line.code.clone()));
        seen.extend(listed.lines.iter().map(|line| format!("{line:?}")));
        page += 1;
    }
    for days in [0, 7] {
        let as_at = services.clock.today() - chrono::Days::new(days);
        let question = Question { by: Some(By::Practice), within: None, as_at };
        let report = reports::deadline(services, &admin(), &question).await.unwrap();
        seen.extend(report.rows.iter().map(|row| format!("{days} days ago: {row:?}")));
    }
    for (practice, next) in next_steps(services, codes).await {
        seen.push(format!("{practice}: {next:?}"));
    }
    seen
}

/// What practices do next, the first of them by code, as somebody reads it who manages them all.
async fn next_steps(services: &Services, codes: BTreeSet<OdsCode>) -> Vec<(OdsCode, Option<NextStep>)> {
    let everybody = Viewer { scope: Scope::practices(codes.into_iter().take(MOST)), ..admin() };
    let mine = my_practices(services, &everybody, Sort::Name).await.unwrap().unwrap();
    mine.into_iter().map(|practice| (practice.code, practice.next)).collect()
}

/// What a practice does next stands on its own page as in the table.
pub async fn next_steps_stand_once(services: &Services, practices: impl IntoIterator<Item = OdsCode>) {
    for (practice, next) in next_steps(services, practices.into_iter().collect()).await {
        assert_eq!(next, overview(services, &admin(), &practice).await.unwrap().next, "{practice}");
    }
}

impl Watched {
    pub async fn new(services: Services) -> Self {
        let (beside, seldom) = (afresh(&services), afresh(&services));
        let first = seen(&services).await;
        assert_eq!((&seen(&beside).await, &seen(&seldom).await), (&first, &first));
        Self { services, beside, seldom, seen: first }
    }

    async fn look(&self, step: &str) -> Vec<String> {
        let fresh = seen(&afresh(&self.services)).await;
        for (who, services) in [("who wrote", &self.services), ("another", &self.beside)] {
            same(&format!("{step}: {who}"), &seen(services).await, &fresh);
        }
        next_steps_stand_once(&self.services, (0..10).map(|n| code(&format!("X1000{n}")))).await;
        fresh
    }

    /// After a step that a list or a report shows.
    pub async fn shown(&mut self, step: &str) {
        let now = self.look(step).await;
        assert!(now != self.seen, "{step}: nothing has changed");
        self.seen = now;
    }

    /// After a step that none shows.
    pub async fn hidden(&self, step: &str) {
        same(&format!("{step}: was not to be seen"), &self.look(step).await, &self.seen);
    }

    pub async fn many_steps_at_once(&self, part: &str) {
        same(&format!("{part}: who looks seldom"), &seen(&self.seldom).await, &self.seen);
    }

    /// Whether a line of the list has all these words.
    pub fn lists(&self, words: &[&str]) -> bool {
        self.seen.iter().any(|line| line.starts_with("(Line") && words.iter().all(|word| line.contains(word)))
    }

    pub async fn on(&mut self, day: &str) {
        move_clock(&self.services, day);
        self.shown(day).await;
    }
}

/// What is kept is what somebody sees who has kept nothing.
pub fn same(which: &str, kept: &[String], fresh: &[String]) {
    let differ: Vec<_> = kept.iter().zip(fresh).filter(|(kept, fresh)| kept != fresh).take(4).collect();
    assert!(kept == fresh, "{which}: {} lines for {}: {differ:#?}", kept.len(), fresh.len());
}
