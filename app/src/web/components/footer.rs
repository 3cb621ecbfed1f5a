//! The end of every page.

use std::sync::Arc;

use leptos::prelude::*;
use services::Help;

use super::contact;
use crate::web::page::SERVICE_NAME;

/// The end of every page; it names whom to ask, where the settings do.
#[component]
pub fn Footer(
    /// Whom to ask.
    help: Arc<Help>,
) -> impl IntoView {
    let ask = contact::is_known(&help).then(|| view! { <p class="nhsuk-body-s">"For help, ask "{contact::admin(&help)}"."</p> });
    let links = [("/guidance", "Guidance"), ("/accessibility", "Accessibility"), ("/cookies", "Cookies"), ("/privacy", "Privacy")];
    let items = links.map(|(href, text)| {
        let link = view! { <a class="nhsuk-footer__list-item-link" href=href>{text}</a> };
        view! { <li class="nhsuk-footer__list-item">{link}</li> }
    });
    view! {
        <footer class="nhsuk-footer" role="contentinfo">
            <div class="nhsuk-width-container">
                <div class="nhsuk-footer__meta">
                    <h2 class="nhsuk-u-visually-hidden">"Support links"</h2>
                    <ul class="nhsuk-footer__list">{items}</ul>
                    {ask}
                    <p class="nhsuk-body-s">{SERVICE_NAME}</p>
                </div>
            </div>
        </footer>
    }
}
