//! Looking for words in the guidance.

use std::sync::LazyLock;

use domain::guidance::{Guide, guides};

use super::render::lines;

/// How much of a line is shown, in letters.
const SHOWN: usize = 180;

/// Words that are in every page and say nothing.
const COMMON: [&str; 22] = [
    "about", "and", "are", "can", "does", "for", "from", "have", "how", "not", "that", "the", "their", "them", "they", "this", "what",
    "when", "which", "who", "with", "you",
];

/// A page in which something was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The page.
    pub(super) guide: &'static Guide,
    /// The first line in which it was found, or what the page is about.
    pub(super) line: String,
}

/// A page as it is searched.
struct Words {
    guide: &'static Guide,
    title: String,
    lines: Vec<String>,
}

static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let words = |guide: &'static Guide| Words { guide, title: guide.about.title.to_lowercase(), lines: lines(guide.text) };
    guides().iter().map(words).collect()
});

/// The pages that hold any word of `text`: those with more of the words first, then those with a word in the title. Case does not matter,
/// and the beginning of a word finds it.
pub(super) fn find(text: &str) -> Vec<Hit> {
    let wanted: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).filter(|word| says_something(word)).collect();
    let mut hits: Vec<_> = WORDS.iter().filter_map(|page| hit(page, &wanted)).collect();
    hits.sort_by_key(|(rank, hit)| (std::cmp::Reverse(*rank), hit.guide.about.order));
    hits.into_iter().map(|(_, hit)| hit).collect()
}

fn says_something(word: &str) -> bool {
    word.chars().count() > 2 && !COMMON.contains(&word)
}

/// How many words the page holds and how many its title does, with the page; none where it holds none.
fn hit(page: &Words, wanted: &[String]) -> Option<((usize, usize), Hit)> {
    let about = page.guide.about.summary.to_lowercase();
    let text: Vec<String> = page.lines.iter().map(|line| line.to_lowercase()).collect();
    let in_text = |word: &&String| begins(&page.title, word) || begins(&about, word) || text.iter().any(|line| begins(line, word));
    let found = wanted.iter().filter(in_text).count();
    if found == 0 {
        return None;
    }
    let in_title = wanted.iter().filter(|word| begins(&page.title, word)).count();
    let most = |line: &String| wanted.iter().filter(|word| begins(line, word)).count();
    let best = text.iter().map(most).max().unwrap_or_default();
    let line = text.iter().position(|line| best > 0 && most(line) == best).map_or(&page.guide.about.summary, |index| &page.lines[index]);
    Some(((found, in_title), Hit { guide: page.guide, line: cut(line) }))
}

/// Whether a word of `line` begins with `word`.
fn begins(line: &str, word: &str) -> bool {
    line.split(|c: char| !c.is_alphanumeric()).any(|other| other.starts_with(word))
}

fn cut(line: &str) -> String {
    if line.chars().count() <= SHOWN {
        return line.to_owned();
    }
    let start: String = line.chars().take(SHOWN).collect();
    format!("{} …", start.rsplit_once(' ').map_or(start.as_str(), |(start, _)| start))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn slugs(text: &str) -> Vec<&'static str> {
        find(text).iter().map(|hit| hit.guide.slug).collect()
    }

    #[rstest]
    #[case("104", "safeguarding-and-codes")]
    #[case("Turning 16", "proxy-access-and-turning-16")]
    #[case("REDACT", "redaction")]
    #[case("how do I hide a test result?", "test-results")]
    #[case("locum", "staff-and-locums")]
    #[case("PCN", "words")]
    fn the_best_page_comes_first(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(slugs(text).first(), Some(&expected));
    }

    #[rstest]
    #[case("")]
    #[case("the of and")]
    #[case("zebra")]
    #[case("%' OR 1=1")]
    fn nothing_is_found_for_nothing(#[case] text: &str) {
        assert!(slugs(text).is_empty());
    }

    #[test]
    fn the_line_says_why() {
        let hits = find("birthday");
        assert_eq!(hits.len(), 1);
        assert!(hits[0].line.contains("birthday"), "{hits:?}");
        assert!(cut(&"word ".repeat(100)).ends_with("word …"));
    }
}
