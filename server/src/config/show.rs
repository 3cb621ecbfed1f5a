//! The settings in force, secrets masked.

use figment::Figment;
use figment::value::Value;
use serde::Serialize;

use super::{SECRET, issuers};

/// One setting as shown.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The key in `tracker.toml`.
    pub key: String,
    /// Its value; only the outline of a secret.
    pub value: String,
    /// Where it came from.
    pub source: String,
}

/// Every setting, in the order of their keys.
///
/// # Errors
/// When the layers do not read.
pub fn show(figment: &Figment) -> anyhow::Result<Vec<Shown>> {
    let all: figment::value::Dict = figment.extract()?;
    Ok(all.into_iter().map(|(key, value)| Shown { value: text(&key, &value), source: source(figment, &key), key }).collect())
}

fn source(figment: &Figment, key: &str) -> String {
    match figment.find_metadata(key) {
        Some(metadata) if metadata.name.contains("environment") => format!("environment, TRACKER_{}", key.to_uppercase()),
        Some(metadata) if metadata.name.contains("TOML") => metadata.source.as_ref().map_or_else(|| "file".to_owned(), ToString::to_string),
        _ => "default".to_owned(),
    }
}

fn text(key: &str, value: &Value) -> String {
    let text = match value {
        Value::String(_, text) => text.clone(),
        Value::Empty(..) => return "(not set)".to_owned(),
        other => serde_json::to_value(other).map(|value| without_secrets(value).to_string()).unwrap_or_default(),
    };
    if SECRET.contains(&key) { mask(&text) } else { text }
}

/// A list or table, with a mask in the place of each secret.
fn without_secrets(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value::{Array, Object, String};
    match value {
        Array(all) => all.into_iter().map(without_secrets).collect(),
        Object(all) => all
            .into_iter()
            .map(
                |(key, value)| {
                    if issuers::SECRET.contains(&key.as_str()) { (key, String("***".to_owned())) } else { (key, without_secrets(value)) }
                },
            )
            .collect(),
        other => other,
    }
}

/// An address without its password; anything else secret is not shown at all.
fn mask(text: &str) -> String {
    match url::Url::parse(text) {
        Ok(mut url) => {
            if url.password().is_some() {
                // Cannot fail for an address that has a password already.
                let _ = url.set_password(Some("***"));
            }
            url.set_query(None);
            url.to_string()
        }
        Err(_) => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_lists_are_masked() {
        let toml = "[[issuers]]\nkey = 'cis2'\nclient_secret = 'hush'";
        let figment = Figment::from(<figment::providers::Toml as figment::providers::Format>::string(toml));
        let shown = show(&figment).unwrap();
        assert!(shown[0].value.contains("cis2") && shown[0].value.contains("***") && !shown[0].value.contains("hush"), "{shown:?}");
    }

    #[test]
    fn passwords_are_masked() {
        assert_eq!(mask("postgres://tracker:secret@db/tracker?sslmode=require"), "postgres://tracker:***@db/tracker");
        assert_eq!(mask("secret"), "***");
        assert_eq!(mask("sqlite://tracker.sqlite"), "sqlite://tracker.sqlite");
    }
}
