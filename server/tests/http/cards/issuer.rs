//! A small issuer on a port of this machine, which does what a test tells it to.

use std::sync::{Arc, Mutex};

use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cis2::SigningKey;
use domain::clock::Clock;
use serde_json::{Value, json};

/// Our name there.
pub const CLIENT: &str = "000000000001.apps.national";

const KEYS: [&str; 2] = [include_str!("../keys/one.pem"), include_str!("../keys/two.pem")];

/// What the issuer says next.
pub struct Next {
    /// Laid over the ID token's claims; null takes one out.
    pub token: Value,
    /// Laid over the user information.
    pub info: Value,
    /// Which of its keys signs.
    pub signs: usize,
    /// Which of its keys it publishes.
    pub published: usize,
    /// Whether the token goes unsigned, with `alg: none`.
    pub unsigned: bool,
    /// The form of the last token request.
    pub asked: Vec<(String, String)>,
    /// How often it was asked for a token.
    pub token_requests: usize,
    /// What it calls the kind of its access token.
    pub token_type: &'static str,
    /// Whether it says that its answers name it (RFC 9207).
    pub announces_iss: bool,
    /// The path of an answer that is as long as said, in bytes, where one is.
    pub long: Option<(&'static str, usize)>,
    /// How often it was asked how it works.
    pub discoveries: usize,
    /// Whether it says that it is out of order, once it answers.
    pub is_down: bool,
    codes: Vec<String>,
}

impl Next {
    /// Makes the code good for one more sign-in.
    pub fn refill(&mut self) {
        self.codes = vec!["code".to_owned()];
    }
}

/// A running issuer.
#[derive(Clone)]
pub struct TestIssuer {
    pub address: String,
    pub next: Arc<Mutex<Next>>,
    /// While this is closed it does not say how it works.
    pub gate: Arc<tokio::sync::RwLock<()>>,
    clock: Clock,
}

impl TestIssuer {
    /// Starts one whose time is that of `clock`.
    pub async fn start(clock: Clock) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let next = Next {
            token: json!({}),
            info: json!({}),
            signs: 0,
            published: 0,
            unsigned: false,
            asked: Vec::new(),
            token_requests: 0,
            token_type: "Bearer",
            announces_iss: false,
            long: None,
            discoveries: 0,
            is_down: false,
            codes: vec!["code".to_owned()],
        };
        let issuer = Self { address, next: Arc::new(Mutex::new(next)), gate: Arc::default(), clock };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/userinfo", get(userinfo))
            .layer(axum::middleware::from_fn_with_state(issuer.clone(), lengthened))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        issuer
    }

    /// Changes what it says next.
    pub fn says(&self, change: impl FnOnce(&mut Next)) {
        change(&mut self.next.lock().unwrap());
    }

    /// A token signed by one of its keys.
    pub fn sign(&self, key: usize, claims: &Value) -> String {
        SigningKey::from_pem(KEYS[key]).unwrap().sign(claims).unwrap()
    }

    /// Lets its clock go on, which is also ours for its tokens.
    pub fn pass(&self, seconds: i64) {
        self.clock.move_to(self.clock.now() + chrono::TimeDelta::seconds(seconds));
    }

    /// The present second of its clock.
    pub fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }
}

/// Lays the members of `over` over `claims`.
pub fn laid_over(mut claims: Value, over: &Value) -> Value {
    for (name, value) in over.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

/// Makes an answer as long as was asked for, by white space that no reader of JSON minds.
async fn lengthened(State(issuer): State<TestIssuer>, request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    let path = request.uri().path().to_owned();
    let (head, body) = next.run(request).await.into_parts();
    let long = issuer.next.lock().unwrap().long;
    let Some((_, length)) = long.filter(|(lengthened, _)| *lengthened == path) else { return Response::from_parts(head, body) };
    let mut text = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
    text.resize(length, b' ');
    // In pieces and of no stated length.
    let pieces: Vec<Result<_, std::convert::Infallible>> = text.chunks(64 * 1024).map(|piece| Ok(piece.to_vec())).collect();
    let mut answer = Response::from_parts(head, axum::body::Body::from_stream(futures::stream::iter(pieces)));
    answer.headers_mut().remove("content-length");
    answer
}

async fn discovery(State(issuer): State<TestIssuer>) -> Response {
    let (announces_iss, is_down) = {
        let mut next = issuer.next.lock().unwrap();
        next.discoveries += 1;
        (next.announces_iss, next.is_down)
    };
    let _open = issuer.gate.read().await;
    if is_down {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    let at = |path: &str| format!("{}{path}", issuer.address);
    let published = json!({
        "issuer": issuer.address,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "end_session_endpoint": at("/end"),
        "jwks_uri": at("/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "none"],
        "authorization_response_iss_parameter_supported": announces_iss,
    });
    Json(published).into_response()
}

async fn jwks(State(issuer): State<TestIssuer>) -> Json<Value> {
    let published = issuer.next.lock().unwrap().published;
    Json(json!({ "keys": [SigningKey::from_pem(KEYS[published]).unwrap().public()] }))
}

async fn token(State(issuer): State<TestIssuer>, Form(form): Form<Vec<(String, String)>>) -> Response {
    let mut next = issuer.next.lock().unwrap();
    let code = form.iter().find(|(name, _)| name == "code").map(|(_, code)| code.clone()).unwrap_or_default();
    next.asked = form;
    next.token_requests += 1;
    let Some(index) = next.codes.iter().position(|known| *known == code) else {
        return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
    };
    next.codes.remove(index);
    let now = issuer.now();
    let claims = json!({
        "iss": issuer.address, "aud": CLIENT, "sub": "555000000001", "sid": "session-1", "iat": now, "exp": now + 300,
        "auth_time": now - 10, "acr": "AAL3_ANY", "id_assurance_level": "3", "authentication_assurance_level": "3",
    });
    let claims = laid_over(claims, &next.token);
    let id_token = if next.unsigned {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims))
    } else {
        issuer.sign(next.signs, &claims)
    };
    Json(json!({ "access_token": "access", "token_type": next.token_type, "expires_in": 300, "id_token": id_token })).into_response()
}

async fn userinfo(State(issuer): State<TestIssuer>) -> Json<Value> {
    let info = json!({
        "sub": "555000000001", "uid": "555000000001", "name": "Hollins Robin Mx", "display_name": "Robin Hollins",
        "email": "robin.hollins@practice.example",
        "nhsid_nrbac_roles": [
            { "person_orgid": "1", "person_roleid": "2", "org_code": "X10001", "role_code": "S8001:G8002:R8008", "activity_codes": ["B0560"] },
            { "person_orgid": "3", "person_roleid": "4", "org_code": "X10002", "role_code": "S8001:G8002:R8008" },
        ],
    });
    Json(laid_over(info, &issuer.next.lock().unwrap().info))
}
