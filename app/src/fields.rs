//! What came with an address or a form: names and values as typed.

use domain::field::DateInput;
use serde::{Deserialize, Serialize};

/// Names with their values, in the order they came. A name may stand more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `name=value&…`, as in a query and in the body of a form. U+0000, which nobody types and PostgreSQL does not keep, is left out.
    #[must_use]
    pub fn parse(encoded: &[u8]) -> Self {
        let plain = |text: String| if text.contains('\0') { text.replace('\0', "") } else { text };
        Self(url::form_urlencoded::parse(encoded).into_owned().map(|(name, value)| (plain(name), plain(value))).collect())
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
        let mut once: Vec<(String, String)> = Vec::with_capacity(self.0.len());
        for (name, value) in &self.0 {
            if !once.iter().any(|(other, _)| other == name) {
                once.push((name.clone(), value.clone()));
            }
        }
        (once.len() < self.0.len()).then_some(Self(once))
    }

    /// `name=value&…`.
    #[must_use]
    pub fn encode(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.0).finish()
    }
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
        let fields = Fields::parse(b"note=two+words%0D%0A&day%5Bday%5D=31&day%5Bmonth%5D=10&day%5Byear%5D=2023&pick=a&pick=b");
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
        assert_eq!(Fields::parse(b"a%00=b%00c%00").get("a"), "bc");
    }

    #[test]
    fn an_address_with_one_thing_changed() {
        let fields = Fields::from([("q", "green & white"), ("stage", ""), ("page", "2")]);
        assert_eq!(fields.with("page", "3").encode(), "q=green+%26+white&page=3");
        assert_eq!(fields.with("page", "").encode(), "q=green+%26+white");
    }
}
