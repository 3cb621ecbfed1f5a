//! `gp-reg-pat-prac-all` and its kin: registered patients by practice, in some editions by sex and age.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::facts::{Dated, Facts, PracticeFacts};
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::refusal::Refusal;
use super::super::rows::Rows;
use super::super::value::{Row, quoted};
use crate::organisations::OdsCode;

pub(super) struct Columns {
    practice: usize,
    extract: usize,
    kind: Option<usize>,
    sex: Option<usize>,
    age: Option<usize>,
    patients: usize,
}

impl Format for Columns {
    const KIND: FileKind = FileKind::ListSizes;

    const COLUMNS: &'static [&'static str] = &["Code", "Extract Date", "Number of Patients"];

    fn find(header: &Header) -> Option<Self> {
        if header.has("lsoacode") {
            return None;
        }
        Some(Self {
            practice: header.find(&["code", "orgcode", "practicecode", "gppracticecode"])?,
            extract: header.find(&["extractdate"])?,
            kind: header.find(&["type", "orgtype"]),
            sex: header.find(&["sex"]),
            age: header.find(&["age", "agegroup5", "agegroup"]),
            patients: header.find(&["numberofpatients"])?,
        })
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        let (mut sums, mut passed_over) = (BTreeMap::new(), 0);
        rows.each(found, |row| {
            if self.kind.is_some() && row.text(self.kind) != "GP" {
                passed_over += 1;
                return Ok(());
            }
            self.row(row, &mut sums)
        })?;
        found.passed_over += passed_over;
        if let Some(day) = sums.values().filter_map(|sum: &Sum| sum.dated).max() {
            found.states(day);
        }
        if sums.is_empty() {
            return Err(Refusal::NoRows { what: "a GP practice" });
        }
        let practices: Vec<_> = sums.into_iter().filter_map(|(code, sum)| sum.facts(code)).collect();
        if practices.is_empty() {
            return Err(Refusal::NoTotals);
        }
        Ok(Facts { practices, ..Facts::none(Self::KIND, found.dated().0) })
    }
}

impl Columns {
    fn row(&self, row: &Row<'_>, sums: &mut BTreeMap<OdsCode, Sum>) -> Result<(), String> {
        let code = row.practice_code(self.practice)?;
        let dated = row.day(self.extract, "extract date")?.ok_or("the extract date is missing")?;
        let patients = row.patients(self.patients)?;
        let (sex, age) = (all_or(row.text(self.sex)), all_or(row.text(self.age)));
        let sum = sums.entry(code).or_insert_with(|| Sum { line: row.line, dated: Some(dated), ..Sum::default() });
        if sum.cells.insert((sex.clone(), age.clone()), patients).is_some() {
            return Err(format!("sex {} and age {} of this practice were already given", quoted(&sex), quoted(&age)));
        }
        Ok(())
    }
}

const ALL: &str = "ALL";

/// A column that is not there, or is empty, does not divide the patients.
fn all_or(text: &str) -> String {
    if text.is_empty() { ALL.to_owned() } else { text.to_ascii_uppercase() }
}

/// What the file says of one practice, by sex and age.
#[derive(Default)]
struct Sum {
    line: usize,
    dated: Option<NaiveDate>,
    cells: BTreeMap<(String, String), u32>,
}

impl Sum {
    /// The total: stated, or of all ages, or of all sexes. `None` where a part is missing.
    fn total(&self) -> Option<u32> {
        let total = match self.of_sex(ALL) {
            Some(total) => total,
            None => {
                self.of_sex("MALE").and(self.of_sex("FEMALE"))?;
                let sexes: BTreeSet<&str> = self.cells.keys().map(|(sex, _)| sex.as_str()).collect();
                sexes.into_iter().filter_map(|sex| self.of_sex(sex)).sum()
            }
        };
        u32::try_from(total).ok()
    }

    /// Patients of one sex: stated for all ages, or added up over them.
    fn of_sex(&self, sex: &str) -> Option<u64> {
        if let Some(stated) = self.cells.get(&(sex.to_owned(), ALL.to_owned())) {
            return Some(u64::from(*stated));
        }
        let mut ages = self.cells.iter().filter(|((of, _), _)| of == sex).map(|(_, patients)| u64::from(*patients)).peekable();
        ages.peek().is_some().then(|| ages.sum())
    }

    fn facts(self, code: OdsCode) -> Option<PracticeFacts> {
        let list_size = Some(Dated::new(self.total()?, self.dated));
        Some(PracticeFacts { list_size, ..PracticeFacts::about(code, self.line) })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[("ALL", "ALL", 10)], Some(10))]
    #[case(&[("ALL", "ALL", 10), ("MALE", "ALL", 4), ("FEMALE", "ALL", 6), ("MALE", "0", 4)], Some(10))]
    #[case(&[("ALL", "0", 3), ("ALL", "95+", 4)], Some(7))]
    #[case(&[("MALE", "ALL", 4), ("FEMALE", "0", 1), ("FEMALE", "1", 2), ("INDETERMINATE", "ALL", 1)], Some(8))]
    #[case(&[("MALE", "ALL", 4)], None)]
    #[case(&[("FEMALE", "0", 4), ("FEMALE", "ALL", 4)], None)]
    fn totals(#[case] cells: &[(&str, &str, u32)], #[case] expected: Option<u32>) {
        let cells = cells.iter().map(|(sex, age, patients)| (((*sex).to_owned(), (*age).to_owned()), *patients)).collect();
        assert_eq!(Sum { cells, ..Sum::default() }.total(), expected);
    }
}
