//! What came with an address or a form: names and values as typed.

use std::collections::HashSet;

use domain::field::DateInput;
use serde::{Deserialize, Serialize};

/// The most fields that a form may send. The longest of ours gives one answer to several practices: two fields for each, so that it takes
/// 240 practices of one account, and some twenty beside them.
pub const MOST: usize = 500;

/// The field that names a form, on a page that has several.
pub const NAME: &str = "form";

/// There are more than [`MOST`].
#[derive(Debug, PartialEq, Eq)]
pub struct TooMany;

/// Names with their values, in the order they came, at most [`MOST`]. A name may stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `name=value&…`, the body of a form. As in browsers no text is a mistake: a percent sign that begins no code stands for itself,
    /// and what is no UTF-8 is replaced (URL Standard, 5.1).
    ///
    /// # Errors
    /// [`TooMany`], and then nothing behind the last that may come is looked at.
    pub fn parse(encoded: &[u8]) -> Result<Self, TooMany> {
        let mut fields = Self::default();
        for (name, value) in url::form_urlencoded::parse(encoded) {
            fields.push(name.into_owned(), value.into_owned())?;
        }
        Ok(fields)
    }

    /// Reads what stands behind the `?` of an address. No address of ours has as many names, and an address is nobody's work: what is too
    /// many is left out.
    #[must_use]
    pub fn of_address(query: &str) -> Self {
        let first = url::form_urlencoded::parse(query.as_bytes()).take(MOST);
        Self(first.map(|(name, value)| (plain(name.into_owned()), plain(value.into_owned()))).collect())
    }

    /// Adds one that came.
    ///
    /// # Errors
    /// [`TooMany`]
    pub fn push(&mut self, name: String, value: String) -> Result<(), TooMany> {
        if self.0.len() == MOST {
            return Err(TooMany);
        }
        self.0.push((plain(name), plain(value)));
        Ok(())
    }

    /// The page of a list that is wanted, from 1; the first where none is named.
    #[must_use]
    pub fn page(&self) -> u64 {
        self.get("page").parse::<u32>().map_or(1, |page| page.max(1).into())
    }

    /// The first value of `name`, without white space around it; empty where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
    }

    /// The first value of `name` exactly as typed; none where the name did not come.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Every value of `name`, e.g. of check boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The three boxes `name[day]`, `name[month]` and `name[year]`.
    #[must_use]
    pub fn date(&self, name: &str) -> DateInput {
        let part = |part: &str| self.get(&format!("{name}[{part}]")).to_owned();
        DateInput { day: part("day"), month: part("month"), year: part("year") }
    }

    /// The same with `name` set to `value`, for the address of another page of a list; an empty value leaves it out.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut fields: Vec<_> = self.0.iter().filter(|(key, value)| key != name && !value.is_empty()).cloned().collect();
        if !value.is_empty() {
            fields.push((name.to_owned(), value.to_owned()));
        }
        Self(fields)
    }

    /// Only the first value of each name; none where no name stands twice.
    #[must_use]
    pub fn once(&self) -> Option<Self> {
        let mut seen = HashSet::with_capacity(self.0.len());
        let once: Vec<_> = self.0.iter().filter(|(name, _)| seen.insert(name.as_str())).cloned().collect();
        (once.len() < self.0.len()).then_some(Self(once))
    }

    /// `name=value&…`.
    #[must_use]
    pub fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
}

/// Without U+0000, which nobody types and PostgreSQL does not keep.
fn plain(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

impl<const N: usize> From<[(&str, &str); N]> for Fields {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_browsers_send() {
        let fields = Fields::parse(b"note=two+words%0D%0A&day%5Bday%5D=31&day%5Bmonth%5D=10&day%5Byear%5D=2023&pick=a&pick=b").unwrap();
        assert_eq!(fields.get("note"), "two words");
        assert_eq!(fields.raw("note"), Some("two words\r\n"));
        assert_eq!(fields.date("day"), DateInput { day: "31".into(), month: "10".into(), year: "2023".into() });
        assert_eq!(fields.all("pick").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((fields.get("none"), fields.raw("none")), ("", None));
    }

    #[test]
    fn no_page_is_beyond_what_a_database_counts() {
        let page = |text: &str| Fields::from([("page", text)]).page();
        assert_eq!(["", "0", "-1", "x", "3", "4294967295", "1000000000000000000"].map(page), [1, 1, 1, 1, 3, 4_294_967_295, 1]);
    }

    #[test]
    fn nothing_holds_a_nul() {
        assert_eq!(Fields::parse(b"a%00=b%00c%00").unwrap().get("a"), "bc");
    }

    #[test]
    fn a_form_has_an_end_and_an_address_is_cut() {
        let many = |count: usize| (0..count).map(|number| number.to_string()).collect::<Vec<_>>().join("&");
        assert_eq!(Fields::parse(many(MOST).as_bytes()).unwrap().0.len(), MOST);
        assert_eq!(Fields::parse(many(MOST + 1).as_bytes()), Err(TooMany));
        assert_eq!(Fields::of_address(&many(30_000)).0.len(), MOST);
    }

    #[test]
    fn no_text_is_a_mistake() {
        assert_eq!(Fields::parse(b"a=100%&%zz=%ff&=&&"), Ok(Fields::from([("a", "100%"), ("%zz", "\u{fffd}"), ("", "")])));
    }

    #[test]
    fn each_name_once_is_its_first_value() {
        let fields = Fields::from([("a", "1"), ("b", "2"), ("a", "3")]);
        assert_eq!(fields.once(), Some(Fields::from([("a", "1"), ("b", "2")])));
        assert_eq!(Fields::from([("a", "1"), ("b", "1")]).once(), None);
    }

    #[test]
    fn an_address_with_one_thing_changed() {
        let fields = Fields::from([("q", "green & white"), ("stage", ""), ("page", "2")]);
        assert_eq!(fields.with("page", "3").encode(), "q=green+%26+white&page=3");
        assert_eq!(fields.with("page", "").encode(), "q=green+%26+white");
    }
}
