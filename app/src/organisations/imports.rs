//! `/admin/imports`: a form for organisation files, and the imports that were done.

use chrono::NaiveDate;
use domain::accounts::Action;
use domain::field::{FieldError, format_count};
use domain::time::format_instant;
use leptos::prelude::*;
use services::organisations::{DoneImport, UploadedFile, are_waiting, done, upload};

use super::view::TITLE;
use crate::web::address::{CHECK_IMPORT as CHECK, IMPORTS};
use crate::web::components::{Button, Column, DateField, Details, FileInput, InsetText, Table};
use crate::web::errors::PageError;
use crate::web::multipart::{File, Files};
use crate::web::outcome::{FormResult, PageResult, go};
use crate::web::page::Page;
use crate::web::request::Request;
use crate::web::route::Uploads;

/// Its address.
pub const PATH: &str = IMPORTS;

/// The most that one form may send, in MB: all files of a year together have 12.
const LIMIT_MB: usize = 64;

/// What its form takes.
pub const UPLOADS: Uploads = Uploads { limit: LIMIT_MB * 1024 * 1024, may: Action::ImportOrganisations };

/// The published files, and the columns without which each is not known for what it is.
const FILES: [(&str, &str); 6] = [
    (
        "Register of practices (epraccur)",
        "27 columns without a header, as epraccur or as ODS Data Search and Export gives it; or a header with Organisation Code, Name, Status Code and Prescribing Setting",
    ),
    ("PCN details (ePCN)", "PCN Code, PCN Name, Open Date"),
    ("PCN core partners (ePCN)", "Partner Organisation Code, PCN Code, and the start and end date of the practice’s time in the PCN"),
    ("Look-up of sub-ICB locations, ICBs and regions", "the codes of all three"),
    ("Practice map (gp-reg-pat-prac-map)", "Practice Code, Extract Date, PCN Code, Sub-ICB Location Code"),
    ("List sizes (gp-reg-pat-prac-all)", "Code, Extract Date, Number of Patients"),
];

/// A form for files, and the imports that were done.
pub async fn get(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let (waiting, done) = (are_waiting(&request.services, viewer).await?, done(&request.services, viewer).await?);
    let form = request.only_form();
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
                <form method="post" enctype="multipart/form-data" novalidate>
                    <DateField
                        form=form.clone()
                        name="dated"
                        legend="From which day are they? (optional)"
                        hint="Only for files that do not say it themselves. For example, 28 2 2023"
                    />
                    <FileInput form name="files" label="Files" hint="CSV files or workbooks (xlsx), one or more at once" accept=".csv,.xlsx,text/csv" />
                    <Button>"Check the files"</Button>
                </form>
            </div>
        </div>
        {past(done)}
    };
    Ok(Page::new(TITLE, body).under("/admin", "Admin"))
}

/// Keeps the files, to be looked at.
pub async fn post(request: Request) -> FormResult {
    let Files::Came(files) = request.take_files() else {
        let message = format!("The files are more than {LIMIT_MB} MB together. Organisation files are far smaller");
        return Err(FieldError::new("files", message).into());
    };
    let dated = day(&request)?;
    let files = files.into_iter().map(|File { name, content }| UploadedFile { name, content: content.into() });
    upload(&request.services, request.viewer()?, files.collect(), dated).await?;
    Ok(go(CHECK))
}

/// The day typed, if one was.
fn day(request: &Request) -> Result<Option<NaiveDate>, PageError> {
    let typed = request.typed.date("dated");
    if typed.is_empty() { Ok(None) } else { Ok(Some(typed.parse("dated", "The day of the files")?)) }
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
