//! `/signed-out`.

use leptos::prelude::*;

use crate::web::address::{SIGN_IN, SIGNED_OUT, local_path};
use crate::web::components::LinkButton;
use crate::web::fields::Fields;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = SIGNED_OUT;

/// Where a page redirects when its session has ended. Redirects do not count as activity: the person may still work in another tab, and
/// otherwise two tabs would keep each other signed in.
pub async fn get(request: Request) -> PageResult {
    let next = local_path(request.query.get("next")).unwrap_or("/").to_owned();
    if request.viewer_if_any().is_some() {
        return Ok(Page::new(
            "You are still signed in",
            Page::two_thirds(view! {
                <h1>"You are still signed in"</h1>
                <p>"You used the service in another window meanwhile."</p>
                <LinkButton href=next>"Go back to the page"</LinkButton>
            }),
        ));
    }
    let minutes = request.services.access.lifetime.idle.num_minutes();
    // Sessions of a demonstration outlast its clock.
    let after = if minutes < 24 * 60 { format!("{minutes} minutes") } else { "some time".to_owned() };
    let again = format!("{SIGN_IN}?{}", Fields::from([("next", next.as_str())]).encode());
    Ok(Page::new(
        "You have been signed out",
        Page::two_thirds(view! {
            <h1>"You have been signed out"</h1>
            <p>{format!("We sign you out when you do not use the service for {after}. Everything you saved is still there.")}</p>
            <LinkButton href=again>"Sign in again"</LinkButton>
        }),
    ))
}
