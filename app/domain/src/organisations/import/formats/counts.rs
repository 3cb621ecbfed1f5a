//! Practices per system supplier in each PCN. Recognised so that it may stand among other files; it says nothing of a single practice.

use super::super::facts::Facts;
use super::super::findings::Findings;
use super::super::format::Format;
use super::super::header::Header;
use super::super::kind::FileKind;
use super::super::refusal::Refusal;
use super::super::rows::Rows;

pub(super) struct Columns;

impl Format for Columns {
    const KIND: FileKind = FileKind::PcnSupplierCounts;

    const COLUMNS: &'static [&'static str] = &["PCN Code", "EMIS", "TPP"];

    fn find(header: &Header) -> Option<Self> {
        let is_one = header.has("pcncode") && header.has("emis") && header.has("tpp") && !header.names_practices();
        is_one.then_some(Self)
    }

    fn read(&self, rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
        rows.each(found, |_| Ok(()))?;
        found.notes.push("The file counts suppliers by PCN and names no practice, so it changes nothing.".to_owned());
        Ok(Facts::none(Self::KIND, found.dated().0))
    }
}
