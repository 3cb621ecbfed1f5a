//! The practices of somebody who works in several, as one table.

use domain::accounts::{Action, Viewer};
use domain::next_step::{NextStep, next_step};
use domain::organisations::{OdsCode, Route};
use domain::practices::Own;
use domain::slots::PracticeDates;
use domain::stage::{Reading, Stage};

use crate::slots::practice_dates;
use crate::{Result, Services, authorise};

/// More than anybody manages; who sees more has the list with its pages.
pub const MOST: usize = 50;

/// A practice with what its manager does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyPractice {
    /// Its code.
    pub code: OdsCode,
    /// Its name.
    pub name: String,
    /// Its present stage.
    pub stage: Stage,
    /// How it reads against the deadline.
    pub reading: Reading,
    /// Days to the deadline, negative once it has passed.
    pub days_left: i64,
    /// What comes next; nothing once it is switched on.
    pub next: Option<NextStep>,
    /// How it stands with the EMIS dates, beside the one it has.
    pub practice_dates: PracticeDates,
    /// Required checklist items that are settled, and how many there are; none where nothing was recorded.
    pub settled: Option<(u32, u32)>,
    /// Whether an exception stands.
    pub exception: bool,
}

/// In which order the practices stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Those with something to do before those that wait, then those furthest behind.
    #[default]
    Next,
    /// By name.
    Name,
    /// Those furthest behind first.
    Stage,
    /// Those furthest on first.
    StageLast,
}

impl Sort {
    /// All of them, as they are offered.
    pub const ALL: [Self; 4] = [Self::Next, Self::Name, Self::Stage, Self::StageLast];

    /// The word in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Name => "name",
            Self::Stage => "stage",
            Self::StageLast => "stage-last",
        }
    }

    /// The value with this key; the first of them where it names none.
    #[must_use]
    pub fn from_key(word: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.key() == word).unwrap_or_default()
    }

    fn put_in_order(self, practices: &mut [MyPractice]) {
        // They come by name, and what is equal stays so.
        match self {
            Self::Name => {}
            Self::Next => practices.sort_by_key(|practice| (rank(practice.next), practice.stage)),
            Self::Stage => practices.sort_by_key(|practice| practice.stage),
            Self::StageLast => practices.sort_by_key(|practice| std::cmp::Reverse(practice.stage)),
        }
    }
}

fn rank(next: Option<NextStep>) -> u8 {
    match next {
        Some(step) if step.asks_for_something() => 0,
        Some(_) => 1,
        None => 2,
    }
}

/// The practices that `viewer` sees, each with what is to be done next; none where there are more than [`MOST`].
///
/// # Errors
/// When the database cannot be read.
pub async fn my_practices(services: &Services, viewer: &Viewer, sort: Sort) -> Result<Option<Vec<MyPractice>>> {
    authorise(viewer, Action::ListPractices, None)?;
    let (today, programme) = (services.clock.today(), services.programme);
    let db = services.store.read();
    let facts = services.registers.current(services).await?;
    let present = facts.present(&programme.yardstick(today));
    let dates = store::slots::dates(db, &programme.code).await?;
    let own = domain::practices::own(facts.register(), &present, &viewer.scope, &dates, services.clock.now(), MOST);
    let Some(own) = own else { return Ok(None) };
    let on_emis = own.iter().filter(|own| own.next.route == Route::Emis && own.next.stage != Stage::SwitchedOn);
    let mut practice_dates = practice_dates(db, services, &on_emis.map(|own| own.line.code.clone()).collect::<Vec<_>>()).await?;
    let mine = |Own { line, reading, next }: Own| MyPractice {
        practice_dates: practice_dates.remove(&line.code).unwrap_or_default(),
        days_left: present.against().days_left(),
        next: next_step(&next, programme.deadline, today),
        reading,
        code: line.code,
        name: line.name,
        stage: line.stage,
        settled: line.settled,
        exception: line.exception,
    };
    let mut practices: Vec<_> = own.into_iter().map(mine).collect();
    sort.put_in_order(&mut practices);
    Ok(Some(practices))
}

#[cfg(test)]
mod tests {
    use domain::stage::Rag;
    use rstest::rstest;

    use super::*;

    fn practice(name: &str, stage: Stage, next: Option<NextStep>) -> MyPractice {
        let code = "X10001".parse().unwrap();
        let (name, practice_dates) = (name.to_owned(), PracticeDates::default());
        let reading = Reading { rag: Rag::Amber, reason: None };
        MyPractice { code, name, stage, reading, days_left: 43, next, practice_dates, settled: None, exception: false }
    }

    #[rstest]
    #[case("next", "CBDA")]
    #[case("name", "ABCD")]
    #[case("stage", "CBDA")]
    #[case("stage-last", "ADBC")]
    #[case("nonsense", "CBDA")]
    fn orders(#[case] word: &str, #[case] expected: &str) {
        let date = chrono::NaiveDate::from_ymd_opt(2023, 10, 18).unwrap();
        let mut practices = vec![
            practice("A", Stage::SwitchedOn, None),
            practice("B", Stage::Ready, Some(NextStep::BookDate)),
            practice("C", Stage::NotStarted, Some(NextStep::StartChecklist)),
            practice("D", Stage::DateBooked, Some(NextStep::WaitForDate(date))),
        ];
        Sort::from_key(word).put_in_order(&mut practices);
        assert_eq!(practices.iter().map(|practice| practice.name.as_str()).collect::<String>(), expected);
    }
}
