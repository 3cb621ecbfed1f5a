//! `/demo/sign-in`: the people of the demonstration, and its clock.

use domain::accounts::Method;
use domain::time::{format_instant, london_instant};
use leptos::prelude::*;
use services::demo::PERSONAS;

use crate::accounts::session::{NewId, start};
use crate::web::components::{Button, DateField, FormName};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, go, succeed};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/demo/sign-in";
/// The name of the forms that sign in.
pub const PERSONA: &str = "persona";
/// The name of the form that moves the clock.
pub const CLOCK: &str = "clock";

/// The people of the demonstration, each behind a button, and the clock.
pub async fn get(request: Request) -> PageResult {
    only_here(&request)?;
    let now = format_instant(request.services.clock.now());
    let personas = PERSONAS
        .iter()
        .map(|persona| {
            view! {
                <h2 class="nhsuk-heading-s">{format!("{}, {}", persona.name, persona.role.name())}</h2>
                <p>{persona.about}</p>
                <form method="post" novalidate>
                    <FormName name=PERSONA />
                    <input type="hidden" name="persona" value=persona.key />
                    <Button kind="secondary">"Sign in as "{persona.name}</Button>
                </form>
            }
        })
        .collect_view();
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
                    <form method="post" novalidate>
                        <FormName name=CLOCK />
                        <DateField form=request.form(CLOCK) name="to" legend="Move it to the morning of another day" />
                        <Button kind="secondary">"Move the clock"</Button>
                    </form>
                    <p><a href="/demo/mail">"See the emails that were sent"</a></p>
                </div>
            </div>
        },
    ))
}

/// Signs in as one of the people.
pub async fn become_persona(request: Request) -> FormResult {
    only_here(&request)?;
    let key = request.typed.get("persona");
    let persona = PERSONAS.iter().find(|persona| persona.key == key).ok_or(PageError::BadRequest)?;
    let session = request.own_session()?;
    let id = NewId::random();
    let viewer = services::accounts::sign_in_persona(&request.services, persona, &id.reference()).await?;
    start(&request.services, session, &id, &viewer, Method::Demo, request.headers()).await?;
    Ok(go("/"))
}

/// Moves the clock to 9:05am on a day.
pub async fn move_clock(request: Request) -> FormResult {
    only_here(&request)?;
    let day = request.typed.date("to").parse("to", "The day to move to")?;
    let instant = london_instant(day, 9, 5);
    request.services.clock.move_to(instant);
    Ok(succeed(PATH, format!("The clock reads {}.", format_instant(instant))))
}

/// Elsewhere there is no such address.
fn only_here(request: &Request) -> Result<(), PageError> {
    if request.services.settings.demo { Ok(()) } else { Err(PageError::NotFound) }
}
