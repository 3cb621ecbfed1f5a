//! `/practices`.

use std::sync::{Arc, LazyLock};

use domain::accounts::Role;
use domain::practices::{Line, ListPage};
use domain::stage::Reading;
use leptos::prelude::*;
use quick_cache::sync::Cache;
use services::practices::{List, PAGE, Wanted};

use super::filter::{self, filter_form};
use super::my_practices;
use super::overview::reads;
use crate::about::how_practices_are_read_link;
use crate::web::address::{self, PRACTICES};
use crate::web::components::{Cell, Column, InsetText, Pagination, RenderedTable, StageTag, contact, row};
use crate::web::document::plain;
use crate::web::format::counted;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = PRACTICES;

/// How many practices a practice manager can tell apart without a filter.
const FEW: usize = 10;

/// The practices that the person may see, by filters.
pub async fn get(request: Request) -> PageResult {
    let viewer = request.viewer()?;
    let (wanted, page) = filter::read(&request.query);
    if viewer.role == Role::PracticeManager
        && wanted == Wanted::default()
        && let Some(page) = my_practices::page(&request).await?
    {
        return Ok(page);
    }
    let list = services::practices::list(&request.services, viewer, &wanted, page).await?;
    let filtered = Wanted { worst_first: false, ..wanted.clone() } != Wanted::default();
    let ListPage { total, page, pages, .. } = list.listed;
    let form = (filtered || total > FEW || viewer.role != Role::PracticeManager).then(|| filter_form(&wanted, &list.sub_icbs));
    let title = if page > 1 { format!("Practices (page {page} of {pages})") } else { "Practices".to_owned() };
    let smartcards = crate::smartcards::summary(&request).await?;
    let caption = if wanted.worst_first { "Practices, those at risk first" } else { "Practices by name" };
    let body = view! {
        <h1 class="nhsuk-heading-l">"Practices"</h1>
        {form}
        {smartcards}
        <p role="status">{count(&list.listed)}</p>
        {how_practices_are_read_link()}
        {lines(&request, list, filtered, caption)}
        <Pagination path=PRACTICES query=request.query.clone() page=page as u64 pages=pages as u64 />
    };
    Ok(Page::new(title, body))
}

/// "Showing 51 to 100 of 153 practices".
fn count(list: &ListPage) -> String {
    let all = counted(list.total as u64, "practice", "practices");
    if list.pages < 2 {
        return all;
    }
    let first = (list.page - 1) * PAGE + 1;
    format!("Showing {first} to {} of {all}", (first + PAGE - 1).min(list.total))
}

fn lines(request: &Request, list: List, filtered: bool, caption: &'static str) -> AnyView {
    if list.listed.total == 0 {
        return if filtered {
            view! { <InsetText><p>"No practices found. "<a href=PRACTICES>"Show all practices"</a></p></InsetText> }.into_any()
        } else {
            let admin = contact::admin(&request.services.help);
            view! { <InsetText><p>"Your account covers no open practice. If it should, ask "{admin}"."</p></InsetText> }.into_any()
        };
    }
    let several = list.sub_icbs.len() > 1;
    let rows = list.listed.lines.into_iter().map(|(line, reading)| row_of(Said { line, reading, several }));
    let rows = rows.fold(String::new(), |all, row| all + &row);
    view! { <RenderedTable caption columns=columns(several) rows /> }.into_any()
}

fn columns(several: bool) -> Vec<Column> {
    let columns = ["Practice", "ICB sub-group", "Supplier", "Checklist", "Stage", "Status"];
    columns.into_iter().filter(|name| several || *name != "ICB sub-group").map(Column::new).collect()
}

/// All that a row says.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Said {
    line: Line,
    reading: Reading,
    /// Whether the table has a column for the ICB sub-group.
    several: bool,
}

/// How many rows are kept once they are rendered, of about a kilobyte each.
const KEPT: usize = 2_000;

/// Rows as they were rendered before. A row that says something else is another row, so none is ever old.
static ROWS: LazyLock<Cache<Said, Arc<str>>> = LazyLock::new(|| Cache::new(KEPT));

/// The markup of a row; most of the work of a list is to render the rows, and most rows are asked for again.
fn row_of(said: Said) -> Arc<str> {
    ROWS.get(&said).unwrap_or_else(|| {
        let markup: Arc<str> = plain(&row(&columns(said.several), cells(said.clone())).to_html()).into();
        ROWS.insert(said, Arc::clone(&markup));
        markup
    })
}

fn cells(Said { line, reading, several }: Said) -> Vec<Cell> {
    let href = address::practice(&line.code).page();
    let checklist = line.settled.map_or_else(|| "Not started".to_owned(), |(settled, required)| format!("{settled} of {required}"));
    let place = several.then(|| line.sub_icb.unwrap_or_else(|| "Not known".to_owned()).into_any());
    let name = view! { <span><a href=href>{line.name}</a><span class="app-line">{line.code.to_string()}</span></span> }.into_any();
    let rest = [
        line.supplier.name().into_any(),
        checklist.into_any(),
        view! { <StageTag stage=line.stage /> }.into_any(),
        reads(line.stage, &reading, line.exception),
    ];
    std::iter::once(name).chain(place).chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::web::fields::Fields;

    #[rstest]
    #[case(0, 1, 1, "No practices")]
    #[case(1, 1, 1, "1 practice")]
    #[case(50, 1, 1, "50 practices")]
    #[case(6455, 1, 130, "Showing 1 to 50 of 6,455 practices")]
    #[case(153, 4, 4, "Showing 151 to 153 of 153 practices")]
    fn counts(#[case] total: usize, #[case] page: usize, #[case] pages: usize, #[case] expected: &str) {
        assert_eq!(count(&ListPage { lines: Vec::new(), total, page, pages }), expected);
    }

    #[test]
    fn a_filter_keeps_its_place_in_the_address() {
        let (wanted, page) = filter::read(&Fields::from([("q", " hill "), ("rag", "overdue"), ("page", "x")]));
        assert!(wanted.overdue && wanted.rag.is_none() && wanted.text == "hill");
        assert_eq!(page, 1);
    }
}
