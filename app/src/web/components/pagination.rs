//! The pages of a long list.

use leptos::prelude::*;

use super::Icon;
use crate::web::fields::Fields;

const LEFT: &str = "M10.7 6.3c.4.4.4 1 0 1.4L7.4 11H19a1 1 0 0 1 0 2H7.4l3.3 3.3c.4.4.4 1 0 1.4a1 1 0 0 1-1.4 0l-5-5A1 1 0 0 1 4 12c0-.3.1-.5.3-.7l5-5a1 1 0 0 1 1.4 0Z";
const RIGHT: &str =
    "m14.7 6.3 5 5c.2.2.3.4.3.7 0 .3-.1.5-.3.7l-5 5a1 1 0 0 1-1.4-1.4l3.3-3.3H5a1 1 0 0 1 0-2h11.6l-3.3-3.3a1 1 0 1 1 1.4-1.4Z";

/// Links to the pages of a list; nothing where one page holds it all. The page is the field `page` of the address.
#[component]
pub fn Pagination(
    /// The path of the list.
    #[prop(into)]
    path: String,
    /// The filters in force.
    query: Fields,
    /// The page shown, from 1.
    page: u64,
    /// How many there are.
    pages: u64,
) -> impl IntoView {
    if pages < 2 {
        return None;
    }
    let href = move |page: u64| {
        let page = if page == 1 { String::new() } else { page.to_string() };
        format!("{path}?{}", query.with("page", &page).encode()).trim_end_matches('?').to_owned()
    };
    let previous = (page > 1).then(|| step(href(page - 1), "nhsuk-pagination__previous", "prev", "Previous", LEFT));
    let next = (page < pages).then(|| step(href(page + 1), "nhsuk-pagination__next", "next", "Next", RIGHT));
    let items = shown(page, pages).into_iter().map(|number| item(number, page, &href)).collect_view();
    Some(view! {
        <nav class="nhsuk-pagination nhsuk-pagination--numbered" role="navigation" aria-label="Pagination">
            {previous}
            <ul class="nhsuk-pagination__list">{items}</ul>
            {next}
        </nav>
    })
}

fn step(href: String, class: &'static str, rel: &'static str, word: &'static str, arrow: &'static str) -> impl IntoView {
    let icon = view! { <Icon kind=if rel == "prev" { "arrow-left" } else { "arrow-right" } path=arrow /> };
    let (before, after) = if rel == "prev" { (Some(icon), None) } else { (None, Some(icon)) };
    view! {
        <a href=href class=class rel=rel>
            {before}
            <span class="nhsuk-pagination__title">{word}<span class="nhsuk-u-visually-hidden">" page"</span></span>
            {after}
        </a>
    }
}

fn item(number: Option<u64>, page: u64, href: &impl Fn(u64) -> String) -> AnyView {
    let Some(number) = number else {
        return view! { <li class="nhsuk-pagination__item nhsuk-pagination__item--ellipsis">"\u{22ef}"</li> }.into_any();
    };
    let current = number == page;
    let class = if current { "nhsuk-pagination__item nhsuk-pagination__item--current" } else { "nhsuk-pagination__item" };
    let link = view! {
        <a class="nhsuk-pagination__link" href=href(number) aria-label=format!("Page {number}") aria-current=current.then_some("page")>
            {number}
        </a>
    };
    view! { <li class=class>{link}</li> }.into_any()
}

/// The first, the last, and the neighbours of the page shown; nothing stands for those between.
fn shown(page: u64, pages: u64) -> Vec<Option<u64>> {
    let mut numbers = Vec::new();
    let mut last = 0;
    for number in (1..=pages).filter(|number| *number == 1 || *number == pages || number.abs_diff(page) <= 1) {
        if number > last + 1 {
            numbers.push(None);
        }
        numbers.push(Some(number));
        last = number;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(1, 2, "1 2")]
    #[case(1, 9, "1 2 … 9")]
    #[case(5, 9, "1 … 4 5 6 … 9")]
    #[case(9, 9, "1 … 8 9")]
    fn numbers(#[case] page: u64, #[case] pages: u64, #[case] expected: &str) {
        let got: Vec<_> = shown(page, pages).into_iter().map(|n| n.map_or("…".to_owned(), |n| n.to_string())).collect();
        assert_eq!(got.join(" "), expected);
    }

    #[test]
    fn filters_stay_in_the_address() {
        let html = view! { <Pagination path="/practices" query=Fields::from([("q", "hill"), ("page", "2")]) page=2 pages=3 /> }.to_html();
        assert!(html.contains("href=\"/practices?q=hill\"") && html.contains("href=\"/practices?q=hill&amp;page=3\""), "{html}");
        assert!(html.contains("aria-current=\"page\""), "{html}");
    }
}
