//! Arrows run one way: `domain <- store, mail <- services <- app <- server`.

use std::fs;

use anyhow::{Context, Result};

use crate::workspace;

/// Each crate's folder and name, and the crates of this workspace it may depend on. Tests may use more.
const LAYERS: [(&str, &str, &[&str]); 10] = [
    ("app/domain", "domain", &[]),
    ("app/cis2", "cis2", &["domain"]),
    ("app/store", "store", &["domain"]),
    ("app/mail", "mail", &["domain"]),
    ("app/services", "services", &["domain", "store", "mail"]),
    ("app", "app", &["domain", "services"]),
    ("app/testkit", "testkit", &["domain", "services", "store"]),
    ("migrations", "migrations", &[]),
    ("server", "server", &["app", "cis2", "domain", "mail", "migrations", "services", "store"]),
    ("xtask", "xtask", &[]),
];

pub fn broken() -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for (folder, name, allowed) in LAYERS {
        let path = workspace::root().join(folder).join("Cargo.toml");
        let manifest = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        let forbidden = arrows(&manifest)?.into_iter().filter(|to| !allowed.contains(&to.as_str()));
        broken.extend(forbidden.map(|to| format!("{folder}/Cargo.toml: {name} may not depend on {to}")));
    }
    Ok(broken)
}

/// The crates of this workspace among a manifest's dependencies, those aside that only its feature `testing` brings.
fn arrows(manifest: &str) -> Result<Vec<String>> {
    let manifest: toml::Table = toml::from_str(manifest)?;
    let dependencies = manifest.get("dependencies").and_then(toml::Value::as_table);
    let testing = manifest.get("features").and_then(|features| features.get("testing")).and_then(toml::Value::as_array);
    let for_tests = |name: &str| testing.is_some_and(|brings| brings.contains(&format!("dep:{name}").into()));
    let names = dependencies.into_iter().flat_map(toml::Table::keys);
    let own = names.filter(|name| LAYERS.iter().any(|(_, layer, _)| layer == name));
    Ok(own.filter(|name| !for_tests(name)).cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::{arrows, broken};

    #[test]
    fn only_the_product_s_own_crates_count() {
        let manifest = "[dependencies]\nstore.workspace = true\nserde = \"1\"\n[dev-dependencies]\nserver = \"1\"\n";
        assert_eq!(arrows(manifest).unwrap(), ["store"]);
        let with_tests = format!("{manifest}[features]\ntesting = [\"dep:store\"]\n");
        assert_eq!(arrows(&with_tests).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn the_arrows_run_one_way() {
        assert_eq!(broken().unwrap(), Vec::<String>::new());
    }
}
