//! What is done to the markup of a page once it is rendered. Some pages are long, and every request comes through here: each is gone over
//! as a whole, by a search that takes many bytes at once.

use memchr::memmem;

/// Whether `part` stands in `html`.
pub(super) fn holds(html: &str, part: &str) -> bool {
    memmem::find(html.as_bytes(), part.as_bytes()).is_some()
}

/// Gives each form that names no address that of its page. Without one, browsers send it to the address that they show, and what stands there
/// behind `#` since somebody followed a link of the error summary stays: the next page would open at a field.
pub(super) fn addressed(html: String, page: &str) -> String {
    const FORM: &str = "<form method=\"post\" ";
    // Most pages are only read.
    if !holds(&html, FORM) {
        return html;
    }
    let action = format!("action=\"{}\" ", page.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;"));
    let mut text = String::with_capacity(html.len() + 4 * action.len());
    let mut done = 0;
    for start in memmem::find_iter(html.as_bytes(), FORM) {
        let end = start + FORM.len();
        text.push_str(&html[done..end]);
        if !html[end..].starts_with("action=") {
            text.push_str(&action);
        }
        done = end;
    }
    text.push_str(&html[done..]);
    text
}

/// Takes out the markers that Leptos sets between nodes to find them again in the browser, but for islands nothing looks for them.
/// Text and attributes cannot hold one: `<` is escaped there.
pub(crate) fn plain(html: &str) -> String {
    const ISLAND_END: &str = "</leptos-island>";
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = memmem::find(rest.as_bytes(), super::ISLAND.as_bytes()) {
        let end = memmem::find(rest.as_bytes(), ISLAND_END.as_bytes()).map_or(rest.len(), |end| end + ISLAND_END.len());
        push_plain(&mut text, &rest[..start]);
        text.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    push_plain(&mut text, rest);
    text
}

fn push_plain(text: &mut String, html: &str) {
    const MARKER: &str = "<!>";
    let mut done = 0;
    for start in memmem::find_iter(html.as_bytes(), MARKER) {
        text.push_str(&html[done..start]);
        done = start + MARKER.len();
    }
    text.push_str(&html[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_sent_to_its_page_and_to_no_field_of_it() {
        let body =
            r#"<form method="post" novalidate><form method="post" enctype="x" novalidate><form method="post" action="/else" novalidate>"#;
        let expected = r#"<form method="post" action="/p?a=1&amp;b=&quot;" novalidate><form method="post" action="/p?a=1&amp;b=&quot;" enctype="x" novalidate><form method="post" action="/else" novalidate>"#;
        assert_eq!(addressed(body.to_owned(), "/p?a=1&b=\""), expected);
    }

    #[test]
    fn markers_stay_in_islands_alone() {
        let html = "<p>a<!>b<!></p><leptos-island x><!>c</leptos-island><!>d<leptos-island><!></leptos-island>é<!>";
        assert_eq!(plain(html), "<p>ab</p><leptos-island x><!>c</leptos-island>d<leptos-island><!></leptos-island>é");
        assert_eq!(plain("<leptos-island><!>"), "<leptos-island><!>");
        assert_eq!(plain("<!>"), "");
    }
}
