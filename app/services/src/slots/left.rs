//! What the dates still have for one practice.

use domain::accounts::PracticePlace;
use domain::slots::DatesLeft;
use store::ConnectionTrait;

use crate::{Result, Services};

/// What the dates still have for a practice that has none.
///
/// # Errors
/// When the database cannot be read.
pub(crate) async fn dates_left(db: &impl ConnectionTrait, services: &Services, place: &PracticePlace) -> Result<DatesLeft> {
    let programme = services.programme.code.as_str();
    let dates = store::slots::dates(db, programme).await?;
    let own = store::slots::entries_of(db, programme, &place.practice).await?;
    Ok(dates.left_for(place.icb.as_ref(), store::slots::on_list(&own, services.clock.now()), services.clock.today()))
}
