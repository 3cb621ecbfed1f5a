//! One practice with all that its page shows.

use chrono::NaiveDate;
use domain::accounts::{Action, PracticeHierarchy, Role, Viewer};
use domain::checklist::{Answer, Checklist, Section, outstanding};
use domain::next_step::{NextStep, next_step};
use domain::organisations::{OdsCode, Route};
use domain::slots::PracticeDates;
use domain::stage::{Reading, Stage, StageFacts, Timeliness, timeliness};
use store::practices::{Contact, Practice, TimelineEntry};

use super::history::latest;
use super::now::{Now, now};
use super::visible::visible;
use crate::free_text::readable;
use crate::slots::practice_dates;
use crate::{Result, Services, authorise, practice_access};

/// How many entries of the history the page of a practice shows.
pub const HISTORY: u32 = 6;

/// One practice with all that its page shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The practice.
    pub practice: Practice,
    /// The checklist in force.
    pub checklist: &'static Checklist,
    /// What its stage depends on.
    pub facts: StageFacts,
    /// Its answers, in no order.
    pub answers: Vec<Answer>,
    /// Its present stage.
    pub stage: Stage,
    /// The day since when that holds; none where nothing was recorded.
    pub since: Option<NaiveDate>,
    /// How it reads against the deadline.
    pub reading: Reading,
    /// Days to the deadline, negative once it has passed.
    pub days_left: i64,
    /// Whether the deadline was met, once the practice is switched on.
    pub timeliness: Option<Timeliness>,
    /// What comes next; nothing once the practice is switched on.
    pub next: Option<NextStep>,
    /// How it stands with the EMIS dates, beside the one it has.
    pub practice_dates: PracticeDates,
    /// The first section of the checklist with a required item that is open.
    pub section: Option<&'static Section>,
    /// Who works at the practice and in its ICB sub-group. `None` if the viewer may not see contacts.
    pub contacts: Option<Vec<Contact>>,
    /// The latest that happened, the newest first; one more than [`HISTORY`] where there is more.
    pub history: Vec<TimelineEntry>,
    /// Whether the person may work on the journey.
    pub may_work: bool,
}

/// A practice with all that its page shows.
///
/// # Errors
/// [`crate::Error::NotFound`] where there is no such practice or it is out of scope.
pub async fn overview(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<Overview> {
    let today = services.clock.today();
    let practice = visible(services, viewer, practice).await?;
    let history = latest(services, viewer, &practice, HISTORY + 1).await?;
    let Now { checklist, answers, facts, stage: now, next, reading } = now(services, &practice).await?;
    let since = now.effective_on.or(practice.stage_since);
    let against = services.programme.yardstick(today);
    Ok(Overview {
        stage: now.stage,
        since,
        reading,
        days_left: against.days_left(),
        timeliness: since.filter(|_| now.stage == Stage::SwitchedOn).map(|day| timeliness(day, services.programme.deadline)),
        next: next_step(&next, services.programme.deadline, today),
        practice_dates: practice_dates_of(services, &practice, now.stage).await?,
        section: first_open(checklist, &facts, &answers),
        contacts: contacts(services, viewer, &practice.hierarchy).await?,
        may_work: practice_access::may_work(viewer, practice.is_open, &practice.hierarchy),
        answers: readable(viewer, &practice.hierarchy, answers),
        practice,
        checklist,
        facts,
        history,
    })
}

/// Of practices on other routes, and once they are switched on, there is nothing to say.
async fn practice_dates_of(services: &Services, practice: &Practice, stage: Stage) -> Result<PracticeDates> {
    if !practice.has_standing || practice.supplier.route() != Route::Emis || stage == Stage::SwitchedOn {
        return Ok(PracticeDates::default());
    }
    let code = &practice.hierarchy.practice;
    Ok(practice_dates(services.store.read(), services, std::slice::from_ref(code)).await?.remove(code).unwrap_or_default())
}

fn first_open(checklist: &'static Checklist, facts: &StageFacts, answers: &[Answer]) -> Option<&'static Section> {
    let open = outstanding(checklist, facts.route, answers);
    open.first().and_then(|item| checklist.item(&item.code)).map(|(section, _)| section)
}

async fn contacts(services: &Services, viewer: &Viewer, place: &PracticeHierarchy) -> Result<Option<Vec<Contact>>> {
    if authorise(viewer, Action::SeeContacts, Some(place)).is_err() {
        return Ok(None);
    }
    Ok(Some(store::practices::contacts(services.store.read(), place).await?))
}

/// Who the practice can ask in its ICB sub-group, by name. Empty if the viewer may not see contacts.
///
/// # Errors
/// [`crate::Error::NotFound`] where there is no such practice or it is out of scope.
pub async fn sub_group(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<Vec<Contact>> {
    let practice = practice_access::for_action(services.store.read(), viewer, Action::SeePractice, practice).await?;
    let found = contacts(services, viewer, &practice.hierarchy).await?.unwrap_or_default();
    Ok(found.into_iter().filter(|contact| contact.role == Role::Icb).collect())
}

/// The same for whoever takes over the work; not for those who only read figures.
///
/// # Errors
/// As [`overview`], and [`crate::Error::Forbidden`] where the role may not see who works at a practice.
pub async fn handover(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<Overview> {
    let overview = overview(services, viewer, practice).await?;
    authorise(viewer, Action::SeeContacts, Some(&overview.practice.hierarchy))?;
    Ok(overview)
}
