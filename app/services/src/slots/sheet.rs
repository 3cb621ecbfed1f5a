//! Many dates at once, from a CSV: looked at first, then added all together or not at all.

use domain::accounts::{Action, Viewer};
use domain::field::FieldError;
use domain::slots::{SheetMistake, SheetRow, SlotStatus, read_sheet};
use domain::time::format_day;

use super::admin::{NewSlot, insert};
use crate::{Error, Result, Services, authorise};

/// The field of the form that the file is in.
const FIELD: &str = "csv";

/// Reads the dates of a CSV without adding any.
///
/// # Errors
/// [`Error::Invalid`] on `csv` with every mistake by line, also where the programme has a date on that day; [`Error::Forbidden`] for other
/// roles than the administrator's.
pub async fn read(services: &Services, viewer: &Viewer, text: &str) -> Result<Vec<SheetRow>> {
    authorise(viewer, Action::ManageSlots, None)?;
    let invalid =
        |mistakes: Vec<SheetMistake>| Error::Invalid(mistakes.iter().map(|mistake| FieldError::new(FIELD, mistake.to_string())).collect());
    let usual = services.programme.slots.cutoff_days_before;
    let rows = read_sheet(text, services.clock.today(), usual).map_err(invalid)?;
    let there = store::slots::all(services.store.read(), &services.programme.code).await?;
    let is_there = |row: &&SheetRow| there.iter().any(|slot| slot.facts.date == row.date && slot.facts.status != SlotStatus::Cancelled);
    let words = |row: &SheetRow| format!("there is a date on {} already", format_day(row.date));
    let mistakes: Vec<_> = rows.iter().filter(is_there).map(|row| SheetMistake { line: row.line, words: words(row) }).collect();
    if mistakes.is_empty() { Ok(rows) } else { Err(invalid(mistakes)) }
}

/// Adds the dates of a CSV in one transaction; returns them.
///
/// # Errors
/// As [`read`]; nothing is added then.
pub async fn add_many(services: &Services, viewer: &Viewer, text: &str) -> Result<Vec<SheetRow>> {
    let rows = read(services, viewer, text).await?;
    let tx = services.store.begin().await?;
    for row in &rows {
        let new = NewSlot { date: row.date, cutoff: row.cutoff, places: row.places, draft: row.status == SlotStatus::Draft };
        insert(&tx, services, viewer, new).await.map_err(|error| match error {
            Error::Invalid(mistakes) => Error::Invalid(
                mistakes.into_iter().map(|mistake| FieldError::new(FIELD, format!("Line {}: {}", row.line, mistake.message))).collect(),
            ),
            error => error,
        })?;
    }
    tx.commit().await?;
    Ok(rows)
}
