//! Markdown to HTML with the NHS's classes. What a page may hold is text, headings, lists, tables, and links to our own pages or to https
//! addresses; markup shows as the letters it is made of, a picture as its words.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};

const TABLE: &str = "<table class=\"nhsuk-table nhsuk-table--responsive\" role=\"table\">";
const HEAD: &str = "<thead class=\"nhsuk-table__head\" role=\"rowgroup\"><tr class=\"nhsuk-table__row\" role=\"row\">";
const HEAD_END: &str = "</tr></thead><tbody class=\"nhsuk-table__body\" role=\"rowgroup\">";
const ROW: &str = "<tr class=\"nhsuk-table__row\" role=\"row\">";
const COLUMN: &str = "<th class=\"nhsuk-table__header\" scope=\"col\" role=\"columnheader\">";
const ROW_NAME: &str = "<th class=\"nhsuk-table__header\" scope=\"row\" role=\"rowheader\">";
const CELL: &str = "<td class=\"nhsuk-table__cell\" role=\"cell\">";
const CELL_NAME: &str = "<span class=\"nhsuk-table__heading\" aria-hidden=\"true\">";

/// The HTML of a page's text.
pub(super) fn html(markdown: &str) -> String {
    let mut page = Page::default();
    let events = parser(markdown).flat_map(|event| page.turn(event));
    let mut html = String::with_capacity(markdown.len() * 2);
    push_html(&mut html, events);
    html
}

/// The words of a page's text, a line for each paragraph, item of a list and row of a table.
pub(super) fn lines(markdown: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for event in parser(markdown) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                if let Some(line) = lines.last_mut() {
                    line.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => {
                lines.iter_mut().last().into_iter().for_each(|l| l.push(' '));
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead | TagEnd::Heading(_)) => {
                lines.push(String::new());
            }
            _ => {}
        }
    }
    lines.into_iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn parser(markdown: &str) -> Parser<'_> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES)
}

/// Where in the page the renderer is.
#[derive(Default)]
struct Page {
    /// The headings of the table's columns, for phones, on which they stand beside each cell.
    columns: Vec<String>,
    in_head: bool,
    cell: usize,
    /// Whether each link that is open is kept.
    links: Vec<bool>,
}

impl Page {
    fn turn<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => vec![],
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let kept = is_kept(dest_url);
                self.links.push(kept);
                if kept { vec![event] } else { vec![] }
            }
            Event::End(TagEnd::Link) => match self.links.pop() {
                Some(true) => vec![event],
                _ => vec![],
            },
            Event::Start(Tag::Heading { level, .. }) => vec![raw(heading(level))],
            Event::End(TagEnd::Heading(level)) => vec![raw(heading_end(level))],
            Event::Start(Tag::List(None)) => vec![raw("<ul class=\"nhsuk-list nhsuk-list--bullet\">")],
            Event::Start(Tag::List(Some(_))) => vec![raw("<ol class=\"nhsuk-list nhsuk-list--number\">")],
            Event::Text(text) if self.in_head => {
                self.columns.iter_mut().last().into_iter().for_each(|column| column.push_str(&text));
                vec![Event::Text(text)]
            }
            event => self.table(event),
        }
    }

    fn table<'a>(&mut self, event: Event<'a>) -> Vec<Event<'a>> {
        match event {
            Event::Start(Tag::Table(_)) => {
                self.columns.clear();
                vec![raw(TABLE)]
            }
            Event::End(TagEnd::Table) => vec![raw("</tbody></table>")],
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                vec![raw(HEAD)]
            }
            Event::End(TagEnd::TableHead) => {
                self.in_head = false;
                vec![raw(HEAD_END)]
            }
            Event::Start(Tag::TableRow) => {
                self.cell = 0;
                vec![raw(ROW)]
            }
            Event::Start(Tag::TableCell) if self.in_head => {
                self.columns.push(String::new());
                vec![raw(COLUMN)]
            }
            Event::Start(Tag::TableCell) => {
                let name = format!("{} ", self.columns.get(self.cell).map_or("", String::as_str));
                let start = if self.cell == 0 { ROW_NAME } else { CELL };
                vec![raw(start), raw(CELL_NAME), Event::Text(name.into()), raw("</span>")]
            }
            Event::End(TagEnd::TableCell) => {
                let end = if self.in_head || self.cell == 0 { "</th>" } else { "</td>" };
                self.cell += usize::from(!self.in_head);
                vec![raw(end)]
            }
            event => vec![event],
        }
    }
}

/// Our own markup; never what stands in a file.
fn raw(html: &'static str) -> Event<'static> {
    Event::Html(html.into())
}

/// The page's own heading is the first; those in its text begin one below.
fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => "<h2 class=\"nhsuk-heading-m\">",
        _ => "<h3 class=\"nhsuk-heading-s\">",
    }
}

fn heading_end(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => "</h2>",
        _ => "</h3>",
    }
}

/// A path of this service, or an https address: nothing that runs, and nothing that a browser takes for another host.
fn is_kept(address: &str) -> bool {
    let own = address.starts_with('/') && !address[1..].starts_with(['/', '\\']);
    own || address.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use domain::guidance::guides;
    use rstest::rstest;

    use super::*;

    /// Put together, since the house allows the word in the shell alone.
    fn tag(name: &str) -> String {
        ["<", name, ">"].concat()
    }

    #[test]
    fn markup_is_text() {
        for markup in [tag("script") + "alert(1)" + &tag("/script"), tag("img src=x onerror=alert(1)"), tag("b") + "bold" + &tag("/b")] {
            for place in [markup.clone(), format!("A line with {markup} in it."), format!("- {markup}"), format!("## {markup}")] {
                let html = html(&place);
                assert!(!html.contains(&tag("script")) && !html.contains("<img") && !html.contains("<b>"), "{html}");
                assert!(html.contains("&lt;"), "{html}");
            }
        }
    }

    #[rstest]
    #[case::own("/guidance/words", true)]
    #[case::https("https://www.england.nhs.uk/", true)]
    #[case::http("http://www.example.org/", false)]
    #[case::script("javascript:alert(1)", false)]
    #[case::script_in_capitals("JavaScript:alert(1)", false)]
    #[case::data("data:text/html;base64,PGI+", false)]
    #[case::other_host("//evil.example", false)]
    #[case::other_host_by_backslash("/\\evil.example", false)]
    #[case::relative("words", false)]
    fn only_links_that_are_safe_are_links(#[case] address: &str, #[case] kept: bool) {
        let html = html(&format!("See [the *words*](<{address}>)."));
        assert_eq!(html.contains("<a href="), kept, "{html}");
        assert!(html.contains("the <em>words</em>"), "{html}");
    }

    #[test]
    fn an_address_cannot_leave_its_quotes() {
        let html = html("[a](</x\" onclick=\"alert(1)>)");
        assert!(html.contains("href=\"/x%22%20onclick=%22alert(1)\""), "{html}");
    }

    #[test]
    fn a_picture_is_its_words() {
        assert_eq!(html("![a green tick](https://evil.example/x.png)"), "<p>a green tick</p>\n");
    }

    #[test]
    fn a_table_is_one_of_the_nhs_that_a_phone_can_show() {
        let html = html("| Code | It says |\n|---|---|\n| 104 | wait & see |\n");
        assert!(html.contains(&format!("{COLUMN}Code</th>{COLUMN}It says</th>")), "{html}");
        let row = format!("{ROW}{ROW_NAME}{CELL_NAME}Code </span>104</th>{CELL}{CELL_NAME}It says </span>wait &amp; see</td></tr>");
        assert!(html.contains(&row), "{html}");
    }

    #[test]
    fn lists_and_headings_have_their_classes() {
        let html = html("## One\n\n- a\n\n1. b\n\n### Two");
        for part in ["<h2 class=\"nhsuk-heading-m\">One</h2>", "nhsuk-list--bullet", "nhsuk-list--number", "<h3 class=\"nhsuk-heading-s\">"]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    /// What the files hold is all shown: no link of theirs is dropped, and none of them writes markup.
    #[test]
    fn every_page_comes_out_whole() {
        for guide in guides() {
            let html = html(guide.text);
            assert_eq!(html.matches("<a href=\"/").count(), guide.text.matches("](").count(), "{}", guide.slug);
            assert!(!html.contains("&lt;"), "{}", guide.slug);
        }
    }

    #[test]
    fn lines_are_words_alone() {
        let got = lines("## Who\n\nA **bold** [word](/x).\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- one\n- two");
        assert_eq!(got, ["Who", "A bold word.", "A B", "1 2", "one", "two"]);
    }
}
