//! `/cookies`.

use leptos::prelude::*;

use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/cookies";

/// The one cookie.
pub async fn get(request: Request) -> PageResult {
    let name = if request.services.settings.is_https() { "__Host-session" } else { "session" };
    Ok(Page::text(
        "Cookies",
        view! {
            <p>"We use one cookie. It keeps you signed in, and goes when you sign out or close your browser. Without use it ends after a while, which every page says. There is no tracking and no advertising."</p>
            <table class="nhsuk-table">
                <caption class="nhsuk-table__caption">"The cookie we use"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"What it is for"</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <td>{name}</td>
                        <td>"Knows your browser again from page to page while you are signed in"</td>
                    </tr>
                </tbody>
            </table>
        },
    ))
}
