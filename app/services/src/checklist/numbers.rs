//! Numbers of a practice, as their page shows them, and the model of access that it chose.

use domain::accounts::{Action, Viewer};
use domain::audit::{ChecklistEvent, checklist as event};
use domain::checklist::{Model, Owed, current_state, owed};
use domain::field::{DateInput, FieldError};
use domain::organisations::OdsCode;
use domain::self_switch::check_day;
use store::audit;
use store::checklist::numbers::{self, Chosen, Figure};
use store::practices::Practice;

use crate::edit_conflict::{Changed, is_own};
use crate::free_text::readable;
use crate::{Error, Result, Services, authorise, practice_access};

/// The item that has to be done before a model is recorded.
const ASSESSMENT: &str = "dpia";

/// The numbers of a practice, as their page shows them.
#[derive(Clone, Debug)]
pub struct NumbersView {
    /// The practice, with its list size.
    pub practice: Practice,
    /// Its figures, the newest first.
    pub figures: Vec<Figure>,
    /// What it owes on account of the newest.
    pub owed: Owed,
    /// The model that it recorded.
    pub model: Option<Chosen>,
    /// Whether its data protection impact assessment is done, without which no model is recorded.
    pub assessed: bool,
    /// Whether the person may record something.
    pub may_work: bool,
}

/// The model as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedModel {
    /// A key of [`Model::key`].
    pub model: String,
    /// The day of the decision.
    pub decided: DateInput,
    /// The revision of the record that the form was filled with; 0 for none.
    pub revision: i32,
}

/// What became of a model that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelSet {
    /// It stands.
    Done,
    /// Somebody recorded another since the form was filled; that one stands.
    Clashed {
        stands: Chosen,
        /// Whether that was the same person, in another window.
        oneself: bool,
    },
}

/// The numbers of a practice, for whoever may see it.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope.
pub async fn numbers(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<NumbersView> {
    let (db, programme, today) = (services.store.read(), services.programme.code.as_str(), services.clock.today());
    let practice = store::practices::find(db, programme, practice, today).await?.ok_or(Error::NotFound)?;
    authorise(viewer, Action::SeePractice, Some(&practice.hierarchy))?;
    let code = &practice.hierarchy.practice;
    let figures = numbers::figures(db, programme, code).await?;
    let model = numbers::model(db, programme, code).await?;
    let list_size = practice.list_size.map(|(size, _)| size);
    Ok(NumbersView {
        owed: owed(figures.first().map(|figure| figure.counted), list_size, today),
        figures: readable(viewer, &practice.hierarchy, figures),
        model: readable(viewer, &practice.hierarchy, model),
        assessed: assessed(services, db, code).await?,
        may_work: practice_access::may_work(viewer, practice.is_open, &practice.hierarchy),
        practice,
    })
}

async fn assessed(services: &Services, db: &impl store::ConnectionTrait, practice: &OdsCode) -> Result<bool> {
    let answers = store::checklist::answers(db, &services.programme.code, practice).await?;
    let checklist = services.checklist(db).await?;
    // A version that asks for no assessment holds nobody up.
    Ok(checklist.item(ASSESSMENT).is_none_or(|(_, item)| current_state(&answers, item).is_settled()))
}

/// The day typed in `field`, which must not be to come.
pub(super) fn day(services: &Services, typed: &DateInput, field: &str, what: &str) -> std::result::Result<chrono::NaiveDate, FieldError> {
    let day = typed.parse(field, what)?;
    let refused = |refusal: domain::self_switch::DayRefusal| FieldError::new(field, refusal.to_string().replacen("the day", what, 1));
    check_day(day, services.clock.today()).map(|()| day).map_err(refused)
}

/// Records how the patients of a practice get access, as it decided after its data protection impact assessment.
///
/// # Errors
/// [`Error::Invalid`] on `model` or `decided`; [`Error::Conflict`] before the assessment is done; otherwise as [`practice_access::for_work`].
pub async fn set_model(services: &Services, viewer: &Viewer, practice: &OdsCode, typed: &TypedModel) -> Result<ModelSet> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    practice_access::for_work(&tx, viewer, practice).await?;
    let chosen = Model::from_key(&typed.model).ok_or_else(|| FieldError::new("model", "Choose how your patients get access"));
    let (model, decided_on) = match (chosen, day(services, &typed.decided, "decided", "The day of the decision")) {
        (Ok(model), Ok(day)) => (model, day),
        (model, day) => return Err(Error::Invalid(model.err().into_iter().chain(day.err()).collect())),
    };
    if !assessed(services, &tx, practice).await? {
        return Err(Error::Conflict("Finish your data protection impact assessment first: it is where you decide this.".to_owned()));
    }
    let before = numbers::model(&tx, programme, practice).await?;
    if before.as_ref().is_some_and(|before| (before.model, before.decided_on) == (model, decided_on)) {
        return Ok(ModelSet::Done);
    }
    if let Some(stands) = before.clone().filter(|before| before.revision != typed.revision) {
        return Ok(ModelSet::Clashed { stands, oneself: is_own(&tx, viewer, practice, Changed::Model).await? });
    }
    let known = before.as_ref().map_or(0, |before| before.revision);
    let actor = services.actor(viewer);
    let event = ChecklistEvent::Model {
        before: before.map(|before| event::Chosen { model: before.model, decided_on: before.decided_on }),
        after: event::Chosen { model, decided_on },
    };
    let chosen = Chosen { model, decided_on, revision: known + 1, recorded_at: actor.at, recorded_by: viewer.name.clone() };
    if !numbers::put_model(&tx, programme, practice, chosen).await? {
        return Err(Error::Fault(format!("the model of {practice} was changed under a lock")));
    }
    audit::append(&tx, actor.did_to(practice, event)).await?;
    tx.commit().await?;
    Ok(ModelSet::Done)
}
