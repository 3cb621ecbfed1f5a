//! How often mail to addresses that a stranger typed is asked for from one network address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::access_requests::actions::AskForAccess;
use app::accounts::actions::RequestLink;
use app::actions::path_of;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderName, Request, Response, StatusCode, header};
use axum::response::{Html, IntoResponse};
use axum::routing::MethodRouter;
use governor::clock::QuantaInstant;
use governor::middleware::NoOpMiddleware;
use tokio_util::sync::CancellationToken;
use tower_governor::governor::{GovernorConfig, GovernorConfigBuilder};
use tower_governor::key_extractor::KeyExtractor;
use tower_governor::{GovernorError, GovernorLayer};

const HOUR: Duration = Duration::from_secs(60 * 60);

/// How often sign-in links and access may be asked for from one network address, both together. Clones count as one.
#[derive(Clone, Debug)]
pub struct LinkLimit {
    counted: Option<Arc<GovernorConfig<Client, NoOpMiddleware<QuantaInstant>>>>,
}

impl LinkLimit {
    /// At most `per_network` in any hour: half of them at once, and the rest one by one. `client_header` is the header in which the proxy in
    /// front names the client; without it the connection does.
    #[must_use]
    pub fn new(per_network: u32, client_header: Option<HeaderName>) -> Self {
        let (at_once, every) = pace(per_network);
        let mut config = GovernorConfigBuilder::default();
        let config = config.period(every).burst_size(at_once).key_extractor(Client { header: client_header }).finish();
        Self { counted: config.map(Arc::new) }
    }

    /// Puts the limit in front of the server functions that send mail to an address which anybody may type; others are left as they are.
    pub fn guard(&self, path: &str, route: MethodRouter) -> MethodRouter {
        match &self.counted {
            Some(counted) if [path_of::<RequestLink>(), path_of::<AskForAccess>()].contains(&path) => {
                route.layer(GovernorLayer::new(Arc::clone(counted)).error_handler(refuse))
            }
            _ => route,
        }
    }

    /// Forgets every hour, until `stop`, who has asked for nothing lately: otherwise each address would be kept for ever.
    pub async fn tidy_hourly(self, stop: CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(HOUR)).await.is_some() {
            self.tidy();
        }
    }

    fn tidy(&self) {
        if let Some(counted) = &self.counted {
            counted.limiter().retain_recent();
            counted.limiter().shrink_to_fit();
        }
    }
}

/// How many at once, and after how long one more, so that there are at most `per_hour` in any hour. Whoever has used up what is given at
/// once gets the rest within the hour, and the next only after it.
fn pace(per_hour: u32) -> (u32, Duration) {
    let per_hour = per_hour.max(1);
    let at_once = per_hour.div_ceil(2);
    (at_once, HOUR / (per_hour - at_once + 1))
}

/// Tells one client from another.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Client {
    header: Option<HeaderName>,
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

fn refuse(error: GovernorError) -> Response<Body> {
    let GovernorError::TooManyRequests { wait_time, .. } = error else {
        tracing::error!(%error, "a request for mail could not be counted");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let minutes = wait_time.div_ceil(60).max(1);
    let when = if minutes == 1 { "in a minute".to_owned() } else { format!("in {minutes} minutes") };
    let page = include_str!("too_often.html").replace("WHEN", &when);
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, (minutes * 60).to_string())], Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;
    use governor::{Quota, RateLimiter};
    use rstest::rstest;

    use super::*;

    /// Whoever asks every ten seconds for five hours is let through at these seconds.
    fn let_through(per_hour: u32) -> Vec<u64> {
        let (at_once, every) = pace(per_hour);
        let clock = FakeRelativeClock::default();
        let quota = Quota::with_period(every).unwrap().allow_burst(at_once.try_into().unwrap());
        let limiter = RateLimiter::direct_with_clock(quota, clock.clone());
        let mut through = Vec::new();
        for second in (0..5 * 3600).step_by(10) {
            while limiter.check().is_ok() {
                through.push(second);
            }
            clock.advance(Duration::from_secs(10));
        }
        through
    }

    #[rstest]
    #[case(20)]
    #[case(21)]
    #[case(5)]
    #[case(2)]
    #[case(1)]
    fn no_hour_has_more_and_the_first_has_all(#[case] per_hour: u32) {
        let through = let_through(per_hour);
        let in_hour_from = |from: u64| through.iter().filter(|at| (from..from + 3600).contains(*at)).count();
        assert_eq!(through.iter().map(|from| in_hour_from(*from)).max(), usize::try_from(per_hour).ok());
        assert_eq!(in_hour_from(0), usize::try_from(per_hour).unwrap());
    }

    #[test]
    fn who_has_not_asked_lately_is_forgotten() {
        let limit = LinkLimit::new(7_200_000, None);
        let limiter = limit.counted.as_ref().unwrap().limiter();
        limiter.check_key(&IpAddr::from([192, 0, 2, 1])).unwrap();
        assert_eq!(limiter.len(), 1);
        std::thread::sleep(Duration::from_millis(20));
        limit.tidy();
        assert_eq!(limiter.len(), 0);
    }

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
