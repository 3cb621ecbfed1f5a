//! `/admin/imports` and `/admin/imports/check`.

use domain::field::format_count;
use domain::organisations::import::Plan;
use domain::time::format_instant;
use leptos::prelude::*;
use services::organisations::{DoneImport, Pending, are_waiting, done, pending};

use super::actions::{ConfirmImport, DiscardImport};
use super::view::{changes, counts, files};
use super::{upload, words};
use crate::actions::path_of;
use crate::components::{Button, Checkboxes, Choice, Column, DateField, Details, FileInput, InsetText, LinkButton, Table, WarningCallout};
use crate::page::{Page, PageResult};
use crate::request::Request;

/// The address of the form for files.
pub(super) const LIST: &str = "/admin/imports";
/// The address of the page that shows what they change.
pub(super) const CHECK: &str = "/admin/imports/check";
/// The name of the form for files.
pub(super) const UPLOAD: &str = "upload";
/// The name of the form that confirms.
pub(super) const CONFIRM: &str = "confirm";

/// The published files, and the columns without which each is not known for what it is.
const FILES: [(&str, &str); 6] = [
    (
        "Register of practices (epraccur)",
        "27 columns without a header, as published; or a header with Organisation Code, Name, Status Code and Prescribing Setting",
    ),
    ("PCN details (ePCN)", "PCN Code, PCN Name, Open Date"),
    ("PCN core partners (ePCN)", "Partner Organisation Code, PCN Code, and the start and end date of the practice’s time in the PCN"),
    ("Look-up of sub-ICB locations, ICBs and regions", "the codes of all three"),
    ("Practice map (gp-reg-pat-prac-map)", "Practice Code, Extract Date"),
    ("List sizes (gp-reg-pat-prac-all)", "Code, Extract Date, Number of Patients"),
];

const TITLE: &str = "Import organisation files";

/// A form for files, and the imports that were done.
pub async fn imports(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let (waiting, done) = (are_waiting(&request.services, viewer).await?, done(&request.services, viewer).await?);
    let form = request.form(UPLOAD);
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>{TITLE}</h1>
                {waiting.then(|| view! {
                    <InsetText><p>"Files that you uploaded are waiting: "<a href=CHECK>"check and import them"</a>"."</p></InsetText>
                })}
                <p>"You see what the files change before anything is changed. What each file is is told from its columns, never from its name."</p>
                <p>"Begin with the register of practices (epraccur): it alone says which practices there are. The others add to practices that are known."</p>
                <Details summary="Which files, and the columns that each must have">
                    <ul>{FILES.map(|(file, columns)| view! { <li>{format!("{file}: {columns}")}</li> }).collect_view()}</ul>
                </Details>
                <form method="post" action=upload::PATH enctype="multipart/form-data" novalidate>
                    <DateField
                        form=form.clone()
                        name="dated"
                        legend="From which day are they? (optional)"
                        hint="Only for files that do not say it themselves. For example, 28 2 2023"
                    />
                    <FileInput form name="files" label="Files" hint="CSV files, one or more at once" accept=".csv,text/csv" />
                    <Button>"Check the files"</Button>
                </form>
            </div>
        </div>
        {past(done)}
    };
    Ok(Page::new(TITLE, body).under("/admin", "Admin"))
}

fn past(done: Vec<DoneImport>) -> AnyView {
    if done.is_empty() {
        return ().into_any();
    }
    let columns =
        vec![Column::new("When"), Column::new("Files"), Column::number("Practices changed"), Column::number("Open practices after")];
    let row = |import: DoneImport| {
        let changed: usize = import.summary.changes.values().sum();
        let files = import.files.into_iter().map(|file| view! { <li>{format!("{}: {}", file.name, file.report.kind.name())}</li> });
        vec![
            format_instant(import.at).into_any(),
            view! { <ul class="nhsuk-list">{files.collect_view()}</ul> }.into_any(),
            format_count(changed).into_any(),
            format_count(import.summary.after.open_practices).into_any(),
        ]
    };
    let rows = done.into_iter().map(row).collect();
    view! { <h2>"Imports so far"</h2> <Table caption="Imports so far" caption_hidden=true columns rows /> }.into_any()
}

/// What the uploaded files change, to confirm or discard.
pub async fn check(request: Request) -> PageResult {
    let Some(pending) = pending(&request.services, request.viewer()?).await? else { return Ok(nothing_waits()) };
    let Pending { outcome, token } = pending;
    let plan = &outcome.plan;
    let body = view! {
        <h1>"Check the import"</h1>
        <p>"Nothing is changed yet."</p>
        {counts(plan)}
        <h2>"What changes"</h2>
        {changes(plan)}
        <h2>"The files"</h2>
        {files(&outcome.files)}
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                {confirm_form(&request, plan, token)}
                <form method="post" action={path_of::<DiscardImport>()} novalidate>
                    <Button kind="secondary">"Discard the files"</Button>
                </form>
            </div>
        </div>
    };
    Ok(Page::new("Check the import", body).back_to(LIST, "Back to the imports"))
}

/// Nothing to confirm where nothing changes; where many practices would close, that must be accepted.
fn confirm_form(request: &Request, plan: &Plan, token: String) -> AnyView {
    if plan.is_empty {
        return ().into_any();
    }
    let form = request.form(CONFIRM);
    let accept = plan.check_closures().err().map(|refused| {
        let choices = vec![Choice::new("yes", "These practices have really closed")];
        view! {
            <WarningCallout heading="Many practices would close"><p>{words::closures(&refused)}</p></WarningCallout>
            <Checkboxes form name="accept" legend="Do you accept the closures?" choices />
        }
    });
    view! {
        <form method="post" action={path_of::<ConfirmImport>()} novalidate>
            <input type="hidden" name="token" value=token />
            {accept}
            <Button>"Import"</Button>
        </form>
    }
    .into_any()
}

fn nothing_waits() -> Page {
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">
                <h1>"No files are waiting"</h1>
                <p>"They were imported or discarded, or you have not uploaded any."</p>
                <LinkButton href=LIST>"Choose files"</LinkButton>
            </div>
        </div>
    };
    Page::new("No files are waiting", body).under("/admin", "Admin").under(LIST, TITLE)
}
