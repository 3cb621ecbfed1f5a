//! The built assets: logical names to the hashed names under which they are served.

use std::collections::BTreeMap;
use std::path::Path;

/// The manifest that the build wrote beside the assets.
#[derive(Clone, Debug, Default)]
pub struct Assets(BTreeMap<String, String>);

impl Assets {
    /// Reads `manifest.json` in `folder`.
    ///
    /// # Errors
    /// In one sentence, when it is not there or does not read.
    pub fn load(folder: &Path) -> Result<Self, String> {
        let path = folder.join("manifest.json");
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("the built assets are not at {} ({error}): build them with `cargo xtask site`", path.display()))?;
        serde_json::from_str(&text).map(Self).map_err(|error| format!("{} does not read: {error}", path.display()))
    }

    /// The address of an asset, e.g. `/assets/app.1a2b3c4d.css` for `app.css`.
    #[must_use]
    pub fn url(&self, name: &str) -> String {
        format!("/assets/{}", self.0.get(name).map_or(name, String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up_and_a_missing_one_stays_readable() {
        let assets = Assets([("app.css".to_owned(), "app.1a2b.css".to_owned())].into());
        assert_eq!(assets.url("app.css"), "/assets/app.1a2b.css");
        assert_eq!(assets.url("app.js"), "/assets/app.js");
    }
}
