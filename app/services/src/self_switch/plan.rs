//! The day on which a practice plans to be switched on, by itself or with another supplier than EMIS.

use chrono::NaiveDate;
use domain::accounts::Viewer;
use domain::audit::{SelfSwitchEvent, self_switch as event};
use domain::field::{check_length, clean_line};
use domain::organisations::{OdsCode, Route};
use domain::self_switch::check_plan;
use domain::stage::{Cause, Stage, stage};
use store::audit;
use store::switch_plans as rows;

use super::require_settings;
use crate::edit_conflict::{Changed, is_own};
use crate::{Error, Result, Services, practice_access, stages, tokens};

pub use store::switch_plans::Plan;

/// The most characters of with whom it was arranged. Our own choice.
const CONTACT_MAX: usize = 200;

/// A plan as somebody typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedPlan {
    /// The day; none takes the plan away.
    pub day: Option<NaiveDate>,
    /// With whom it was arranged.
    pub contact: String,
    /// The fingerprint of the plan that the form was filled with: [`seen`].
    pub seen: String,
}

/// What became of a plan that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Planned {
    /// It stands.
    Done,
    /// Somebody planned another day since the form was filled, or took the plan away.
    Clashed {
        stands: Option<Plan>,
        /// Whether that was the same person, in another window.
        oneself: bool,
    },
}

/// Why nothing is planned by a practice on this route and at this stage; none where a day can be.
pub(super) fn no_plan(route: Route, now: Stage) -> Option<&'static str> {
    match (route, now) {
        (Route::Emis, _) => Some("EMIS practices book one of EMIS's dates instead."),
        (_, Stage::SwitchedOn) => Some("This practice is already switched on."),
        _ => None,
    }
}

/// Tells one plan from another, in 16 hexadecimal digits; empty for none. A form carries it.
#[must_use]
pub fn seen(plan: Option<&Plan>) -> String {
    let hash = |plan: &Plan| {
        let mut hash = tokens::hash(&format!("{}\u{1f}{}", plan.planned_on, plan.contact));
        hash.truncate(16);
        hash
    };
    plan.map(hash).unwrap_or_default()
}

/// Plans the day on which the practice is to be switched on, moves it, or takes it away. From the day of the first plan on the
/// practice is *Switching on*; its people are reminded the day before.
///
/// # Errors
/// [`Error::Invalid`] on `planned_on` or `contact`; [`Error::Conflict`] for an EMIS practice, for one that is switched on, and for a TPP
/// practice before its settings item is done; otherwise as [`practice_access::for_work`].
pub async fn plan(services: &Services, viewer: &Viewer, practice: &OdsCode, typed: &TypedPlan) -> Result<Planned> {
    let (tx, programme) = (services.store.begin().await?, services.programme.code.as_str());
    let route = practice_access::for_work(&tx, viewer, practice).await?.supplier.route();
    let (now, today) = (services.clock.now(), services.clock.today());
    let facts = stages::facts(&tx, services, practice, route).await?;
    if let Some(why) = no_plan(route, stage(&facts, today).stage) {
        return Err(Error::Conflict(why.to_owned()));
    }
    let before = rows::find(&tx, programme, practice).await?;
    if route == Route::Tpp && typed.day.is_some() {
        require_settings(&tx, services, practice).await?;
    }
    let wanted = typed.day.map(|planned_on| wanted(planned_on, &typed.contact, today)).transpose()?;
    let known = before.as_ref().map(|plan| (plan.planned_on, plan.contact.clone()));
    if wanted == known {
        return Ok(Planned::Done);
    }
    if seen(before.as_ref()) != typed.seen {
        return Ok(Planned::Clashed { stands: before, oneself: is_own(&tx, viewer, practice, Changed::Plan).await? });
    }
    let since = before.as_ref().map_or(today, |plan| plan.since);
    let after = wanted.map(|(planned_on, contact)| Plan { planned_on, since, contact, made_at: now, made_by: viewer.name.clone() });
    let cause = if after.is_some() { Cause::Planned } else { Cause::PlanDropped };
    let actor = services.actor(viewer);
    let before = before.as_ref().map(planned);
    match after {
        Some(plan) => {
            let event = SelfSwitchEvent::Plan { before, after: planned(&plan) };
            rows::put(&tx, programme, practice, plan).await?;
            audit::append(&tx, actor.did_to(practice, event)).await?;
        }
        None => {
            rows::end(&tx, programme, practice, now).await?;
            if let Some(before) = before {
                audit::append(&tx, actor.did_to(practice, SelfSwitchEvent::DropPlan { before })).await?;
            }
        }
    }
    stages::refresh(&tx, services, &viewer.name, practice, cause).await?;
    tx.commit().await?;
    Ok(Planned::Done)
}

/// The day and with whom it was arranged, as they are kept.
fn wanted(planned_on: NaiveDate, contact: &str, today: NaiveDate) -> Result<(NaiveDate, String)> {
    let contact = clean_line(contact);
    let length = check_length(&contact, CONTACT_MAX, "contact", "Who you arranged it with");
    let mistakes: Vec<_> = [check_plan(planned_on, today), length].into_iter().filter_map(std::result::Result::err).collect();
    if mistakes.is_empty() { Ok((planned_on, contact)) } else { Err(Error::Invalid(mistakes)) }
}

fn planned(plan: &Plan) -> event::Plan {
    event::Plan { planned_on: plan.planned_on, contact: Some(plan.contact.as_str().into()) }
}
