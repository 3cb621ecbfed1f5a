//! The columns of the deadline report, in the order of its files. This is the one list of them: page, CSV, workbook with its guidance, and
//! JSON all go over it, so that a column is added here and nowhere else.

use super::column::Column;
use super::column::Kind::{self, Count, Day, Days, Name, Sentence, Share, Text, YesNo};
use super::column::Page::{AtEnd, AtEndOnceOver, InOrder};
use crate::organisations::OdsCode;
use crate::reports::summary::timeliness_word;
use crate::stage::{Rag, Stage};

pub(super) const COLUMNS: &[Column] = &[
    // Which row this is.
    Column::label("as_at", "As at", Day(|report, _| Some(report.as_at))).means("The day the report is of", "31 October 2023"),
    Column::label("code", "{rows} code", Text(|_, row| row.code.as_ref().map(OdsCode::as_str)))
        .means("The organisation's ODS code; empty for suppliers, and where practices have no such organisation on record", "XS11")
        .of_a_practice("X10001"),
    Column::label("name", "{rows}", Kind::Row)
        .means("Its name; \"Not known\" where practices have no such organisation on record", "Northmarsh ICB")
        .of_a_practice("Alder Surgery")
        .on_page(InOrder),
    // Of organisations and suppliers: the stages of their practices.
    Column::counted("practices", "Practices", Count(|_, row| Some(row.figures.practices.into())))
        .means("GP practices that were open on the day", "120")
        .on_page(InOrder),
    Column::counted("not_started", Stage::NotStarted.name(), Count(|_, row| Some(row.figures.at(Stage::NotStarted).into())))
        .means("Practices of which nothing was recorded by that day", "14"),
    Column::counted(
        "checklist_in_progress",
        Stage::ChecklistInProgress.name(),
        Count(|_, row| Some(row.figures.at(Stage::ChecklistInProgress).into())),
    )
    .means("Practices that had begun the readiness checklist", "31"),
    Column::counted("ready", Stage::Ready.name(), Count(|_, row| Some(row.figures.at(Stage::Ready).into())))
        .means("Practices that had completed every required item and confirmed their settings", "9"),
    Column::counted("date_booked", Stage::DateBooked.name(), Count(|_, row| Some(row.figures.at(Stage::DateBooked).into())))
        .means("EMIS practices with a booked date that have not confirmed that access is on", "22"),
    Column::counted("switching_on", Stage::SwitchingOn.name(), Count(|_, row| Some(row.figures.at(Stage::SwitchingOn).into())))
        .means("TPP practices for which one of the two facts was true", "4"),
    Column::counted("switched_on", Stage::SwitchedOn.name(), Count(|_, row| Some(row.figures.switched_on().into())))
        .means("Practices whose patients get access to new entries. The six stages add up to Practices", "40")
        .on_page(InOrder),
    // Of organisations and suppliers: shares and patients.
    Column::counted("switched_on_percent", "% of practices switched on", Share(|_, row| row.figures.practices_share()))
        .means("Switched on, of Practices", "33.3")
        .on_page(InOrder),
    Column::counted("patients", "Patients", Count(|_, row| Some(row.figures.patients)))
        .means("Registered patients of the practices, as far as list sizes are known", "1020400"),
    Column::counted("patients_switched_on", "Patients of practices switched on", Count(|_, row| Some(row.figures.patients_switched_on)))
        .means("Registered patients of the practices switched on", "340100"),
    Column::counted("patients_switched_on_percent", "% of patients", Share(|_, row| row.figures.patients_share()))
        .means("Patients of practices switched on, of Patients", "33.3")
        .on_page(InOrder),
    Column::counted("without_list_size", "Practices without list size", Count(|_, row| Some(row.figures.without_list_size.into())))
        .means("Practices whose list size is not known; their patients are not counted", "2"),
    // Of organisations and suppliers: against the deadline.
    Column::counted("on_time", "Switched on in time", Count(|_, row| Some(row.figures.on_time.into())))
        .means("Switched on by the deadline, that day included", "38")
        .on_page(AtEndOnceOver),
    Column::counted("late", "Switched on late", Count(|_, row| Some(row.figures.late.into())))
        .means("Switched on after the deadline", "2")
        .on_page(AtEndOnceOver),
    Column::counted("exceptions", "Exceptions agreed", Count(|_, row| Some(row.figures.exceptions.into())))
        .means(
            "Not switched on, with an exception agreed by the ICB that held on the day. Counted separately: not in the four columns \
             after this one",
            "3",
        )
        .on_page(InOrder),
    Column::counted("red", Rag::Red.name(), Count(|_, row| Some(row.figures.red.into())))
        .means(
            "Not switched on, and with less time than what is open usually takes, without a date by the deadline that it could \
             have, or past its day or the deadline",
            "12",
        )
        .on_page(InOrder),
    Column::counted("amber", Rag::Amber.name(), Count(|_, row| Some(row.figures.amber.into())))
        .means("Not switched on, and with little time to spare, or just past its day", "25")
        .on_page(InOrder),
    Column::counted("green", Rag::Green.name(), Count(|_, row| Some(row.figures.green.into())))
        .means(
            "Not switched on, and with time to spare. Switched on, exceptions, at risk, needs attention and on course add up to \
             Practices",
            "40",
        )
        .on_page(InOrder),
    Column::counted("overdue", "Overdue", Count(|_, row| Some(row.figures.overdue.into())))
        .means("Not switched on, no exception, and the deadline had passed on the day", "0")
        .on_page(AtEndOnceOver),
    // Of a practice: where it belongs.
    Column::practice("pcn_code", "PCN code", Text(|_, row| Some(row.line()?.pcn.as_ref()?.code.as_str())))
        .means("The code of the PCN it belongs to today", "XP001"),
    Column::practice("pcn", "PCN", Name(|_, row| Some(&row.line()?.pcn.as_ref()?.name))).means("The PCN's name", "Alder PCN"),
    Column::practice("sub_icb_code", "ICB sub-group code", Text(|_, row| Some(row.line()?.sub_icb.as_ref()?.code.as_str())))
        .means("The code of its own sub-ICB location on the day", "XS11"),
    Column::practice("sub_icb", "ICB sub-group", Name(|_, row| Some(&row.line()?.sub_icb.as_ref()?.name)))
        .means("The location's name", "Northmarsh ICB - XS11"),
    Column::practice("icb_code", "ICB code", Text(|_, row| Some(row.line()?.icb.as_ref()?.code.as_str())))
        .means("The code of the ICB", "XC1"),
    Column::practice("icb", "ICB", Name(|_, row| Some(&row.line()?.icb.as_ref()?.name))).means("The ICB's name", "Northmarsh ICB"),
    Column::practice("region_code", "Region code", Text(|_, row| Some(row.line()?.region.as_ref()?.code.as_str())))
        .means("The code of the region", "XR1"),
    Column::practice("region", "Region", Name(|_, row| Some(&row.line()?.region.as_ref()?.name))).means("The region's name", "Northmarsh"),
    // Of a practice: its system and size.
    Column::practice("supplier", "System supplier", Text(|_, row| Some(row.line()?.supplier.name())))
        .means("The supplier of its clinical system today", "EMIS")
        .on_page(InOrder),
    Column::practice("route", "Route", Text(|_, row| Some(row.line()?.supplier.route().name())))
        .means("How it switches on: EMIS, TPP or other supplier", "EMIS"),
    Column::practice("list_size", "List size", Count(|_, row| row.line()?.list_size.map(u64::from)))
        .means("Registered patients; empty where not known", "8279")
        .on_page(InOrder),
    // Of a practice: how far it was.
    Column::practice("stage", "Stage", Kind::Stage).means("How far it was on the day", "Date booked").on_page(InOrder),
    Column::practice("stage_since", "Stage since", Day(|_, row| row.line()?.since))
        .means("The day the stage took effect; empty where nothing was recorded", "12 September 2023")
        .on_page(InOrder),
    Column::practice("switched_on", Stage::SwitchedOn.name(), YesNo(|_, row| Some(row.line()?.is_switched_on())))
        .means("Whether its patients get access to new entries", "No"),
    Column::practice("switched_on_day", "Switch-on date", Day(|_, row| row.line().filter(|line| line.is_switched_on())?.since))
        .means("The day from which they do", "13 September 2023"),
    Column::practice("timeliness", "In time or late", Text(|_, row| row.line()?.timeliness.map(timeliness_word)))
        .means("Whether it was switched on by the deadline; empty where it was not switched on", "In time")
        .on_page(AtEnd),
    Column::practice("status", "Status", Kind::Status)
        .means("On course, needs attention or at risk, by what is still possible and still to do; done; or exception agreed", "On course")
        .on_page(InOrder),
    Column::practice("reason", "Reason", Sentence(|_, row| row.line()?.reason())).means(
        "Why it reads so, as known on the day; empty where it is switched on or has an exception",
        "Every EMIS date by the deadline is full.",
    ),
    Column::practice("exception", "Exception agreed", YesNo(|_, row| Some(row.line()?.exception)))
        .means("Whether an exception agreed by the ICB held on the day", "No"),
    Column::every("days_left", "Days to deadline", Days(|report, _| Some(report.days_left)))
        .means("Days from the day of the report to the deadline; below 0 after it", "43"),
    Column::practice("booked_on", "EMIS date booked", Day(|_, row| row.line()?.arranged.booked_on))
        .means("The date that was booked on the day of the report, as it stood on that day", "11 October 2023"),
    Column::practice("planned_on", "Day planned", Day(|_, row| row.line()?.arranged.planned_on))
        .means("The day that was planned for switching on, on the day of the report; not with EMIS", "11 October 2023"),
    // Of a practice: its checklist.
    Column::practice("checklist_settled", "Checklist items settled", Count(|_, row| Some(row.line()?.checklist?.0.into())))
        .means("Required items done or not applicable. Not known of days before the service kept it", "10")
        .of_checklist(),
    Column::practice("checklist_required", "Checklist items required", Count(|_, row| Some(row.line()?.checklist?.1.into())))
        .means("Required items. Not known of days before the service kept it", "12")
        .of_checklist(),
    Column::practice("settings_confirmed", "Settings confirmed", YesNo(|_, row| row.line()?.settings_confirmed))
        .means("Whether the supplier's settings item is done. Not known of days before the service kept it", "Yes")
        .of_checklist(),
];
