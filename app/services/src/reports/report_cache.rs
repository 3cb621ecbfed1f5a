//! A register with what was made of it, so that those who ask the same at once share it: reports, and where practices stand today.
//!
//! A report of all practices is some megabytes: sixteen who download it would hold it sixteen times.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use chrono::{DateTime, Utc};
use domain::accounts::Scope;
use domain::practices::Present;
use domain::programme::Programme;
use domain::reports::{DeadlineReport, Question, Register, Renewed};
use domain::stage::Yardstick;

/// How many reports are remembered.
const REMEMBERED: usize = 16;
/// A report of more rows is shared only as long as somebody uses it.
const FEW_ROWS: usize = 250;

/// What was read of the database at one moment, and what was made of that.
#[derive(Debug)]
pub(crate) struct Facts {
    register: Register,
    made: Mutex<VecDeque<Made>>,
    present: Mutex<Option<Arc<Present>>>,
}

/// The register alone: what was made of it belongs to the one that it was made of.
impl Clone for Facts {
    fn clone(&self) -> Self {
        Self::new(self.register.clone())
    }
}

#[derive(Debug)]
struct Made {
    scope: Scope,
    question: Question,
    against: Yardstick,
    minute: i64,
    report: Weak<DeadlineReport>,
    /// Keeps a small one.
    _held: Option<Arc<DeadlineReport>>,
}

impl Facts {
    pub(super) fn new(register: Register) -> Self {
        Self { register, made: Mutex::default(), present: Mutex::default() }
    }

    /// The facts themselves.
    pub(crate) fn register(&self) -> &Register {
        &self.register
    }

    /// Where practices stand on the day of a yardstick.
    pub(crate) fn present(&self, against: &Yardstick) -> Arc<Present> {
        let kept = self.present.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(present) = kept.filter(|present| present.against() == against) {
            return present;
        }
        // Worked out without the lock: who comes meanwhile does it, too, rather than stand still.
        let present = Arc::new(Present::new(&self.register, *against));
        *self.present.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&present));
        present
    }

    /// Puts what was read anew of a few practices in its place; what was made of what was known before is forgotten.
    pub(super) fn renew(&mut self, renewed: Renewed) {
        self.register.renew(renewed);
        *self.made.get_mut().unwrap_or_else(PoisonError::into_inner) = VecDeque::new();
        *self.present.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The report that `question` asks for, of the practices in `scope`: one made in the same minute, which is as exact as it says it is,
    /// or a new one.
    pub(super) fn report(
        &self,
        scope: &Scope,
        question: &Question,
        programme: &Programme,
        now: DateTime<Utc>,
    ) -> Option<Arc<DeadlineReport>> {
        let (minute, against) = (now.timestamp().div_euclid(60), programme.yardstick(question.as_at));
        let same = |made: &&Made| made.minute == minute && made.against == against && made.question == *question && made.scope == *scope;
        let mut remembered = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(report) = remembered.iter().find(same).and_then(|made| made.report.upgrade()) {
            return Some(report);
        }
        drop(remembered);
        let report = Arc::new(domain::reports::deadline(&self.register, scope, question, programme, now)?);
        remembered = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.truncate(REMEMBERED - 1);
        remembered.push_front(Made {
            scope: scope.clone(),
            question: question.clone(),
            against,
            minute,
            report: Arc::downgrade(&report),
            _held: (report.rows.len() <= FEW_ROWS).then(|| Arc::clone(&report)),
        });
        Some(report)
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::reports::By;
    use domain::time::london_instant;

    use super::*;

    fn asked(facts: &Facts, scope: &Scope, by: By, minute: u32) -> Arc<DeadlineReport> {
        let day = NaiveDate::from_ymd_opt(2023, 9, 18).unwrap();
        let question = Question { by: Some(by), within: None, as_at: day };
        facts.report(scope, &question, Programme::current(), london_instant(day, 9, minute)).unwrap()
    }

    #[test]
    fn only_the_same_question_in_the_same_scope_and_minute_shares_a_report() {
        let (facts, england) = (Facts::new(Register::default()), Scope::england());
        let first = asked(&facts, &england, By::Icb, 5);
        assert!(Arc::ptr_eq(&first, &asked(&facts, &england, By::Icb, 5)));
        for other in
            [asked(&facts, &england, By::Region, 5), asked(&facts, &Scope::default(), By::Icb, 5), asked(&facts, &england, By::Icb, 6)]
        {
            assert!(!Arc::ptr_eq(&first, &other));
        }
    }

    #[test]
    fn no_more_than_some_are_remembered() {
        let facts = Facts::new(Register::default());
        for minute in 0..40 {
            asked(&facts, &Scope::england(), By::Icb, minute);
        }
        assert_eq!(facts.made.lock().unwrap().len(), REMEMBERED);
    }
}
