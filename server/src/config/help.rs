//! The settings of help, checked.

use anyhow::{Context, anyhow, ensure};
use services::Help;

use super::Written;

/// Where people find help, as the settings say.
pub(super) fn check(written: &Written) -> anyhow::Result<Help> {
    let given = |text: &Option<String>| text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let tpp_guide_url = given(&written.tpp_guide_url);
    if let Some(address) = &tpp_guide_url {
        let parsed = url::Url::parse(address).context("tpp_guide_url must be an address like https://future.nhs.uk/…")?;
        ensure!(parsed.scheme() == "https", "tpp_guide_url must begin with https://");
    }
    let contact_email = given(&written.contact_email).map(|email| domain::accounts::email(&email, &[])).transpose();
    Ok(Help {
        tpp_guide_url,
        other_supplier_contact: given(&written.other_supplier_contact),
        contact_name: given(&written.contact_name),
        contact_email: contact_email.map_err(|_| anyhow!("contact_email must be an email address like programme@example.nhs.uk"))?,
    })
}
