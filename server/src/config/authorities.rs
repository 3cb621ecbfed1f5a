//! `ca_file`: certificate authorities of one's own, trusted beside the system's and those that are built in.

use std::path::Path;

use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Characters of a line of PEM (RFC 7468).
const LINE: usize = 64;

/// The authorities that the settings name.
#[derive(Clone, Debug, Default)]
pub struct Authorities {
    own: Vec<CertificateDer<'static>>,
}

impl Authorities {
    /// The authorities in `file`, a bundle in PEM.
    ///
    /// # Errors
    /// In one sentence, what is wrong with it and what to do.
    pub(super) fn with(file: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = file else { return Ok(Self::default()) };
        let name = path.display();
        let text = std::fs::read(path)
            .with_context(|| format!("ca_file: {name} cannot be read: correct the path, or let this service read it"))?;
        let hint = "it must hold the certificates of your authorities as PEM, each from BEGIN CERTIFICATE to END CERTIFICATE";
        let own: Vec<_> = CertificateDer::pem_slice_iter(&text)
            .collect::<Result<_, _>>()
            .map_err(|_| anyhow::anyhow!("ca_file: {name} does not read: {hint}"))?;
        ensure!(!own.is_empty(), "ca_file: {name} holds no certificate: {hint}");
        ensure!(own.iter().all(reads), "ca_file: a certificate in {name} does not read: {hint}");
        Ok(Self { own })
    }

    /// These and the system's, as PEM. Of the system's, those that do not read are left out.
    #[must_use]
    pub fn bundle(&self) -> Vec<u8> {
        let system = rustls_native_certs::load_native_certs();
        if !system.errors.is_empty() {
            tracing::debug!(unread = system.errors.len(), "some of the system's certificate authorities cannot be read");
        }
        system.certs.iter().filter(|certificate| reads(certificate)).chain(&self.own).flat_map(pem).collect()
    }
}

fn reads(certificate: &CertificateDer<'static>) -> bool {
    RootCertStore::empty().add(certificate.clone()).is_ok()
}

fn pem(certificate: &CertificateDer<'static>) -> Vec<u8> {
    let text = STANDARD.encode(certificate);
    let lines: String = text.as_bytes().chunks(LINE).map(|line| format!("{}\n", String::from_utf8_lossy(line))).collect();
    format!("-----BEGIN CERTIFICATE-----\n{lines}-----END CERTIFICATE-----\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use mail::testing::Authority;

    use super::*;

    fn loaded(text: &str) -> anyhow::Result<Authorities> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Authorities::with(Some(file.path()))
    }

    #[test]
    fn a_bundle_is_read_and_written_as_it_was() {
        let (one, other) = (Authority::new().pem(), Authority::new().pem());
        let read = loaded(&format!("Our own authorities\n{one}\n{other}")).unwrap();
        let bundle = read.bundle();
        let again: Vec<_> = CertificateDer::pem_slice_iter(&bundle).collect::<Result<_, _>>().unwrap();
        assert_eq!(again[again.len() - 2..], read.own);
    }

    #[test]
    fn what_is_no_bundle_is_refused_in_words() {
        let missing = format!("{:#}", Authorities::with(Some(Path::new("no/such.pem"))).unwrap_err());
        assert!(missing.contains("no/such.pem cannot be read: correct the path"), "{missing}");
        let not_der = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let half = Authority::new().pem().replace("-----END CERTIFICATE-----", "");
        let key = Authority::new().server_key_pem;
        for (text, part) in [
            ("", "holds no certificate"),
            (key.as_str(), "holds no certificate"),
            (not_der, "does not read"),
            (half.as_str(), "does not read"),
        ] {
            let error = format!("{:#}", loaded(text).unwrap_err());
            assert!(error.contains(part) && error.contains("BEGIN CERTIFICATE"), "{text}: {error}");
        }
    }
}
