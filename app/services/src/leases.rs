//! Background jobs run in one process at a time, by a lease in the database.

use std::future::Future;

use chrono::TimeDelta;

use crate::{Result, Services, tokens};

/// Runs `work` while holding the lease `name`, for at most `length`; none when another process holds it.
///
/// `work` must end before the lease does, or be harmless in two processes at once.
///
/// # Errors
/// Those of `work`, or when the database refuses.
pub async fn while_holding<T>(
    services: &Services,
    name: &str,
    length: TimeDelta,
    work: impl Future<Output = Result<T>>,
) -> Result<Option<T>> {
    let (db, holder) = (services.store.writer(), tokens::new_id());
    if !store::leases::take(db, name, &holder, services.clock.now(), length).await? {
        return Ok(None);
    }
    let result = work.await;
    store::leases::give_back(db, name, &holder).await?;
    result.map(Some)
}

/// Takes a lease that nothing needs, for no time at all: a small write, committed like that of any use case when this returns.
///
/// # Errors
/// When the database takes no writes.
pub async fn try_one(services: &Services) -> Result<()> {
    let tx = services.store.begin().await?;
    store::leases::take(&tx, "readiness", "readiness", services.clock.now(), TimeDelta::zero()).await?;
    Ok(tx.commit().await?)
}
