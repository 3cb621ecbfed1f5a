//! ePCN details: one row a PCN. Published with and without a header.

use csv::StringRecord;

use super::super::facts::{Facts, Period};
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::refusal::Refusal;
use super::super::rows::Rows;
use super::super::tally::Tally;
use super::super::value::Row;
use crate::organisations::{Level, OdsCode};

const UNWRITTEN: [&str; 12] = [
    "PCN Code",
    "PCN Name",
    "Current Sub ICB Loc Code",
    "Sub ICB Location",
    "Open Date",
    "Close Date",
    "Address Line 1",
    "Address Line 2",
    "Address Line 3",
    "Address Line 4",
    "Address Line 5",
    "Postcode",
];

pub(super) struct Columns {
    pcn: usize,
    name: usize,
    sub_icb: Option<usize>,
    sub_icb_name: Option<usize>,
    opened: usize,
    closed: Option<usize>,
}

/// Whether this has the form of a PCN's code, which is that of a practice's: a letter and five digits.
pub(super) fn is_pcn_code(text: &str) -> bool {
    text.parse::<OdsCode>().is_ok_and(|code| code.looks_like_practice())
}

impl Format for Columns {
    const KIND: FileKind = FileKind::Pcns;

    const COLUMNS: &'static [&'static str] = &["PCN Code", "PCN Name", "Open Date"];

    fn find(header: &Header) -> Option<Self> {
        if header.names_practices() {
            return None;
        }
        Some(Self {
            pcn: header.find(&["pcncode"])?,
            name: header.find(&["pcnname"])?,
            sub_icb: header.find(&["currentsubicbloccode", "currentsubicblocationcode", "currentccgcode", "ccgcode", "subicblocationcode"]),
            sub_icb_name: header.find(&["subicblocation", "subicblocationname", "ccgname", "ccg"]),
            opened: header.find(&["opendate"])?,
            closed: header.find(&["closedate"]),
        })
    }

    fn unwritten_header(first: &StringRecord) -> Option<Header> {
        (first.len() == UNWRITTEN.len() && first.get(0).is_some_and(is_pcn_code)).then(|| Header::of(UNWRITTEN))
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        let mut tally = Tally::default();
        let mut days = Vec::new();
        rows.each(found, |row| self.row(row, &mut tally, &mut days))?;
        days.into_iter().for_each(|day| found.sees(day));
        let dated = found.dated().0;
        let places = tally.facts(dated);
        if places.is_empty() {
            return Err(Refusal::NoRows { what: "a PCN" });
        }
        Ok(Facts { places, ..Facts::none(Self::KIND, dated) })
    }
}

impl Columns {
    fn row(&self, row: &Row<'_>, tally: &mut Tally, days: &mut Vec<Option<chrono::NaiveDate>>) -> Result<(), String> {
        let pcn = row.code(self.pcn, "PCN code")?;
        let name = row.name(self.name, "PCN name")?.ok_or("the PCN name is missing")?;
        let sub_icb = row.optional_code(self.sub_icb, "sub-ICB location code")?;
        let sub_icb_name = row.name(self.sub_icb_name, "sub-ICB location name")?;
        let period = Period { opened_on: row.day(self.opened, "open date")?, closed_on: row.day(self.closed, "close date")? };
        days.extend([period.opened_on, period.closed_on]);
        tally.vote(Level::Pcn, &pcn, Some(name), sub_icb.as_ref());
        if period != Period::default() {
            tally.period(Level::Pcn, &pcn, period);
        }
        if let Some(sub_icb) = &sub_icb
            && period.closed_on.is_none()
        {
            tally.vote(Level::SubIcb, sub_icb, sub_icb_name, None);
        }
        Ok(())
    }
}
