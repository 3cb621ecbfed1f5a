//! Where reports are.

use domain::organisations::OdsCode;
use domain::reports::DeadlineReport;

use crate::web::fields::Fields;

/// The deadline report.
pub(super) const PAGE: &str = "/reports/deadline";

/// The report of the same day of another organisation, split as is usual.
pub(super) fn page(report: &DeadlineReport, within: Option<&OdsCode>) -> String {
    let day = report.as_at.to_string();
    let fields = Fields::default().with("within", within.map_or("", OdsCode::as_str)).with("as-at", &day);
    format!("{PAGE}?{}", fields.encode())
}

/// This very report as a file.
pub(super) fn file(report: &DeadlineReport, ending: &str) -> String {
    let within = report.within.last().map_or("", |crumb| crumb.place.code.as_str());
    let day = report.as_at.to_string();
    let fields = Fields::default().with("by", report.by.key()).with("within", within).with("as-at", &day);
    format!("{PAGE}.{ending}?{}", fields.encode())
}
