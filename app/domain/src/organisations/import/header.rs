//! The columns of a file by name, however the name is written.

/// The cells of a header, reduced to letters and digits: line breaks, doubled blanks, underscores and case make no difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header(Vec<String>);

impl Header {
    pub(super) fn of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        Self(cells.into_iter().map(plain).collect())
    }

    /// The first column that bears one of these names, the names tried in order.
    pub(super) fn find(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.0.iter().position(|cell| cell == name))
    }

    /// The first column whose name starts so, and the rest of its name.
    pub(super) fn find_prefix(&self, start: &str) -> Option<(usize, &str)> {
        self.0.iter().enumerate().find_map(|(index, cell)| Some((index, cell.strip_prefix(start)?)))
    }

    /// With one column more.
    pub(super) fn with(&self, name: &str) -> Self {
        Self(self.0.iter().cloned().chain([plain(name)]).collect())
    }

    /// Whether each row is about a practice.
    pub(super) fn names_practices(&self) -> bool {
        self.find(&["practicecode", "gppracticecode"]).is_some()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.find(&[name]).is_some()
    }
}

fn plain(cell: &str) -> String {
    cell.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let header = Header::of([" PCN\r\nCode", "Partner  ORGANISATION code", "list_size_2022_05"]);
        assert_eq!(header.find(&["pcncode"]), Some(0));
        assert_eq!(header.find(&["code", "partnerorganisationcode"]), Some(1));
        assert_eq!(header.find_prefix("listsize"), Some((2, "202205")));
        assert_eq!(header.find(&["status"]), None);
    }
}
