//! Practices joined from several published files: supplier and list size name the month they are from, everything else is of the file's day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::super::day::parse_file_month;
use super::super::facts::{Dated, Facts, PracticeFacts};
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::refusal::Refusal;
use super::super::rows::Rows;
use super::super::tally::Tally;
use super::super::value::{Row, quoted};
use super::area_columns::AreaColumns;
use crate::organisations::{OdsCode, Supplier};

pub(super) struct Columns {
    practice: usize,
    practice_name: Option<usize>,
    opened: Option<usize>,
    places: AreaColumns,
    supplier: usize,
    supplier_source: Option<usize>,
    /// The column and the month in its name.
    list_size: Option<(usize, Option<NaiveDate>)>,
}

impl Format for Columns {
    const KIND: FileKind = FileKind::Joined;

    const COLUMNS: &'static [&'static str] = &["Practice Code", "Sub-ICB Location Code", "System Supplier"];

    fn find(header: &Header) -> Option<Self> {
        let extract = header.has("extractdate");
        Some(Self {
            practice: header.find(&["practicecode"]).filter(|_| !extract)?,
            practice_name: header.find(&["practicename"]),
            opened: header.find(&["opendate"]),
            places: AreaColumns::find(header)?,
            supplier: header.find(&["systemsupplier"])?,
            supplier_source: header.find(&["systemsuppliersource"]),
            list_size: header.find_prefix("listsize").map(|(column, month)| (column, parse_file_month(month))),
        })
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        let (mut practices, mut lines, mut tally, mut latest) = (Vec::new(), BTreeMap::new(), Tally::default(), Vec::new());
        rows.each(found, |row| {
            practices.push(self.row(row, &mut lines, &mut tally)?);
            latest.push(row.day(self.opened, "open date")?);
            Ok(())
        })?;
        latest.into_iter().for_each(|day| found.sees(day));
        if practices.is_empty() {
            return Err(Refusal::NoRows { what: "a practice" });
        }
        let dated = found.dated().0;
        practices.iter_mut().for_each(|practice| date(practice, dated));
        Ok(Facts { practices, places: tally.facts(dated), ..Facts::none(Self::KIND, dated) })
    }
}

impl Columns {
    fn row(&self, row: &Row<'_>, lines: &mut BTreeMap<OdsCode, usize>, tally: &mut Tally) -> Result<PracticeFacts, String> {
        let code = row.practice_code(self.practice)?;
        if let Some(line) = lines.insert(code.clone(), row.line) {
            return Err(format!("the practice {code} is already on line {line}"));
        }
        row.day(self.opened, "open date")?;
        let named = self.places.read(row)?;
        let facts = PracticeFacts {
            name: row.name(self.practice_name, "practice name")?,
            sub_icb: Some(Dated::new(named.sub_icb.clone(), None)),
            pcn: named.pcn.clone().map(|pcn| Dated::new(pcn, None)),
            supplier: self.supplier(row)?,
            list_size: self.list_size(row)?,
            ..PracticeFacts::about(code, row.line)
        };
        named.vote(tally);
        Ok(facts)
    }

    fn supplier(&self, row: &Row<'_>) -> Result<Option<Dated<Supplier>>, String> {
        let supplier = Supplier::from_file(row.text(self.supplier));
        let dated = match row.text(self.supplier_source) {
            "" => None,
            source => Some(month_of(source).ok_or_else(|| format!("the supplier's source {} ends in no month", quoted(source)))?),
        };
        Ok((supplier != Supplier::Unknown).then(|| Dated::new(supplier, dated)))
    }

    fn list_size(&self, row: &Row<'_>) -> Result<Option<Dated<u32>>, String> {
        match self.list_size {
            Some((column, month)) if !row.text(column).is_empty() => Ok(Some(Dated::new(row.patients(column)?, month))),
            _ => Ok(None),
        }
    }
}

/// The month at the end of a source such as `map-2025-10`.
fn month_of(source: &str) -> Option<NaiveDate> {
    let (_, month) = source.char_indices().rev().nth(6).map(|(at, _)| source.split_at(at))?;
    parse_file_month(month)
}

/// Facts without a month of their own are of the file's day.
fn date(practice: &mut PracticeFacts, dated: Option<NaiveDate>) {
    fn fill<T>(fact: &mut Option<Dated<T>>, dated: Option<NaiveDate>) {
        if let Some(fact) = fact {
            fact.dated = fact.dated.or(dated);
        }
    }
    fill(&mut practice.sub_icb, dated);
    fill(&mut practice.pcn, dated);
    fill(&mut practice.supplier, dated);
    fill(&mut practice.list_size, dated);
}
