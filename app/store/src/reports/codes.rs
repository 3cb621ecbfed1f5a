//! From codes to places in a list.

use std::collections::HashMap;

/// Where each code stands in a list.
#[derive(Default)]
pub(super) struct Codes(HashMap<String, usize>);

impl Codes {
    pub(super) fn new(codes: impl IntoIterator<Item = String>) -> Self {
        Self(codes.into_iter().enumerate().map(|(at, code)| (code, at)).collect())
    }

    /// These codes alone, each with where it stands in a longer list.
    pub(super) fn some(places: impl IntoIterator<Item = (String, usize)>) -> Self {
        Self(places.into_iter().collect())
    }

    pub(super) fn at(&self, code: &str) -> Option<usize> {
        self.0.get(code).copied()
    }

    pub(super) fn at_some(&self, code: Option<String>) -> Option<usize> {
        code.and_then(|code| self.at(&code))
    }
}
