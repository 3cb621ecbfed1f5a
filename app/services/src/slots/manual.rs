//! The manual way: for a practice that has missed all dates.

use chrono::NaiveDate;
use domain::accounts::Viewer;
use domain::audit::SlotEvent;
use domain::audit::slots::Step;
use domain::field::FieldError;
use domain::organisations::OdsCode;
use domain::self_switch::check_day;
use domain::slots::{ManualProgress, ManualStepKind, manual_progress};
use store::audit;
use store::slots::ManualStep;

use super::view::load;
use crate::free_text::readable;
use crate::{Error, Result, Services, practice_access, tokens};

/// What a practice does by hand.
#[derive(Clone, Debug)]
pub struct ManualView {
    /// The practice's name.
    pub name: String,
    /// Whether it is this practice's way: no date is left for it, or it has begun already.
    pub is_open: bool,
    /// How far it is.
    pub progress: ManualProgress,
    /// What was done, the newest first.
    pub steps: Vec<ManualStep>,
    /// Whether the person may record.
    pub may_work: bool,
}

/// What a practice does by hand.
///
/// # Errors
/// [`Error::NotFound`] where the practice is out of scope.
pub async fn manual(services: &Services, viewer: &Viewer, practice: &OdsCode) -> Result<ManualView> {
    let view = load(services, viewer, practice).await?;
    let steps = store::slots::manual_steps(services.store.read(), &services.programme.code, practice).await?;
    let progress = progress(&steps, services.clock.today());
    let steps = readable(viewer, &view.practice.hierarchy, steps);
    Ok(ManualView { name: view.practice.name, is_open: view.missed_all || !steps.is_empty(), progress, may_work: view.may_work, steps })
}

fn progress(steps: &[ManualStep], today: NaiveDate) -> ManualProgress {
    let days = |kind: ManualStepKind| steps.iter().filter(move |step| step.step == kind.key()).map(|step| step.done_on);
    manual_progress(days(ManualStepKind::Existing).min(), days(ManualStepKind::Review).max(), today)
}

/// Records a step: access for existing accounts first, then each weekly review of new ones.
///
/// # Errors
/// [`Error::Invalid`] on `day` or `accounts`; [`Error::Conflict`] where it is not this practice's way, or existing accounts come first;
/// otherwise as [`practice_access::for_work`].
pub async fn record_manual(
    services: &Services,
    viewer: &Viewer,
    practice: &OdsCode,
    kind: ManualStepKind,
    day: NaiveDate,
    accounts: i32,
) -> Result<()> {
    practice_access::ask_for_work(services, viewer, practice).await?;
    let now = manual(services, viewer, practice).await?;
    if !now.is_open {
        return Err(Error::Conflict("This practice can still have a date: book one.".to_owned()));
    }
    if kind == ManualStepKind::Review && now.progress == ManualProgress::ExistingFirst {
        return Err(Error::Conflict("Give existing accounts access first, then review new ones every week.".to_owned()));
    }
    let day_mistake = check_day(day, services.clock.today()).err();
    let day_mistake = day_mistake.map(|refusal| FieldError::new("day", refusal.to_string().replacen("the day", "The day", 1)));
    let count_mistake = (accounts < 0).then(|| FieldError::new("accounts", "The number of accounts must be 0 or more"));
    let mistakes: Vec<_> = day_mistake.into_iter().chain(count_mistake).collect();
    if !mistakes.is_empty() {
        return Err(Error::Invalid(mistakes));
    }
    let tx = services.store.begin().await?;
    practice_access::for_work(&tx, viewer, practice).await?;
    let actor = services.actor(viewer);
    let event = SlotEvent::Manual { after: Step { step: kind, day, accounts } };
    let step = ManualStep {
        id: tokens::new_id(),
        step: kind.key().to_owned(),
        done_on: day,
        accounts,
        recorded_at: actor.at,
        recorded_by: viewer.name.clone(),
    };
    store::slots::record_manual_step(&tx, &services.programme.code, practice, step).await?;
    audit::append(&tx, actor.did_to(practice, event)).await?;
    Ok(tx.commit().await?)
}
