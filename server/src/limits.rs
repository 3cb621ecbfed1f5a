//! How often what a stranger causes may be caused from one network address: mail to addresses that they typed, and sessions of nobody.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use app::web::address::{REQUEST_ACCESS, SIGN_IN};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, Method, Response, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse};
use axum::routing::MethodRouter;
use governor::clock::{Clock, QuantaInstant};
use governor::middleware::NoOpMiddleware;
use tokio_util::sync::CancellationToken;
use tower_governor::governor::{GovernorConfig, GovernorConfigBuilder};
use tower_governor::key_extractor::KeyExtractor;
use tower_governor::{GovernorError, GovernorLayer};
use tower_sessions::Session;

use crate::sessions::ACCOUNT_KEY;

mod client;

use client::Client;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// Many people sign in at 8am from one address: a trust's, or a gateway that hundreds of practices share. Each takes one row, and one only,
/// for whoever has a session begins again in that. Of one network there are at most some 1,400 at a time: these at once, and those of the
/// half hour that they live ([`domain::accounts::Lifetime::nobody`]) and the quarter until they are removed.
const SESSIONS: Pace = Pace { at_once: 60, every: Duration::from_secs(2) };

const MAIL: Told = Told {
    title: "Too many sign-in links requested",
    words: "Many links were requested from your network within an hour, perhaps by other people there. \
            Use the last link we sent you, or",
};
const SIGN_INS: Told = Told {
    title: "Too many people came from your network at once",
    words: "Many people began here from your network within a short time. What you sent was not done. Go back and",
};

/// What is told to whoever comes too often.
#[derive(Clone, Copy, Debug)]
struct Told {
    title: &'static str,
    words: &'static str,
}

/// How many at once, and after how long one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How many at once; at least one.
    pub at_once: u32,
    /// After how long one more.
    pub every: Duration,
}

impl Pace {
    /// At most `most` in any hour: half of them at once. Whoever has used up what is given at once gets the rest within the hour, and the
    /// next only after it.
    #[must_use]
    pub fn per_hour(most: u32) -> Self {
        let most = most.max(1);
        let at_once = most.div_ceil(2);
        Self { at_once, every: HOUR / (most - at_once + 1) }
    }
}

/// Counts by network, and says when it is too often. Clones count as one.
#[derive(Clone, Debug)]
struct Brake {
    counted: Option<Arc<GovernorConfig<Client, NoOpMiddleware<QuantaInstant>>>>,
    client: Client,
    told: Told,
}

impl Brake {
    fn new(pace: Pace, client: Client, told: Told) -> Self {
        let mut config = GovernorConfigBuilder::default();
        let config = config.period(pace.every).burst_size(pace.at_once).key_extractor(client.clone()).finish();
        Self { counted: config.map(Arc::new), client, told }
    }

    /// Counts before the route.
    fn in_front_of(&self, route: MethodRouter) -> MethodRouter {
        let Some(counted) = &self.counted else { return route };
        let told = self.told;
        route.layer(GovernorLayer::new(Arc::clone(counted)).error_handler(move |error| refuse(error, told)))
    }

    /// Counts one of `network`; after how many seconds to come back, where that is one too many.
    fn count(&self, network: IpAddr) -> Result<(), u64> {
        let Some(counted) = &self.counted else { return Ok(()) };
        let limiter = counted.limiter();
        limiter.check_key(&network).map_err(|until| until.wait_time_from(limiter.clock().now()).as_secs() + 1)
    }

    fn tidy(&self) {
        if let Some(counted) = &self.counted {
            counted.limiter().retain_recent();
            counted.limiter().shrink_to_fit();
        }
    }
}

/// The limits of this process. Clones count as one.
#[derive(Clone, Debug)]
pub struct Limits {
    mail: Brake,
    sessions: Brake,
}

impl Limits {
    /// At most `links_per_network` sign-in links and requests for access together in any hour, and sessions of nobody at the usual pace.
    /// `client_header` is the header in which the proxy in front names the client; without it the connection does.
    #[must_use]
    pub fn new(links_per_network: u32, client_header: Option<HeaderName>) -> Self {
        Self::paced(Pace::per_hour(links_per_network), SESSIONS, client_header)
    }

    /// The same at any pace.
    #[must_use]
    pub fn paced(mail: Pace, sessions: Pace, client_header: Option<HeaderName>) -> Self {
        let client = Client { header: client_header };
        Self { mail: Brake::new(mail, client.clone(), MAIL), sessions: Brake::new(sessions, client, SIGN_INS) }
    }

    /// Puts the limit in front of the forms that send mail to an address which anybody may type; others are left as they are.
    pub fn guard(&self, path: &str, route: MethodRouter) -> MethodRouter {
        let sends_mail = [SIGN_IN, REQUEST_ACCESS].contains(&path);
        if sends_mail { self.mail.in_front_of(route) } else { route }
    }

    /// Forgets every hour, until `stop`, who has asked for nothing lately: otherwise each address would be kept for ever.
    pub async fn tidy_hourly(self, stop: CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(HOUR)).await.is_some() {
            self.mail.tidy();
            self.sessions.tidy();
        }
    }
}

/// Limits how many anonymous sessions a network can start. It stands before every page and form and checks the session, not the path, so that
/// no page or form can be forgotten. A form is counted before it is read, for what it asks for must not be done where it is refused;
/// anything else once it is known that it leaves a session. To run after [`crate::viewer::load`], which finds out whether there is one.
pub async fn few_of_nobody(State(limits): State<Limits>, request: Request, next: Next) -> Response<Body> {
    let session = request.extensions().get::<Session>().cloned();
    let network = limits.sessions.client.extract(&request);
    let (Some(session), Ok(network)) = (session, network) else { return next.run(request).await };
    let too_many = || limits.sessions.count(network).err().map(|seconds| too_often(seconds, limits.sessions.told));
    if request.method() == Method::POST {
        let refused = if session.id().is_none() { too_many() } else { None };
        return match refused {
            Some(refused) => refused,
            None => next.run(request).await,
        };
    }
    let answer = next.run(request).await;
    if answer.status().is_server_error() || !begins_for_nobody(&session).await {
        return answer;
    }
    match too_many() {
        Some(refused) => {
            session.clear().await;
            refused
        }
        None => answer,
    }
}

/// Whether a row of nobody is written after this answer.
async fn begins_for_nobody(session: &Session) -> bool {
    let is_new = session.is_modified() && session.id().is_none();
    is_new && matches!(session.get_value(ACCOUNT_KEY).await, Ok(None))
}

fn refuse(error: GovernorError, told: Told) -> Response<Body> {
    let GovernorError::TooManyRequests { wait_time, .. } = error else {
        tracing::error!(%error, "a request for mail could not be counted");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    too_often(wait_time, told)
}

fn too_often(seconds: u64, told: Told) -> Response<Body> {
    let minutes = seconds.div_ceil(60).max(1);
    let (when, seconds) = match minutes {
        1 if seconds <= 10 => ("in a few seconds".to_owned(), seconds.max(1)),
        1 => ("in a minute".to_owned(), 60),
        _ => (format!("in {minutes} minutes"), minutes * 60),
    };
    let page = include_str!("limits/too_often.html").replace("TITLE", told.title).replace("WORDS", told.words).replace("WHEN", &when);
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;
    use governor::{Quota, RateLimiter};
    use rstest::rstest;

    use super::*;

    /// Whoever asks every ten seconds for five hours is let through at these seconds.
    fn let_through(per_hour: u32) -> Vec<u64> {
        let Pace { at_once, every } = Pace::per_hour(per_hour);
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
        let limit = Limits::new(7_200_000, None).mail;
        let limiter = limit.counted.as_ref().unwrap().limiter();
        limiter.check_key(&IpAddr::from([192, 0, 2, 1])).unwrap();
        assert_eq!(limiter.len(), 1);
        std::thread::sleep(Duration::from_millis(20));
        limit.tidy();
        assert_eq!(limiter.len(), 0);
    }
}
