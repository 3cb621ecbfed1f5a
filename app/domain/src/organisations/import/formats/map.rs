//! `gp-reg-pat-prac-map`: where each practice belongs, and in later years its supplier.

use std::collections::BTreeMap;

use super::super::facts::{Dated, Facts, PracticeFacts};
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::refusal::Refusal;
use super::super::rows::Rows;
use super::super::tally::Tally;
use super::super::value::Row;
use super::area_columns::AreaColumns;
use crate::organisations::{OdsCode, Supplier};

pub(super) struct Columns {
    practice: usize,
    practice_name: Option<usize>,
    extract: usize,
    places: AreaColumns,
    supplier: Option<usize>,
}

impl Format for Columns {
    const KIND: FileKind = FileKind::PracticeMap;

    const COLUMNS: &'static [&'static str] = &["Practice Code", "Extract Date", "PCN Code", "Sub-ICB Location Code"];

    fn find(header: &Header) -> Option<Self> {
        Some(Self {
            practice: header.find(&["practicecode"])?,
            practice_name: header.find(&["practicename"]),
            extract: header.find(&["extractdate"])?,
            places: AreaColumns::find(header).filter(AreaColumns::names_pcn)?,
            supplier: header.find(&["suppliername", "supplier", "systemsupplier"]),
        })
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        let (mut practices, mut lines, mut tally, mut stated) = (Vec::new(), BTreeMap::new(), Tally::default(), None);
        rows.each(found, |row| {
            let facts = self.row(row, &mut lines, &mut tally)?;
            stated = stated.max(facts.sub_icb.as_ref().and_then(|fact| fact.dated));
            practices.push(facts);
            Ok(())
        })?;
        if let Some(day) = stated {
            found.states(day);
        }
        let dated = found.dated().0;
        if practices.is_empty() {
            return Err(Refusal::NoRows { what: "a practice" });
        }
        Ok(Facts { practices, places: tally.facts(dated), ..Facts::none(Self::KIND, dated) })
    }
}

impl Columns {
    fn row(&self, row: &Row<'_>, lines: &mut BTreeMap<OdsCode, usize>, tally: &mut Tally) -> Result<PracticeFacts, String> {
        let code = row.practice_code(self.practice)?;
        if let Some(line) = lines.insert(code.clone(), row.line) {
            return Err(format!("the practice {code} is already on line {line}"));
        }
        let dated = Some(row.day(self.extract, "extract date")?.ok_or("the extract date is missing")?);
        let named = self.places.read(row)?;
        let supplier = Supplier::from_file(row.text(self.supplier));
        let facts = PracticeFacts {
            name: row.name(self.practice_name, "practice name")?,
            sub_icb: Some(Dated::new(named.sub_icb.clone(), dated)),
            pcn: named.pcn.clone().map(|pcn| Dated::new(pcn, dated)),
            supplier: (supplier != Supplier::Unknown).then(|| Dated::new(supplier, dated)),
            ..PracticeFacts::about(code, row.line)
        };
        named.vote(tally);
        Ok(facts)
    }
}
