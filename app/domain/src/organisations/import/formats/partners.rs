//! ePCN core partner details: one row a spell of a practice in a PCN. Published with and without a header.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use csv::StringRecord;

use super::super::facts::{Dated, Facts, PracticeFacts};
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::refusal::Refusal;
use super::super::rows::Rows;
use super::super::tally::Tally;
use super::super::value::Row;
use super::pcns::is_pcn_code;
use crate::organisations::{Level, OdsCode};

const UNWRITTEN: [&str; 11] = [
    "Partner Organisation Code",
    "Partner Name",
    "Practice Parent Sub ICB Loc Code",
    "Practice Parent Sub ICB Loc Name",
    "PCN Code",
    "PCN Name",
    "PCN Parent Sub ICB Loc Code",
    "PCN Parent Sub ICB Loc Name",
    "Practice to PCN Relationship Start Date",
    "Practice to PCN Relationship End Date",
    "Practice Sub ICB Loc and PCN Sub ICB Loc Match",
];

pub(super) struct Columns {
    practice: usize,
    practice_name: Option<usize>,
    practice_sub_icb: Option<usize>,
    practice_sub_icb_name: Option<usize>,
    pcn: usize,
    pcn_name: Option<usize>,
    pcn_sub_icb: Option<usize>,
    start: usize,
    end: usize,
}

/// A practice in a PCN, from a day and perhaps to a day.
struct Spell {
    line: usize,
    practice: OdsCode,
    practice_name: Option<String>,
    practice_sub_icb: Option<OdsCode>,
    practice_sub_icb_name: Option<String>,
    pcn: OdsCode,
    pcn_name: Option<String>,
    pcn_sub_icb: Option<OdsCode>,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
}

impl Format for Columns {
    const KIND: FileKind = FileKind::PcnPartners;

    const COLUMNS: &'static [&'static str] =
        &["Partner Organisation Code", "PCN Code", "Practice to PCN Relationship Start Date", "Practice to PCN Relationship End Date"];

    fn find(header: &Header) -> Option<Self> {
        Some(Self {
            practice: header.find(&["partnerorganisationcode"])?,
            practice_name: header.find(&["partnername"]),
            practice_sub_icb: header.find(&["practiceparentsubicbloccode", "practiceparentsubicblocationcode", "practiceparentccgcode"]),
            practice_sub_icb_name: header.find(&[
                "practiceparentsubicblocname",
                "practiceparentsubicblocationname",
                "practiceparentccgname",
            ]),
            pcn: header.find(&["pcncode"])?,
            pcn_name: header.find(&["pcnname"]),
            pcn_sub_icb: header.find(&["pcnparentsubicbloccode", "pcnparentsubicblocationcode", "pcnparentccgcode"]),
            start: header.find(&["practicetopcnrelationshipstartdate", "relationshipstartdate", "startdate"])?,
            end: header.find(&["practicetopcnrelationshipenddate", "relationshipenddate", "enddate"])?,
        })
    }

    fn unwritten_header(first: &StringRecord) -> Option<Header> {
        // The match flag at the end came later.
        let is_data = matches!(first.len(), 10 | 11) && first.get(4).is_some_and(is_pcn_code);
        is_data.then(|| Header::of(UNWRITTEN.into_iter().take(first.len())))
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        let mut spells = Vec::new();
        rows.each(found, |row| {
            spells.push(self.spell(row)?);
            Ok(())
        })?;
        if spells.is_empty() {
            return Err(Refusal::NoRows { what: "a practice in a PCN" });
        }
        for spell in &spells {
            found.sees(spell.start);
            found.sees(spell.end);
        }
        let dated = found.dated().0;
        let mut tally = Tally::default();
        let practices = memberships(spells, dated, &mut tally);
        Ok(Facts { practices, places: tally.facts(dated), ..Facts::none(Self::KIND, dated) })
    }
}

impl Columns {
    fn spell(&self, row: &Row<'_>) -> Result<Spell, String> {
        Ok(Spell {
            line: row.line,
            practice: row.practice_code(self.practice)?,
            practice_name: row.name(self.practice_name, "practice name")?,
            practice_sub_icb: row.optional_code(self.practice_sub_icb, "sub-ICB location code of the practice")?,
            practice_sub_icb_name: row.name(self.practice_sub_icb_name, "sub-ICB location name of the practice")?,
            pcn: row.code(self.pcn, "PCN code")?,
            pcn_name: row.name(self.pcn_name, "PCN name")?,
            pcn_sub_icb: row.optional_code(self.pcn_sub_icb, "sub-ICB location code of the PCN")?,
            start: row.day(self.start, "start date")?,
            end: row.day(self.end, "end date")?,
        })
    }
}

/// One statement a practice: the PCN it is in on the day of the file, of several the one it joined last, or that it is in none.
fn memberships(spells: Vec<Spell>, dated: Option<NaiveDate>, tally: &mut Tally) -> Vec<PracticeFacts> {
    let lasts = |spell: &Spell| spell.end.is_none_or(|end| dated.is_some_and(|dated| end > dated));
    let mut of_practice: BTreeMap<OdsCode, Spell> = BTreeMap::new();
    for spell in spells {
        match of_practice.get(&spell.practice) {
            Some(kept) if (lasts(kept), kept.start) >= (lasts(&spell), spell.start) => {}
            _ => _ = of_practice.insert(spell.practice.clone(), spell),
        }
    }
    let statement = |(practice, spell): (OdsCode, Spell)| {
        let mut facts = PracticeFacts { name: spell.practice_name.clone(), ..PracticeFacts::about(practice, spell.line) };
        // Being in no PCN is said of a day; a file without any day cannot say it.
        facts.pcn = dated.map(|_| Dated::new(None, dated));
        if lasts(&spell) {
            tally.vote(Level::Pcn, &spell.pcn, spell.pcn_name, spell.pcn_sub_icb.as_ref());
            if let Some(sub_icb) = &spell.practice_sub_icb {
                tally.vote(Level::SubIcb, sub_icb, spell.practice_sub_icb_name, None);
            }
            facts.pcn = Some(Dated::new(Some(spell.pcn), dated));
            facts.sub_icb = spell.practice_sub_icb.map(|code| Dated::new(code, dated));
        }
        facts
    };
    of_practice.into_iter().map(statement).collect()
}
