//! Text that stands on one line.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name or title on one line, whatever it was made of: line breaks and other control characters become single spaces, so that no name
/// can begin a header or a paragraph of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Line(String);

impl Line {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Each line of a text that has several; those in which nothing is left fall away.
    #[must_use]
    pub fn all_of(text: &str) -> Vec<Self> {
        text.lines().map(Self::from).filter(|line| !line.is_empty()).collect()
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        // U+2028 and U+2029 break lines but are no control characters.
        let breaks = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        Self(text.split(breaks).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<Line> for String {
    fn from(line: Line) -> Self {
        line.0
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_lines_but_for_the_empty_ones() {
        assert_eq!(Line::all_of("No notes\r\n\n \n No letters \n"), [Line::from("No notes"), Line::from("No letters")]);
        assert_eq!(Line::all_of(" \n"), []);
    }

    #[test]
    fn breaks_become_spaces_even_when_read_back() {
        let expected = Line::from("Surgery Bcc: all@example.com");
        assert_eq!(Line::from("Surgery\r\nBcc:\u{2028} all@example.com\0"), expected);
        assert_eq!(serde_json::from_str::<Line>(r#""Surgery\r\nBcc: all@example.com""#).unwrap(), expected);
    }
}
