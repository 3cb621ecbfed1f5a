//! `epraccur`: 27 columns without a header, or some of them with one.

use csv::StringRecord;

use super::super::day::parse_file_day;
use super::super::facts::{Dated, Entry, Facts, OpenPractice, PracticeFacts};
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::mistakes::BadRow;
use super::super::refusal::Refusal;
use super::super::rows::Rows;
use super::super::value::{Row, quoted};
use super::reading::Reading;
use crate::organisations::{Level, OdsCode};

/// The 27 columns as the specification of epraccur names them; those without use have no name.
const UNWRITTEN: [&str; 27] = [
    "Organisation Code",
    "Name",
    "National Grouping",
    "High Level Health Geography",
    "Address Line 1",
    "Address Line 2",
    "Address Line 3",
    "Address Line 4",
    "Address Line 5",
    "Postcode",
    "Open Date",
    "Close Date",
    "Status Code",
    "Organisation Sub-Type Code",
    "Commissioner",
    "Join Provider/Purchaser Date",
    "Left Provider/Purchaser Date",
    "Contact Telephone Number",
    "",
    "",
    "",
    "Amended Record Indicator",
    "",
    "Provider/Purchaser",
    "",
    "Prescribing Setting",
    "",
];

/// The prescribing setting of GP practices: the number of epraccur, and the code of the role in the export of today.
const GP_PRACTICE: [&str; 2] = ["4", "RO76"];

/// What a status says of an organisation.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Active,
    /// Closed, dormant or proposed.
    Other,
}

/// A status as epraccur writes it, or as the export of today does.
fn status(cell: &str) -> Option<Status> {
    match cell {
        "A" | "ACTIVE" => Some(Status::Active),
        "C" | "D" | "P" | "INACTIVE" | "DORMANT" => Some(Status::Other),
        _ => None,
    }
}

/// Where the columns are. Only the first four must be there.
pub(super) struct Columns {
    code: usize,
    name: usize,
    status: usize,
    setting: usize,
    postcode: Option<usize>,
    region: Option<usize>,
    icb: Option<usize>,
    commissioner: Option<usize>,
    opened: Option<usize>,
    closed: Option<usize>,
    joined: Option<usize>,
    left: Option<usize>,
}

impl Format for Columns {
    const KIND: FileKind = FileKind::Register;

    const COLUMNS: &'static [&'static str] = &["Organisation Code", "Name", "Status Code", "Prescribing Setting"];

    fn find(header: &Header) -> Option<Self> {
        Some(Self {
            code: header.find(&["organisationcode", "practicecode", "orgcode", "odscode", "code"])?,
            name: header.find(&["name", "organisationname", "practicename", "orgname"])?,
            status: header.find(&["statuscode", "status"])?,
            setting: header.find(&["prescribingsetting", "prescribingsettingcode"])?,
            postcode: header.find(&["postcode"]),
            region: header.find(&["nationalgrouping", "nationalgroupingcode"]),
            icb: header.find(&["highlevelhealthgeography", "highlevelhealthgeographycode", "highlevelhealthauthority"]),
            commissioner: header.find(&["commissioner", "commissionercode", "subicblocationcode", "ccgcode", "ccg"]),
            opened: header.find(&["opendate", "opened"]),
            closed: header.find(&["closedate", "closed"]),
            joined: header.find(&["joinproviderpurchaserdate", "joindate"]),
            left: header.find(&["leftproviderpurchaserdate", "leftdate"]),
        })
    }

    fn unwritten_header(first: &StringRecord) -> Option<Header> {
        let day_or_none = |index| first.get(index).is_some_and(|cell: &str| cell.trim().is_empty() || parse_file_day(cell).is_some());
        let is_data = first.len() == UNWRITTEN.len()
            && first.get(0).is_some_and(|cell| cell.parse::<OdsCode>().is_ok())
            && first.get(12).is_some_and(|cell| status(cell.trim()).is_some())
            && day_or_none(10)
            && day_or_none(11);
        is_data.then(|| Header::of(UNWRITTEN))
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        rows.one_line_each()?;
        let mut reading = Reading::of(rows.text());
        rows.each_of_any_width(found, |row, width| {
            let is_whole = width.is_ok();
            let outcome = width.and_then(|()| self.row(row, &mut reading));
            if let Err(reason) = &outcome {
                let code = is_whole.then(|| row.practice_code(self.code).ok()).flatten();
                reading.spoilt(code, BadRow { line: row.line, reason: reason.clone() });
            }
            outcome
        })?;
        found.passed_over += reading.passed_over;
        reading.days.iter().for_each(|day| found.sees(Some(*day)));
        if reading.open.is_empty() {
            return Err(Refusal::NoRows { what: "an open GP practice in England" });
        }
        let dated = found.dated().0.ok_or(Refusal::NoDate)?;
        reading.rows = found.rows;
        found.notes.extend(reading.of_several_roles());
        Ok(reading.facts(dated))
    }
}

impl Columns {
    fn row(&self, row: &Row<'_>, reading: &mut Reading) -> Result<(), String> {
        let (status, cell) = (row.text(self.status), row.text(self.code));
        let is_active = self::status(status) == Some(Status::Active);
        reading.see(row, if is_active { [self.opened, self.joined] } else { [self.closed, self.left] });
        let role = row.text(self.setting);
        if role.is_empty() && status.len() > 1 && self::status(status).is_some() {
            // The export of today gives some organisations no role: such a row says nothing of a practice.
            reading.passed_over += 1;
            return Ok(());
        }
        let setting = prescribing_setting(role);
        if setting.as_ref().is_ok_and(|setting| !GP_PRACTICE.contains(setting)) || cell.starts_with(['W', 'w']) {
            setting?;
            if is_active && role.split('|').any(|role| GP_PRACTICE.contains(&role)) && !GP_PRACTICE.contains(&role) {
                reading.several_roles.push(cell.to_owned());
            }
            if !reading.codes.read(cell) {
                row.code(self.code, "organisation code")?;
            }
            reading.passed_over += 1;
            return Ok(());
        }
        let code = row.practice_code(self.code)?;
        setting?;
        if let Some(line) = reading.lines.insert(code.clone(), row.line) {
            let reason = format!("the practice {code} is already on line {line}");
            reading.doubled.insert(code);
            return Err(reason);
        }
        match self::status(status) {
            Some(Status::Active) => self.open_row(row, code, reading),
            Some(Status::Other) => {
                let closed = row.day(self.closed, "close date")?;
                reading.codes.read(code.as_str());
                reading.passed_over += 1;
                reading.closings.push((code, closed));
                Ok(())
            }
            None => Err(format!("the status {} is none of A, C, D and P, nor ACTIVE, INACTIVE or DORMANT", quoted(status))),
        }
    }

    fn open_row(&self, row: &Row<'_>, code: OdsCode, reading: &mut Reading) -> Result<(), String> {
        let entry = Entry {
            name: row.name(self.name, "name")?.ok_or("the name is missing")?,
            postcode: row.postcode(self.postcode)?,
            opened_on: row.day(self.opened, "open date")?,
        };
        let region = row.optional_code(self.region, "region")?;
        let icb = row.optional_code(self.icb, "ICB")?;
        let sub_icb = row.optional_code(self.commissioner, "commissioner")?;
        if let Some(region) = &region {
            reading.tally.vote(Level::Region, region, None, None);
        }
        if let Some(icb) = &icb {
            reading.tally.vote(Level::Icb, icb, None, region.as_ref());
        }
        if let Some(sub_icb) = &sub_icb {
            reading.tally.vote(Level::SubIcb, sub_icb, None, icb.as_ref());
        }
        let sub_icb = sub_icb.map(|code| Dated::new(code, None));
        reading.codes.read(code.as_str());
        reading.practices.push(PracticeFacts { sub_icb, ..PracticeFacts::about(code.clone(), row.line) });
        reading.open.push(OpenPractice { code, entry });
        Ok(())
    }
}

/// The setting as it stands in the cell, where it is one: a number, as published, or the codes of one role or more.
fn prescribing_setting(cell: &str) -> Result<&str, String> {
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_role = |text: &str| text.strip_prefix("RO").is_some_and(is_number);
    if is_number(cell) || cell.split('|').all(is_role) {
        Ok(cell)
    } else {
        Err(format!("the prescribing setting {} is no number", quoted(cell)))
    }
}
