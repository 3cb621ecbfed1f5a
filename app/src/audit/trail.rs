//! The trail as a page and as a file, of everything or of one practice.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::field::FieldError;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::audit::{Trail, Wanted};
use services::reports::Download;

use super::view;
use crate::web::errors::PageError;
use crate::web::fields::Fields;
use crate::web::flash::Flash;
use crate::web::form::Form;
use crate::web::page::Page;
use crate::web::request::Request;

/// What the page at the same address shows, as a file.
///
/// # Errors
/// As the page; [`PageError::Invalid`] where a filter does not read.
pub async fn download(request: &Request) -> Result<Download, PageError> {
    let viewer = request.viewer()?;
    let of = if request.param("ods").is_empty() { None } else { Some(request.code("ods")?) };
    let wanted = read(&request.query).map_err(PageError::Invalid)?;
    Ok(services::audit::download(&request.services, viewer, of.as_ref(), &wanted).await?)
}

/// The page, and the name of the practice whose trail it is.
pub(super) async fn trail(request: &Request, of: Option<&OdsCode>, path: &str) -> Result<(Page, Option<String>), PageError> {
    let (viewer, page) = (request.viewer()?, request.query.page());
    let (wanted, mut errors) = match read(&request.query) {
        Ok(wanted) => (wanted, Vec::new()),
        Err(errors) => (Wanted::default(), errors),
    };
    let found = match services::audit::list(&request.services, viewer, of, &wanted, page).await {
        Err(services::Error::Invalid(mistakes)) => {
            errors = mistakes;
            services::audit::list(&request.services, viewer, of, &Wanted::default(), 1).await
        }
        found => found,
    }?;
    let flash = Flash { sent: true, values: request.query.clone(), errors: errors.clone(), ..Flash::default() };
    let form = view::filters(&Form::only(&Arc::new(flash)), &request.query, path, of.is_none());
    let (failed, name) = (!errors.is_empty(), found.practice.clone());
    let title = name.as_ref().map_or_else(|| "Audit trail".to_owned(), |name| format!("Audit trail: {name}"));
    let body = view! {
        <h1 class="nhsuk-heading-l">
            {name.clone().map(|name| view! { <span class="nhsuk-caption-l">{name}</span> })}
            "Audit trail"
        </h1>
        {form}
        {(!failed).then(|| results(found, &request.query, path))}
    };
    Ok((Page::new(title, body).failed(errors), name))
}

fn results(found: Trail, query: &Fields, path: &str) -> AnyView {
    view::results(found, query, path).into_any()
}

/// What an address asks for.
fn read(query: &Fields) -> Result<Wanted, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut day = |name: &str, what: &str| -> Option<NaiveDate> {
        let typed = query.date(name);
        if typed.is_empty() {
            return None;
        }
        typed.parse(name, what).map_err(|error| errors.push(error)).ok()
    };
    let (from, to) = (day("from", "The first day"), day("to", "The last day"));
    let code = query.get("practice");
    let practice = (!code.is_empty()).then(|| code.parse().map_err(|_| errors.push(FieldError::new("practice", NO_CODE))).ok()).flatten();
    let short = |name: &str| query.get(name).chars().take(100).collect();
    if errors.is_empty() { Ok(Wanted { actor: short("who"), action: short("what"), practice, from, to }) } else { Err(errors) }
}

const NO_CODE: &str = "Enter the code of a practice, like X10001";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_its_mistakes_are_named() {
        let query = Fields::from([("who", " sam "), ("practice", " x10001"), ("to[day]", "31"), ("to[month]", "10"), ("to[year]", "2023")]);
        let wanted = read(&query).unwrap();
        assert_eq!((wanted.actor.as_str(), wanted.practice.unwrap().as_str()), ("sam", "X10001"));
        assert_eq!(wanted.to, NaiveDate::from_ymd_opt(2023, 10, 31));
        let mistakes = read(&Fields::from([("practice", "none!"), ("from[day]", "31")])).unwrap_err();
        assert_eq!(mistakes.iter().map(|mistake| mistake.field.as_str()).collect::<Vec<_>>(), ["from", "practice"]);
    }
}
