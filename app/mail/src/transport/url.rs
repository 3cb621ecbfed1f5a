//! The address of a mail server.

use std::path::PathBuf;
use std::sync::Mutex;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use percent_encoding::percent_decode_str;
use url::{Host, Url};

use super::smtp::{Encryption, Smtp};
use super::{Manner, Transport};

/// An address that names no transport; the text says what to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Another scheme, or none.
    #[error("smtp_url must begin with smtp://, smtps://, smtp+starttls:// or file://")]
    Scheme,
    /// Not an address.
    #[error("smtp_url does not read: write it like smtps://user:password@mail.example.nhs.uk, with special characters as %XX")]
    Form,
    /// No host.
    #[error("smtp_url names no mail server: write it like smtp://mail.example.nhs.uk:25")]
    Host,
    /// No folder.
    #[error("smtp_url names no folder: write it like file:///var/spool/tracker")]
    Folder,
    /// A user without a password, or the other way round.
    #[error("smtp_url needs a user and a password, or neither")]
    HalfCredentials,
    /// A password over a line that anybody can read.
    #[error("smtp_url would send the password unencrypted: use smtps:// or smtp+starttls://")]
    OpenPassword,
    /// Something after the host and port.
    #[error("smtp_url must end after the server's name and port")]
    Extra,
    /// TLS cannot be had for this host.
    #[error("smtp_url names a server that TLS cannot be used with")]
    Tls,
}

pub(super) fn transport(address: &str, manner: &Manner<'_>) -> Result<Transport, UrlError> {
    let (scheme, rest) = address.split_once("://").ok_or(UrlError::Scheme)?;
    match scheme {
        "file" if rest.is_empty() => Err(UrlError::Folder),
        "file" => Ok(Transport::File(PathBuf::from(rest))),
        "smtp" | "smtps" | "smtp+starttls" => smtp(scheme, &Url::parse(address).map_err(|_| UrlError::Form)?, manner),
        _ => Err(UrlError::Scheme),
    }
}

fn smtp(scheme: &str, url: &Url, manner: &Manner<'_>) -> Result<Transport, UrlError> {
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(UrlError::Host)?;
    // The brackets of an IPv6 address belong to the address of a page, not of a socket.
    let host = host.trim_matches(['[', ']']).to_owned();
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(UrlError::Extra);
    }
    let credentials = credentials(url)?;
    if scheme == "smtp" && credentials.is_some() && !is_this_machine(url) {
        return Err(UrlError::OpenPassword);
    }
    let parameters = || {
        let authorities = Certificate::from_pem(manner.authorities)?;
        // The built-in ones are Mozilla's; the system's are among those that are given.
        TlsParameters::builder(host.clone()).add_root_certificate(authorities).build()
    };
    let parameters = || parameters().map_err(|_| UrlError::Tls);
    let (encryption, port) = match scheme {
        "smtps" => (Encryption::Wrapped(parameters()?), 465),
        "smtp+starttls" => (Encryption::Required(parameters()?), 587),
        _ => (Encryption::Never, 25),
    };
    let (port, patience, idle) = (url.port().unwrap_or(port), manner.patience, Mutex::default());
    Ok(Smtp { host, port, encryption, credentials, patience, idle }.into())
}

fn credentials(url: &Url) -> Result<Option<Credentials>, UrlError> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().map(std::borrow::Cow::into_owned).map_err(|_| UrlError::Form);
    match (url.username(), url.password()) {
        ("", None) => Ok(None),
        ("", Some(_)) | (_, None) => Err(UrlError::HalfCredentials),
        (user, Some(password)) => Ok(Some(Credentials::new(decoded(user)?, decoded(password)?))),
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        // Of a scheme that `url` does not know, numbers of a host stay text.
        Some(Host::Domain(name)) => name == "localhost" || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback()),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(address: &str) -> UrlError {
        transport(address, &Manner::default()).map(|_| ()).unwrap_err()
    }

    #[test]
    fn bad_addresses_say_what_to_write_and_never_the_password() {
        for (address, expected) in [
            ("", UrlError::Scheme),
            ("mail.example.nhs.uk", UrlError::Scheme),
            ("http://mail.example.nhs.uk", UrlError::Scheme),
            ("file://", UrlError::Folder),
            ("smtp://", UrlError::Host),
            ("smtp://mail:notaport", UrlError::Form),
            ("smtps://sam@mail.example.nhs.uk", UrlError::HalfCredentials),
            ("smtps://:hunter2@mail.example.nhs.uk", UrlError::HalfCredentials),
            ("smtp://sam:hunter2@mail.example.nhs.uk", UrlError::OpenPassword),
            ("smtps://sam:hunter2@mail.example.nhs.uk/inbox", UrlError::Extra),
            ("smtps://mail.example.nhs.uk?tls=none", UrlError::Extra),
        ] {
            let error = refused(address);
            assert_eq!(error, expected, "{address}");
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[tokio::test]
    async fn good_addresses_name_a_transport() {
        for address in [
            "smtp://mail.example.nhs.uk",
            "smtp://127.0.0.1:3200",
            "smtp://[::1]:3200",
            "smtp://sam:hunter2@localhost:3200",
            "smtps://sam%40example.nhs.uk:p%3Aw@mail.example.nhs.uk",
            "smtp+starttls://sam:hunter2@mail.example.nhs.uk:2587",
        ] {
            assert!(matches!(transport(address, &Manner::default()), Ok(Transport::Smtp(_))), "{address}");
        }
        for (address, path) in [("file:///var/spool/tracker", "/var/spool/tracker"), ("file://mails", "mails")] {
            let Ok(Transport::File(folder)) = transport(address, &Manner::default()) else { panic!("{address}") };
            assert_eq!(folder.to_str(), Some(path));
        }
    }
}
