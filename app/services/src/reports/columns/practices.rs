//! Columns of practices: where each stands.

use domain::reports::{Named, PracticeLine, Row, headings, status, timeliness_word};
use domain::stage::Stage;

use super::{Column, Value, column};

pub(super) fn columns() -> Vec<Column> {
    let mut columns = places();
    columns.extend(system());
    columns.extend(standing());
    columns.extend(present());
    columns
}

fn line<'a, T>(row: &'a Row, of: impl FnOnce(&'a PracticeLine) -> Option<T>, make: impl FnOnce(T) -> Value<'a>) -> Value<'a> {
    Value::some(row.practice.as_deref().and_then(of), make)
}

fn code<'a>(row: &'a Row, of: impl FnOnce(&'a PracticeLine) -> Option<&'a Named>) -> Value<'a> {
    line(row, of, |named| Value::Text(named.code.as_str()))
}

fn name<'a>(row: &'a Row, of: impl FnOnce(&'a PracticeLine) -> Option<&'a Named>) -> Value<'a> {
    line(row, of, |named| Value::Text(&named.name))
}

fn places() -> Vec<Column> {
    vec![
        column("pcn_code", "PCN code", "The code of the PCN it belongs to today", "XP001", |_, row| code(row, |line| line.pcn.as_ref())),
        column("pcn", "PCN", "The PCN's name", "Alder PCN", |_, row| name(row, |line| line.pcn.as_ref())),
        column("sub_icb_code", "ICB sub-group code", "The code of its own sub-ICB location on the day", "XS11", |_, row| {
            code(row, |line| line.sub_icb.as_ref())
        }),
        column("sub_icb", "ICB sub-group", "The location's name", "Northmarsh ICB - XS11", |_, row| {
            name(row, |line| line.sub_icb.as_ref())
        }),
        column("icb_code", "ICB code", "The code of the ICB", "XC1", |_, row| code(row, |line| line.icb.as_ref())),
        column("icb", "ICB", "The ICB's name", "Northmarsh ICB", |_, row| name(row, |line| line.icb.as_ref())),
        column("region_code", "Region code", "The code of the region", "XR1", |_, row| code(row, |line| line.region.as_ref())),
        column("region", "Region", "The region's name", "Northmarsh", |_, row| name(row, |line| line.region.as_ref())),
    ]
}

fn system() -> Vec<Column> {
    vec![
        column("supplier", headings::SUPPLIER, "The supplier of its clinical system today", "EMIS", |_, row| {
            line(row, |line| Some(line.supplier.name()), Value::Text)
        }),
        column("route", "Route", "How it switches on: EMIS, TPP or other supplier", "EMIS", |_, row| {
            line(row, |line| Some(line.supplier.route().name()), Value::Text)
        }),
        column("list_size", headings::LIST_SIZE, "Registered patients; empty where not known", "8279", |_, row| {
            line(row, |line| line.list_size, Value::count)
        }),
    ]
}

fn standing() -> Vec<Column> {
    vec![
        column("stage", headings::STAGE, "How far it was on the day", "Date booked", |_, row| {
            line(row, |line| Some(line.stage.name()), Value::Text)
        }),
        column(
            "stage_since",
            headings::STAGE_SINCE,
            "The day the stage took effect; empty where nothing was recorded",
            "12 September 2023",
            |_, row| line(row, |line| line.since, Value::Day),
        ),
        column("switched_on", Stage::SwitchedOn.name(), "Whether its patients get access to new entries", "No", |_, row| {
            line(row, |line| Some(line.stage == Stage::SwitchedOn), Value::YesNo)
        }),
        column("switched_on_day", "Switch-on date", "The day from which they do", "13 September 2023", |_, row| {
            line(row, |line| line.since.filter(|_| line.stage == Stage::SwitchedOn), Value::Day)
        }),
        column(
            "timeliness",
            headings::TIMELINESS,
            "Whether it was switched on by the deadline; empty where it was not switched on",
            "In time",
            |_, row| line(row, |line| line.timeliness, |timeliness| Value::Text(timeliness_word(timeliness))),
        ),
        column(
            "status",
            headings::STATUS,
            "On course, needs attention or at risk by stage, EMIS date or planned day, and days left; done; or exception agreed",
            "On course",
            |_, row| line(row, |line| Some(status(line)), Value::Text),
        ),
        column("exception", "Exception agreed", "Whether an exception agreed by the ICB held on the day", "No", |_, row| {
            line(row, |line| Some(line.exception), Value::YesNo)
        }),
        column("days_left", "Days to deadline", "Days from the day of the report to the deadline; below 0 after it", "43", |report, _| {
            Value::Number(report.days_left)
        }),
        column("booked_on", "EMIS date booked", "The date that was booked on the day of the report", "11 October 2023", |_, row| {
            line(row, |line| line.arranged.booked_on, Value::Day)
        }),
        column(
            "planned_on",
            "Day planned",
            "The day that was planned for switching on, on the day of the report; not with EMIS",
            "11 October 2023",
            |_, row| line(row, |line| line.arranged.planned_on, Value::Day),
        ),
    ]
}

/// What is known of the present day alone. Whether the settings are confirmed is known then of every practice.
fn kept<'a>(row: &'a Row, value: Value<'a>) -> Value<'a> {
    match row.practice.as_deref() {
        Some(line) if line.settings_confirmed.is_none() => Value::NotKept,
        _ => value,
    }
}

fn present() -> Vec<Column> {
    vec![
        column(
            "checklist_settled",
            "Checklist items settled",
            "Required items done or not applicable. Not kept for earlier days: only in a report of the present day",
            "10",
            |_, row| kept(row, line(row, |line| line.checklist, |checklist| Value::count(checklist.0))),
        ),
        column(
            "checklist_required",
            "Checklist items required",
            "Required items. Not kept for earlier days: only in a report of the present day",
            "12",
            |_, row| kept(row, line(row, |line| line.checklist, |checklist| Value::count(checklist.1))),
        ),
        column(
            "settings_confirmed",
            "Settings confirmed",
            "Whether the supplier's settings item is done. Not kept for earlier days: only in a report of the present day",
            "Yes",
            |_, row| kept(row, line(row, |line| line.settings_confirmed, Value::YesNo)),
        ),
    ]
}
