//! One practice with all that its page shows.

use chrono::NaiveDate;
use domain::accounts::{Action, Viewer};
use domain::checklist::{Answer, progress};
use domain::next_step::{NextStep, next_step};
use domain::organisations::OdsCode;
use domain::stage::Stage;
use domain::stage::{Rag, StageFacts, Timeliness, rag, stage, timeliness};
use domain::time::days_until;
use store::practices::{Happening, Practice};

use crate::stages::counts;
use crate::{Error, Result, Services, authorise};

/// How many entries of the history the page of a practice shows.
pub const HISTORY: u32 = 6;

/// How many its own page shows.
const FULL_HISTORY: u32 = 200;

/// One practice with all that its page shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The practice.
    pub practice: Practice,
    /// What its stage depends on.
    pub facts: StageFacts,
    /// Its answers, in no order.
    pub answers: Vec<Answer>,
    /// Its present stage.
    pub stage: Stage,
    /// The day since when that holds; none where nothing was recorded.
    pub since: Option<NaiveDate>,
    /// How that reads against the deadline.
    pub rag: Rag,
    /// Days to the deadline, negative once it has passed.
    pub days_left: i64,
    /// Whether the deadline was met, once the practice is switched on.
    pub timeliness: Option<Timeliness>,
    /// What comes next.
    pub next: NextStep<'static>,
    /// The latest that happened, the newest first; one more than [`HISTORY`] where there is more.
    pub history: Vec<Happening>,
    /// Whether the person may work on the journey.
    pub may_work: bool,
}

/// A practice with all that its page shows.
///
/// # Errors
/// [`Error::NotFound`] where there is no such practice or it is out of scope.
pub async fn overview(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<Overview> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let today = services.clock.today();
    let practice = visible(services, viewer, practice).await?;
    let answers = store::checklist::answers(db, programme, &practice.place.practice).await?;
    let history = store::practices::history(db, &viewer.scope, programme, &practice.place, HISTORY + 1).await?;
    let route = practice.supplier.route();
    let facts = StageFacts {
        route,
        progress: progress(services.checklist, route, &answers),
        booked_on: practice.booked_on,
        self_switch: practice.self_switch,
        confirmed_on: practice.confirmed_on.filter(|_| counts(route, practice.confirmation_agreed)),
        planned_since: practice.planned.map(|(_, since)| since),
    };
    let now = stage(&facts, today);
    let since = now.effective_on.or(practice.stage_since);
    let days_left = days_until(today, services.programme.deadline);
    Ok(Overview {
        stage: now.stage,
        since,
        rag: rag(now.stage, days_left),
        days_left,
        timeliness: since.filter(|_| now.stage == Stage::SwitchedOn).map(|day| timeliness(day, services.programme.deadline)),
        next: next_step(services.checklist, &answers, &facts, today),
        may_work: practice.is_open && authorise(viewer, Action::WorkJourney, Some(&practice.place)).is_ok(),
        practice,
        facts,
        answers,
        history,
    })
}

/// What happened to a practice, the newest first, 200 entries at most.
///
/// # Errors
/// As [`overview`].
pub async fn history(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<(Practice, Vec<Happening>)> {
    let practice = visible(services, viewer, practice).await?;
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let history = store::practices::history(db, &viewer.scope, programme, &practice.place, FULL_HISTORY).await?;
    Ok((practice, history))
}

async fn visible(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<Practice> {
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let found = store::practices::find(db, programme, practice, services.clock.today()).await?.ok_or(Error::NotFound)?;
    authorise(viewer, Action::SeePractice, Some(&found.place))?;
    Ok(found)
}
