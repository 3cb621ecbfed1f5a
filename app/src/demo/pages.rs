//! `/demo/sign-in`.

use domain::time::format_instant;
use leptos::prelude::*;
use services::demo::PERSONAS;

use super::actions::{FORM, MoveClock};
use crate::legacy::path_of;
use crate::web::components::{Button, DateField};
use crate::web::errors::PageError;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;

/// The people of the demonstration, each behind a button, and the clock.
pub async fn sign_in(request: Request) -> PageResult {
    if !request.services.settings.demo {
        return Err(PageError::NotFound);
    }
    let now = format_instant(request.services.clock.now());
    let personas = PERSONAS
        .iter()
        .map(|persona| {
            view! {
                <h2 class="nhsuk-heading-s">{format!("{}, {}", persona.name, persona.role.name())}</h2>
                <p>{persona.about}</p>
                <form method="post" action="/demo/sign-in">
                    <input type="hidden" name="persona" value=persona.key />
                    <Button kind="secondary">"Sign in as "{persona.name}</Button>
                </form>
            }
        })
        .collect_view();
    let move_it = path_of::<MoveClock>();
    Ok(Page::new(
        "Sign in to the demonstration",
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>"Sign in to the demonstration"</h1>
                    <p>"Every practice and person here is invented. What you change is gone when the demonstration is started again."</p>
                    {personas}
                    <h2>"The clock"</h2>
                    <p>{format!("It reads {now}.")}</p>
                    <form method="post" action=move_it novalidate>
                        <DateField form=request.form(FORM) name="to" legend="Move it to the morning of another day" />
                        <Button kind="secondary">"Move the clock"</Button>
                    </form>
                    <p><a href="/demo/mail">"See the e-mails that were sent"</a></p>
                </div>
            </div>
        },
    ))
}
