//! `/accessibility`, `/cookies` and `/privacy`.

use leptos::prelude::*;

use crate::web::components::contact;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// How to use the service with any device, and what is known not to work.
pub async fn accessibility(request: Request) -> PageResult {
    let admin = contact::admin(&request.services.help);
    Ok(text(
        "Accessibility",
        view! {
            <p>"Everything here works without script, from the keyboard, at 400% zoom and on a phone. Charts are repeated as tables."</p>
            <p>"Every page is checked automatically against the rules of WCAG 2.2 AA before a change goes live. It has not yet been audited by people who use assistive technology."</p>
            <p>"If something does not work for you, tell "{admin}" what you were doing and which device you use."</p>
        },
    ))
}

/// The one cookie.
pub async fn cookies(request: Request) -> PageResult {
    let name = if request.services.settings.is_https() { "__Host-session" } else { "session" };
    Ok(text(
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

/// What is kept about people.
pub async fn privacy(_: Request) -> PageResult {
    Ok(text(
        "Privacy",
        view! {
            <p>"The service holds no information about patients. About the people who use it, it keeps:"</p>
            <ul>
                <li>"your name, work e-mail address, role and the organisations you work for"</li>
                <li>"when you signed in, how, and in which kind of browser; when you accepted the access agreement"</li>
                <li>"what you recorded and when, so that a practice's history can be read"</li>
                <li>"what you wrote when you asked for access; a request that is not confirmed is removed after a day"</li>
                <li>"where a practice notes it, what you still need for signing in with a smartcard: no data of the card"</li>
                <li>"which messages were sent to you in the last 400 days, and whether that worked"</li>
            </ul>
            <p>"Other people who may see a practice see the names of those who recorded something for it. Log files hold no names and no e-mail addresses."</p>
        },
    ))
}

fn text(title: &'static str, content: impl IntoView + 'static) -> Page {
    Page::new(
        title,
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>{title}</h1>
                    {content}
                </div>
            </div>
        },
    )
}
