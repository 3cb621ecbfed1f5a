//! Where one practice stands now, and what its next step depends on: its page, and what is looked at again before it is sent, ask here.

use domain::checklist::{Answer, Checklist, progress};
use domain::next_step::NextFacts;
use domain::organisations::Route;
use domain::slots::{Possible, SlotsLeft};
use domain::stage::{Arranged, OpenWork, Reading, ReadingFacts, Stage, StageDecision, StageFacts, reading, stage};
use store::practices::Practice;

use crate::slots::dates_left;
use crate::stages::counts;
use crate::{Result, Services};

/// Where a practice stands.
#[derive(Debug)]
pub(crate) struct Now {
    /// The checklist in force.
    pub checklist: &'static Checklist,
    /// Its answers, in no order.
    pub answers: Vec<Answer>,
    /// What its stage depends on.
    pub facts: StageFacts,
    /// Its stage.
    pub stage: StageDecision,
    /// What its next step depends on.
    pub next: NextFacts,
    /// How it reads against the deadline.
    pub reading: Reading,
}

/// Where `practice` stands today.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn now(services: &Services, practice: &Practice) -> Result<Now> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let answers = store::checklist::answers(db, programme, &practice.hierarchy.practice).await?;
    let checklist = services.checklist_of(db, practice.checklist.as_deref()).await?;
    let route = practice.supplier.route();
    let facts = StageFacts {
        route,
        progress: progress(checklist, route, &answers),
        signed_off: practice.signed.is_some(),
        booked_on: practice.booked_on,
        self_switch: practice.self_switch,
        confirmed_on: practice.confirmed_on.filter(|_| counts(route, practice.confirmation_agreed)),
        planned_since: practice.planned.map(|(_, since)| since),
    };
    let stage = stage(&facts, services.clock.today());
    // Most practices have a date, or need none: then nothing depends on what is left.
    let looks = route == Route::Emis && stage.stage != Stage::SwitchedOn && facts.booked_on.is_none();
    let (dates, possible) = match looks {
        true => dates_left(db, services, &practice.hierarchy, practice.has_standing).await?,
        false => (SlotsLeft::NotYet, Possible::NotYet),
    };
    let next = NextFacts {
        route,
        stage: stage.stage,
        settled: facts.progress.is_ready(),
        signed_off: facts.signed_off,
        booked_on: facts.booked_on,
        dates,
        self_switch: facts.self_switch,
        confirmed: practice.confirmed_on.is_some(),
        exception: practice.exception.is_some(),
    };
    let reading = read(services, practice, &facts, stage.stage, possible);
    Ok(Now { checklist, answers, facts, stage, next, reading })
}

/// How it reads today: the same facts as in a register, of one practice.
fn read(services: &Services, practice: &Practice, facts: &StageFacts, stage: Stage, possible: Possible) -> Reading {
    let (today, progress) = (services.clock.today(), facts.progress);
    let facts = ReadingFacts {
        stage,
        route: facts.route,
        arranged: Arranged { booked_on: practice.booked_on, planned_on: practice.planned.map(|(planned_on, _)| planned_on) },
        open: OpenWork {
            items: u32::try_from(progress.required.saturating_sub(progress.settled)).unwrap_or(u32::MAX),
            sign_off: !facts.signed_off,
            steps: facts.self_switch.open_steps(today),
        },
        possible,
    };
    reading(&facts, &services.programme.yardstick(today))
}
