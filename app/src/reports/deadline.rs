//! `/reports/deadline`.

use std::sync::Arc;

use domain::reports::{DeadlineReport, Typed};
use leptos::prelude::*;
use services::reports;

use super::{address, view};
use crate::web::errors::PageError;
use crate::web::fields::Fields;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/reports/deadline";

/// What the address of the page, or of a download, asks for.
#[must_use]
pub fn typed(query: &Fields) -> Typed {
    let value = |name: &str| query.get(name).to_owned();
    Typed { by: value("by"), within: value("within"), as_at: value("as-at") }
}

/// The report that an address asks for: the page and every download of it are made of the same.
///
/// # Errors
/// [`PageError::Invalid`] with a mistake for each part of the address that does not read.
pub async fn load(request: &Request) -> Result<Arc<DeadlineReport>, PageError> {
    let viewer = request.viewer()?;
    let question = typed(&request.query).parse(request.today()).map_err(PageError::Invalid)?;
    Ok(reports::deadline(&request.services, viewer, &question).await?)
}

/// The deadline report, with what it is of in the address.
pub async fn get(request: Request) -> PageResult {
    let errors = match load(&request).await {
        Ok(report) => return Ok(shown(&report)),
        Err(PageError::Invalid(errors)) => errors,
        Err(other) => return Err(other),
    };
    let flash = Flash { sent: true, values: request.query.clone(), errors: errors.clone(), ..Flash::default() };
    let form = view::filters(Form::only(&Arc::new(flash)), &typed(&request.query));
    let body = view! {
        <h1>"Deadline report"</h1>
        {form}
    };
    Ok(Page::new("Deadline report", body).failed(errors))
}

fn shown(report: &DeadlineReport) -> Page {
    let mut page = Page::new(view::title(report), view::report(report));
    if let Some((_, above)) = report.within.split_last() {
        page = page.under(address::page(report, None), view::top(report));
        for crumb in above {
            page = page.under(address::page(report, Some(&crumb.place.code)), crumb.place.name.to_string());
        }
    }
    page
}
