//! The settings of help, checked.

use anyhow::{Context, ensure};
use services::Help;

/// Where people find help, as the settings say.
pub(super) fn check(tpp_guide_url: Option<String>, other_supplier_contact: Option<String>) -> anyhow::Result<Help> {
    let given = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let tpp_guide_url = given(tpp_guide_url);
    if let Some(address) = &tpp_guide_url {
        let parsed = url::Url::parse(address).context("tpp_guide_url must be an address like https://future.nhs.uk/…")?;
        ensure!(parsed.scheme() == "https", "tpp_guide_url must begin with https://");
    }
    Ok(Help { tpp_guide_url, other_supplier_contact: given(other_supplier_contact) })
}
