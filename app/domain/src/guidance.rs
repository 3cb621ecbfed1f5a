//! The guidance: short pages of our own, each a Markdown file with what it is about at its beginning.
//!
//! Only the text; turning it into HTML is the server's.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::Deserialize;

/// Between the facts of a page and its text.
const FENCE: &str = "+++";

/// The word in the address of each page, with its file.
const FILES: &[(&str, &str)] = &[
    ("what-access-means", include_str!("../content/guidance/what-access-means.md")),
    ("safeguarding-and-codes", include_str!("../content/guidance/safeguarding-and-codes.md")),
    ("redaction", include_str!("../content/guidance/redaction.md")),
    ("test-results", include_str!("../content/guidance/test-results.md")),
    ("proxy-access-and-turning-16", include_str!("../content/guidance/proxy-access-and-turning-16.md")),
    ("new-registrations", include_str!("../content/guidance/new-registrations.md")),
    ("clinical-care", include_str!("../content/guidance/clinical-care.md")),
    ("staff-and-locums", include_str!("../content/guidance/staff-and-locums.md")),
    ("the-challenges", include_str!("../content/guidance/the-challenges.md")),
    ("words", include_str!("../content/guidance/words.md")),
];

/// A page of the guidance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guide {
    /// The word in its address, e.g. `redaction`.
    pub slug: &'static str,
    pub about: About,
    /// Its text, in Markdown.
    pub text: &'static str,
}

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its place in the list, from 1.
    pub order: u8,
    /// Its heading.
    pub title: String,
    /// One line for the list.
    pub summary: String,
    /// The published documents that its facts come from, by name.
    pub sources: Vec<String>,
    /// The day on which somebody last held it against its sources.
    #[serde(deserialize_with = "day")]
    pub last_reviewed: NaiveDate,
}

fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

static GUIDES: LazyLock<Vec<Guide>> = LazyLock::new(|| {
    #[expect(clippy::panic, reason = "the files are part of the program, and a test reads them")]
    let guide = |(slug, file): &(&'static str, &'static str)| {
        read(slug, file).unwrap_or_else(|| panic!("content/guidance/{slug}.md, checked by a test"))
    };
    let mut guides: Vec<_> = FILES.iter().map(guide).collect();
    guides.sort_by_key(|guide| guide.about.order);
    guides
});

fn read(slug: &'static str, file: &'static str) -> Option<Guide> {
    let (about, text) = file.strip_prefix(FENCE)?.split_once(FENCE)?;
    Some(Guide { slug, about: toml::from_str(about).ok()?, text })
}

/// Every page, in the order of the list.
#[must_use]
pub fn guides() -> &'static [Guide] {
    &GUIDES
}

/// The page with this word in its address.
#[must_use]
pub fn guide(slug: &str) -> Option<&'static Guide> {
    GUIDES.iter().find(|guide| guide.slug == slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checklist::Checklist;

    #[test]
    fn every_page_says_what_it_is_about_and_where_that_comes_from() {
        for (number, guide) in (1..).zip(guides()) {
            assert_eq!(guide.about.order, number, "{}", guide.slug);
            assert!(!guide.about.title.is_empty() && guide.about.summary.ends_with('.'), "{}", guide.slug);
            assert!(!guide.about.sources.is_empty() && guide.about.sources.iter().all(|source| source.len() > 10), "{}", guide.slug);
            assert!(guide.text.len() > 500 && !guide.text.contains("\n# "), "{}", guide.slug);
        }
    }

    #[test]
    fn every_file_of_the_folder_is_a_page() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content/guidance");
        let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let mut slugs: Vec<_> = guides().iter().map(|guide| format!("{}.md", guide.slug)).collect();
        slugs.sort();
        assert_eq!(files, slugs);
    }

    /// Inside links; that none leads anywhere else, the renderer's tests say.
    #[test]
    fn every_link_leads_to_a_page_that_is_there() {
        for page in guides() {
            for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                // A page of the service itself, whose file is not here; that it is there, the walk over every page says.
                if link == "/how-practices-are-read" {
                    continue;
                }
                let slug = link.strip_prefix("/guidance/").unwrap_or_else(|| panic!("{}: {link}", page.slug));
                assert!(guide(slug).is_some(), "{}: {link}", page.slug);
            }
        }
    }

    #[test]
    fn every_item_of_the_checklist_names_a_page_that_is_there() {
        let checklist = Checklist::bundled();
        let named: Vec<_> =
            checklist.sections.iter().flat_map(|section| &section.items).filter_map(|item| item.guidance.as_deref()).collect();
        assert!(named.len() >= 8, "{named:?}");
        for slug in named {
            assert!(guide(slug).is_some(), "{slug}");
        }
    }

    /// What harm could come of, letter for letter.
    #[test]
    fn the_codes_are_those_of_the_source() {
        let text = guide("safeguarding-and-codes").unwrap().text;
        for code in ["1364731000000104", "1364751000000106", "1290331000000103", "three moments only"] {
            assert!(text.contains(code), "{code}");
        }
    }
}
