//! Where people find help that is not in this service: settings, because nobody publishes them for good.

/// Addresses and contacts that pages name where they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The guide of TPP's self-switch, behind a FutureNHS login.
    pub tpp_guide_url: Option<String>,
    /// Whom a practice with another supplier contacts, in words.
    pub other_supplier_contact: Option<String>,
    /// The name of whoever runs the programme here, or of their office.
    pub contact_name: Option<String>,
    /// Their address.
    pub contact_email: Option<String>,
}
