//! What the router answers to, asked of the router.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use tower::ServiceExt;

/// Every method and address, and the name of each form of an address that has several. axum keeps the addresses to itself but for its `Debug`; the methods are those of the `Allow` that it answers
/// to a method that no route has.
pub async fn of(router: &Router) -> BTreeSet<(String, String, String)> {
    let pages = app::routes::pages();
    let mut routes = BTreeSet::new();
    for path in paths(router) {
        let any = path.replace(['{', '}', '*'], "");
        let request = Request::builder().method("TRACE").uri(&any).header(header::HOST, "tracker.test").body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let allow = answer.headers().get(header::ALLOW).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        assert!(!allow.is_empty(), "{path} does not say which methods it takes: {}", answer.status());
        let methods = allow.split(',').map(str::trim).filter(|method| *method != "HEAD");
        for method in methods {
            let page = pages.iter().find(|page| method == "POST" && page.path() == path);
            let forms = page.map(|page| page.forms().collect::<Vec<_>>()).filter(|forms| !forms.is_empty()).unwrap_or_else(|| vec![""]);
            routes.extend(forms.into_iter().map(|form| (method.to_owned(), path.clone(), form.to_owned())));
        }
    }
    // Whatever else changes in axum's `Debug`, these must be among them.
    for page in pages {
        assert!(routes.contains(&("GET".to_owned(), page.path().to_owned(), String::new())), "the router does not list {}", page.path());
    }
    routes
}

/// The addresses in `paths: {RouteId(0): "/", …}`, but for the page of what is not there and the folder of the assets, which holds nothing
/// that is anybody's.
fn paths(router: &Router) -> BTreeSet<String> {
    let text = format!("{router:?}");
    let quoted = text.split("RouteId(").filter_map(|part| part.split_once("): \"")).map(|(_, rest)| rest);
    let paths = quoted.filter_map(|rest| rest.split('"').next());
    paths
        .filter(|path| path.starts_with('/') && !path.starts_with("/assets") && !path.contains("{*__private__axum_fallback}"))
        .map(str::to_owned)
        .collect()
}
