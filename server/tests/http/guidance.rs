//! `/guidance`: open to everybody, and every link in it leads somewhere.

use std::collections::BTreeSet;

use domain::guidance::guides;

use crate::support::{Who, World};

/// The addresses of our own pages that a page links to.
fn links(html: &str) -> BTreeSet<String> {
    let main = html.split("<main").nth(1).unwrap_or_default();
    main.split("href=\"/").skip(1).filter_map(|rest| rest.split('"').next()).map(|path| format!("/{path}")).collect()
}

#[tokio::test]
async fn everybody_reads_it_signed_in_or_not() {
    let world = World::new().await;
    for path in ["/guidance", "/guidance/redaction", "/guidance?q=locum"] {
        assert!(world.matrix(path).await.iter().all(|(_, status)| *status == 200), "{path}");
        assert_eq!(world.get(Who::Nell, path).await.status, 200, "{path} before the agreement");
    }
    for path in ["/guidance/none", "/guidance/redaction/more", "/guidance/..%2Fredaction"] {
        assert_eq!(world.get(Who::Mona, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn every_page_is_linked_and_every_link_leads_somewhere() {
    let world = World::new().await;
    let mut seen = BTreeSet::from(["/guidance".to_owned()]);
    let mut open: Vec<_> = seen.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let answer = world.get(Who::Nobody, &path).await;
        assert_eq!(answer.status, 200, "{path}");
        open.extend(links(&answer.text()).into_iter().filter(|link| seen.insert(link.clone())));
    }
    for guide in guides() {
        assert!(seen.contains(&format!("/guidance/{}", guide.slug)), "nothing leads to {}", guide.slug);
    }
}

#[tokio::test]
async fn a_page_says_where_it_comes_from_and_when_somebody_looked() {
    let world = World::new().await;
    for guide in guides() {
        let text = world.get(Who::Nobody, &format!("/guidance/{}", guide.slug)).await.text();
        assert!(text.contains(&format!("<h1>{}</h1>", guide.about.title)), "{}", guide.slug);
        assert!(text.contains("Last reviewed 21 November 2026."), "{}", guide.slug);
        for source in &guide.about.sources {
            assert!(text.contains(source), "{}: {source}", guide.slug);
        }
    }
}

#[tokio::test]
async fn a_search_finds_pages_and_shows_what_was_typed_as_text() {
    let world = World::new().await;
    let text = world.get(Who::Nobody, "/guidance?q=1290331000000103").await.text();
    assert!(text.contains("1 page found") && text.contains("href=\"/guidance/safeguarding-and-codes\""), "{text}");
    let text = world.get(Who::Nobody, "/guidance?q=%3Cimg+src%3Dx%3E+zebra").await.text();
    assert!(text.contains("No pages found") && text.contains("&lt;img src=x&gt; zebra") && !text.contains("<img"), "{text}");
    assert_eq!(world.get(Who::Nobody, &format!("/guidance?q={}", "locum+".repeat(2000))).await.status, 200);
}

#[tokio::test]
async fn an_item_of_the_checklist_links_to_the_page_that_helps() {
    let world = World::new().await;
    for who in [Who::Mona, Who::Ines] {
        let text = world.get(who, "/practices/X10001/checklist/safeguarding").await.text();
        assert!(text.contains("href=\"/guidance/safeguarding-and-codes\""), "{who:?}: {text}");
        assert!(text.contains("(opens in a new tab)"), "{who:?}");
    }
}
