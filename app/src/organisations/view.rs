//! What an import found and changes, as parts of a page.

use domain::field::format_count;
use domain::organisations::import::{Counts, NAMED, Plan, What};
use leptos::prelude::*;
use services::organisations::FileOutcome;

use super::import_text;
use crate::web::components::{Column, Details, Table};

/// What importing is called.
pub(super) const TITLE: &str = "Import organisation files";

/// How many of each there are, before and after.
pub(super) fn counts(plan: &Plan) -> impl IntoView + use<> {
    let columns = vec![Column::new("What there is"), Column::number("Now"), Column::number("After the import")];
    let patients = |counts: &Counts| usize::try_from(counts.patients).unwrap_or(usize::MAX);
    let of = |counts: &Counts| {
        [
            ("Open practices", counts.open_practices),
            ("Closed practices", counts.closed_practices),
            ("PCNs", counts.pcns),
            ("ICB sub-groups with open practices", counts.sub_icbs),
            ("ICBs above them", counts.icbs),
            ("Regions above them", counts.regions),
            ("Patients of open practices", patients(counts)),
        ]
    };
    let row = |((name, now), (_, after))| vec![IntoAny::into_any(name), format_count(now).into_any(), format_count(after).into_any()];
    let rows = of(&plan.before).into_iter().zip(of(&plan.after)).map(row).collect();
    view! { <Table caption="How many there are now and after the import" caption_hidden=true columns rows /> }
}

/// A line for each kind of change; it opens to the practices, but for a first import and for list sizes, where it is nearly all.
pub(super) fn changes(plan: &Plan) -> AnyView {
    if plan.is_empty {
        return view! { <p>"Nothing: everything in these files is already known."</p> }.into_any();
    }
    let all = |what: What| plan.before.open_practices == 0 || what == What::ListSize;
    let line = |(what, line): (Option<What>, String)| match what.filter(|what| !all(*what)) {
        Some(what) => {
            let of_kind = || plan.changes.iter().filter(|change| change.what == what);
            named(line, of_kind().take(NAMED).map(import_text::change_line).collect(), of_kind().count())
        }
        None => view! { <p>{line}</p> }.into_any(),
    };
    import_text::figures(plan).into_iter().map(line).collect_view().into_any()
}

/// What was found in each file.
pub(super) fn files(files: &[FileOutcome]) -> impl IntoView + use<> {
    let file = |file: &FileOutcome| {
        let (bad, unknown) = (&file.report.bad_rows, &file.taken);
        let notes: Vec<_> = import_text::file_notes(file).into_iter().map(|note| view! { <li>{note}</li> }).collect();
        let notes = (!notes.is_empty()).then(|| view! { <ul>{notes}</ul> });
        let bad = (bad.count > 0).then(|| named("Rows that cannot be read".to_owned(), import_text::bad_rows(&file.report), bad.count));
        let unknown = (unknown.unknown_count > 0).then(|| {
            let lines = unknown.unknown.iter().map(import_text::unknown_line).collect();
            named("Practices that no register shows open".to_owned(), lines, unknown.unknown_count)
        });
        view! {
            <h3>{file.name.clone()}</h3>
            <p>{import_text::file_line(&file.report)}</p>
            {notes}
            {bad}
            {unknown}
        }
    };
    files.iter().map(file).collect_view()
}

/// A line that opens to others, and to how many more there are.
fn named(summary: String, lines: Vec<String>, count: usize) -> AnyView {
    let more = count - lines.len().min(count);
    let items = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let more = (more > 0).then(|| view! { <p>{format!("And {} more.", format_count(more))}</p> });
    view! { <Details summary><ul>{items}</ul>{more}</Details> }.into_any()
}
