//! Reading a version of the checklist: the file that comes with the program, and versions that an admin uploads.

use std::sync::LazyLock;

use super::{Checklist, check};

static BUNDLED: LazyLock<Checklist> = LazyLock::new(|| {
    #[expect(clippy::panic, reason = "the file is part of the program, and a test reads it")]
    Checklist::read(Checklist::BUNDLED).unwrap_or_else(|wrong| panic!("content/checklist.toml, checked by a test: {wrong:?}"))
});

impl Checklist {
    /// The text of the version that comes with the program.
    pub const BUNDLED: &str = include_str!("../../content/checklist.toml");

    /// The version that comes with the program. An uploaded one may be in force in its place: ask the use cases.
    #[must_use]
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// Reads a version from its text.
    ///
    /// # Errors
    /// Everything that is wrong with it, one sentence each without a full stop.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let checklist: Self = toml::from_str(text).map_err(|error| vec![where_it_stops(text, &error)])?;
        let wrong = check::mistakes(&checklist);
        if wrong.is_empty() { Ok(checklist) } else { Err(wrong) }
    }
}

/// The library's words, which name a field or a kind of value, with the line.
fn where_it_stops(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    format!("Line {line} cannot be read: {}", error.message().trim_end_matches('.').replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::organisations::Route;

    #[test]
    fn every_route_has_one_settings_item_and_codes_are_unique() {
        let checklist = Checklist::bundled();
        for route in [Route::Emis, Route::Tpp, Route::Other] {
            assert_eq!(checklist.items_for(route).filter(|item| item.settings && item.required).count(), 1, "{route:?}");
        }
        let codes: Vec<_> = checklist.sections.iter().flat_map(|section| &section.items).map(|item| &item.code).collect();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(checklist.sections.iter().flat_map(|section| &section.items).all(|item| !item.source.is_empty()));
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_line() {
        let broken = Checklist::BUNDLED.replacen("required = true", "required = \"perhaps\"", 1);
        let wrong = Checklist::read(&broken).unwrap_err();
        assert!(wrong.len() == 1 && wrong[0].starts_with("Line 32 ") && wrong[0].contains("boolean"), "{wrong:?}");
        let unknown = Checklist::read("version = 1\nsurprise = 2").unwrap_err();
        assert!(unknown[0].starts_with("Line 2 cannot be read: unknown field `surprise`"), "{unknown:?}");
    }
}
