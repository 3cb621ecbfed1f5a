//! From which network a request comes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{HeaderName, Request};
use tower_governor::GovernorError;
use tower_governor::key_extractor::KeyExtractor;

/// Tells one client from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Client {
    /// The header in which the proxy in front names the client, where one does.
    pub(super) header: Option<HeaderName>,
}

impl KeyExtractor for Client {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        // The proxy writes its own client last; what stands before came from the client and may say anything.
        let named = self.header.as_ref().and_then(|name| {
            let value = request.headers().get_all(name).iter().next_back()?.to_str().ok()?;
            address(value.rsplit(',').next()?.trim())
        });
        let connected = || request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(from)| from.ip());
        Ok(network(named.or_else(connected).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))))
    }
}

/// "192.0.2.1", "192.0.2.1:4711", "2001:db8::1" or "[2001:db8::1]:4711".
fn address(text: &str) -> Option<IpAddr> {
    text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

/// One household or firm has 2^64 addresses of version 6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address => address,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn key(header: Option<&'static str>, forwarded: &str) -> IpAddr {
        let client = Client { header: header.map(HeaderName::from_static) };
        let mut request = Request::new(());
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 1], 4711))));
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
        client.extract(&request).unwrap()
    }

    #[rstest]
    #[case(None, "203.0.113.9", "192.0.2.1")]
    #[case(Some("x-forwarded-for"), "203.0.113.9", "203.0.113.9")]
    #[case(Some("x-forwarded-for"), "10.1.1.1, 203.0.113.9", "203.0.113.9")]
    #[case(Some("x-forwarded-for"), "203.0.113.9:80", "203.0.113.9")]
    #[case(Some("x-forwarded-for"), "2001:db8:1:2:3::4", "2001:db8:1:2::")]
    #[case(Some("x-forwarded-for"), "::ffff:203.0.113.9", "203.0.113.9")]
    #[case(Some("x-forwarded-for"), "unknown", "192.0.2.1")]
    fn only_a_trusted_header_names_the_client(#[case] header: Option<&'static str>, #[case] forwarded: &str, #[case] expected: &str) {
        assert_eq!(key(header, forwarded), expected.parse::<IpAddr>().unwrap());
    }
}
