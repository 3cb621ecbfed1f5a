//! Columns of organisations and suppliers: counts.

use domain::reports::headings;
use domain::stage::{Rag, Stage};

use super::{Column, Value, column};

pub(super) fn columns() -> Vec<Column> {
    let mut columns = vec![column("practices", headings::PRACTICES, "GP practices that were open on the day", "120", |_, row| {
        Value::count(row.figures.practices)
    })];
    columns.extend(stages());
    columns.extend(shares());
    columns.extend(against_the_deadline());
    columns
}

fn stages() -> [Column; 6] {
    [
        column("not_started", Stage::NotStarted.name(), "Practices of which nothing was recorded by that day", "14", |_, row| {
            Value::count(row.figures.at(Stage::NotStarted))
        }),
        column(
            "checklist_in_progress",
            Stage::ChecklistInProgress.name(),
            "Practices that had begun the readiness checklist",
            "31",
            |_, row| Value::count(row.figures.at(Stage::ChecklistInProgress)),
        ),
        column(
            "ready",
            Stage::Ready.name(),
            "Practices that had settled every required item and confirmed their settings",
            "9",
            |_, row| Value::count(row.figures.at(Stage::Ready)),
        ),
        column(
            "date_booked",
            Stage::DateBooked.name(),
            "EMIS practices with a booked date that have not confirmed that access is on",
            "22",
            |_, row| Value::count(row.figures.at(Stage::DateBooked)),
        ),
        column("switching_on", Stage::SwitchingOn.name(), "TPP practices for which one of the two facts was true", "4", |_, row| {
            Value::count(row.figures.at(Stage::SwitchingOn))
        }),
        column(
            "switched_on",
            Stage::SwitchedOn.name(),
            "Practices whose patients get access to new entries. The six stages add up to Practices",
            "40",
            |_, row| Value::count(row.figures.switched_on()),
        ),
    ]
}

fn shares() -> [Column; 5] {
    [
        column("switched_on_percent", headings::PRACTICES_SHARE, "Switched on, of Practices", "33.3", |_, row| {
            Value::some(row.figures.practices_share(), Value::Share)
        }),
        column("patients", "Patients", "Registered patients of the practices, as far as list sizes are known", "1020400", |_, row| {
            Value::count(row.figures.patients)
        }),
        column(
            "patients_switched_on",
            "Patients of practices switched on",
            "Registered patients of the practices switched on",
            "340100",
            |_, row| Value::count(row.figures.patients_switched_on),
        ),
        column(
            "patients_switched_on_percent",
            headings::PATIENTS_SHARE,
            "Patients of practices switched on, of Patients",
            "33.3",
            |_, row| Value::some(row.figures.patients_share(), Value::Share),
        ),
        column(
            "without_list_size",
            "Practices without list size",
            "Practices whose list size is not known; their patients are not counted",
            "2",
            |_, row| Value::count(row.figures.without_list_size),
        ),
    ]
}

fn against_the_deadline() -> [Column; 8] {
    [
        column("on_time", headings::ON_TIME, "Switched on by the deadline, that day included", "38", |_, row| {
            Value::count(row.figures.on_time)
        }),
        column("late", headings::LATE, "Switched on after the deadline", "2", |_, row| Value::count(row.figures.late)),
        column(
            "exceptions",
            headings::EXCEPTIONS,
            "Not switched on, with an exception agreed by the ICB that held on the day. Counted apart: not in the four columns after this one",
            "3",
            |_, row| Value::count(row.figures.exceptions),
        ),
        column(
            "red",
            Rag::Red.name(),
            "Not switched on, and will miss the deadline, has missed it or let its EMIS date or planned day pass, by stage, that day and days left",
            "12",
            |_, row| Value::count(row.figures.red),
        ),
        column(
            "amber",
            Rag::Amber.name(),
            "Not switched on, and needs attention now, by stage, EMIS date or planned day, and days left",
            "25",
            |_, row| Value::count(row.figures.amber),
        ),
        column(
            "green",
            Rag::Green.name(),
            "Not switched on, and on course, by stage, EMIS date or planned day, and days left. Switched on, exceptions, at risk, needs attention and on course add up to \
             Practices",
            "40",
            |_, row| Value::count(row.figures.green),
        ),
        column("overdue", headings::OVERDUE, "Not switched on, no exception, and the deadline had passed on the day", "0", |_, row| {
            Value::count(row.figures.overdue)
        }),
        column("days_left", "Days to deadline", "Days from the day of the report to the deadline; below 0 after it", "43", |report, _| {
            Value::Number(report.days_left)
        }),
    ]
}
