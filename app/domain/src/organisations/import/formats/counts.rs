//! Practices per system supplier in each PCN. Recognised so that it may stand among other files; it says nothing of a single practice.

use super::super::FileKind;
use super::super::facts::Facts;
use super::super::findings::Findings;
use super::super::header::Header;
use super::super::refusal::Refusal;
use super::super::rows::Rows;

pub(in super::super) fn is_one(header: &Header) -> bool {
    header.has("pcncode") && header.has("emis") && header.has("tpp") && header.find(&["practicecode"]).is_none()
}

pub(in super::super) fn read(rows: Rows<'_>, found: &mut Findings) -> Result<Facts, Refusal> {
    rows.each(found, |_| Ok(()))?;
    found.notes.push("The file counts suppliers by PCN and names no practice, so it changes nothing.".to_owned());
    Ok(Facts::none(FileKind::PcnSupplierCounts, found.dated().0))
}
