//! What the dates still have for one practice.

use chrono::{DateTime, Utc};
use domain::accounts::PracticePlace;
use domain::slots::{DatesLeft, OnList};
use store::ConnectionTrait;
use store::slots::{Entry, EntryState};

use crate::{Result, Services};

/// What the dates still have for a practice that has none.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn dates_left(db: &impl ConnectionTrait, services: &Services, place: &PracticePlace) -> Result<DatesLeft> {
    let programme = services.programme.code.as_str();
    let dates = store::slots::dates(db, programme).await?;
    let list = on_list(&store::slots::entries_of(db, programme, &place.practice).await?, services.clock.now());
    Ok(dates.left_for(place.icb.as_ref(), list, services.clock.today()))
}

/// Where a practice stands on the lists that it is on.
fn on_list(own: &[Entry], now: DateTime<Utc>) -> OnList {
    let kept = |entry: &Entry| entry.state == EntryState::Offered && entry.expires_at.is_some_and(|until| until > now);
    if own.iter().any(kept) {
        OnList::Offered
    } else if own.is_empty() {
        OnList::No
    } else {
        OnList::Waits
    }
}
