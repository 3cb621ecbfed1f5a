//! Who has a date, and who waits for it: what an administrator sees of it, and those whom a change of it concerns.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::{Action, Viewer};
use domain::organisations::OdsCode;
use store::practices::{Named, named};
use store::slots::{Booking, BookingState, Entry};

use super::admin::{SlotSummary, all};
use super::change::practice_of;
use crate::{Error, Result, Services, authorise};

/// A date with the practices on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotPractices {
    /// The date.
    pub listed: SlotSummary,
    /// Who has it, and those for which it did not work; who booked first comes first.
    pub has: Vec<BookedPractice>,
    /// Who waits for it, in the order of the list.
    pub waits: Vec<WaitingEntry>,
}

/// A practice that has a date, or had it when it passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookedPractice {
    pub practice: Named,
    /// When it took the place.
    pub booked_at: DateTime<Utc>,
    /// What it said after the date.
    pub said: Reported,
}

/// What a practice said after its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// Nothing yet.
    Nothing,
    /// Patients have access since this day.
    Works(NaiveDate),
    /// They do not: it needs another date.
    DidNotWork,
}

/// A practice on the waiting list of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingEntry {
    pub practice: Named,
    /// When it joined.
    pub joined_at: DateTime<Utc>,
    /// How far it is.
    pub state: EntryStatus,
}

/// How far a practice on a waiting list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryStatus {
    /// It waits, at this place among those that do, from 1.
    Waits(usize),
    /// A place is kept for it until then.
    Offered(DateTime<Utc>),
    /// It did not take the place in time; the next sweep takes it off the list.
    RanOut,
}

/// A date with the practices of the person's scope that have it or wait for it.
///
/// # Errors
/// [`Error::NotFound`] for an unknown date; [`Error::Forbidden`] for other roles than the administrator's.
pub async fn slot_practices(services: &Services, viewer: &Viewer, slot_id: &str) -> Result<SlotPractices> {
    authorise(viewer, Action::ManageSlots, None)?;
    let listed = all(services, viewer).await?.into_iter().find(|listed| listed.slot.id == slot_id).ok_or(Error::NotFound)?;
    let (db, programme) = (services.store.read(), services.programme.code.as_str());
    let bookings = store::slots::had(db, slot_id).await?;
    let bookings = bookings.into_iter().map(|booking| Ok((practice_of(&booking)?, booking))).collect::<Result<Vec<_>>>()?;
    let entries = store::slots::entries(db, slot_id).await?;
    let codes: Vec<&OdsCode> = bookings.iter().map(|(code, _)| code).chain(entries.iter().map(|entry| &entry.practice)).collect();
    let (names, confirmed) =
        (named(db, &viewer.scope, codes.iter().copied()).await?, store::confirmation::days(db, programme, codes).await?);
    let (date, now) = (listed.slot.facts.date, services.clock.now());
    let having = |(code, booking): &(OdsCode, Booking)| {
        let said = said(booking, confirmed.get(code).copied(), date);
        Some(BookedPractice { practice: names.get(code)?.clone(), booked_at: booking.booked_at, said })
    };
    let mut places = 1..;
    let waiting = |entry: &Entry| {
        let state = match entry.kept_until(now) {
            Some(until) => EntryStatus::Offered(until),
            None if entry.has_run_out(now) => EntryStatus::RanOut,
            None => EntryStatus::Waits(places.next()?),
        };
        Some(WaitingEntry { practice: names.get(&entry.practice)?.clone(), joined_at: entry.joined_at, state })
    };
    let (has, waits) = (bookings.iter().filter_map(having).collect(), entries.iter().filter_map(waiting).collect());
    Ok(SlotPractices { listed, has, waits })
}

/// A confirmation from before the date belongs to an earlier date, so it is ignored.
fn said(booking: &Booking, confirmed: Option<NaiveDate>, date: NaiveDate) -> Reported {
    match confirmed.filter(|day| *day >= date) {
        _ if booking.state == BookingState::DidNotWork => Reported::DidNotWork,
        Some(day) => Reported::Works(day),
        None => Reported::Nothing,
    }
}
