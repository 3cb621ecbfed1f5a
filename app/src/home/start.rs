//! `/`.

use domain::accounts::{Role, Viewer};
use domain::time::format_day;
use leptos::prelude::*;

use crate::web::address::{self, REQUEST_ACCESS, SIGN_IN};
use crate::web::components::LinkButton;
use crate::web::errors::PageError;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::page::SERVICE_NAME;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/";

/// What this is, and the way in; who is signed in goes to where their work is.
pub async fn get(request: Request) -> PageResult {
    if let Some(viewer) = request.viewer_if_any() {
        return Err(PageError::Redirect(home_of(viewer)));
    }
    let deadline = format_day(request.services.programme.deadline);
    let demo = request.services.settings.demo;
    Ok(Page::new(
        "Get ready to give patients access to new entries in their record",
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>"Get ready to give patients access to new entries in their record"</h1>
                    <p class="nhsuk-lede-text">
                        {format!("Every GP practice gives its patients online access to new entries in their record by {deadline}, unless an exception applies.")}
                    </p>
                    <p>"Use this service to:"</p>
                    <ul>
                        <li>"work through the readiness checklist of your practice"</li>
                        <li>"book an EMIS date, or record how you switched on in TPP SystmOne or with another supplier"</li>
                        <li>"see how the practices of your ICB sub-group, ICB or region are getting on"</li>
                    </ul>
                    <LinkButton href=SIGN_IN>"Sign in"</LinkButton>
                    <p>"New to this? Read our "<a href="/guidance">"guidance"</a>" first. It needs no account."</p>
                    {demo.then(|| view! { <p><a href="/demo/sign-in">"This is a demonstration: sign in as one of its people"</a></p> })}
                    <h2>"Before you start"</h2>
                    <p>"You need an account under your work email address. There is no password: we send you a link."</p>
                    <p>"No account yet? "<a href=REQUEST_ACCESS>"Ask for access"</a>". With a smartcard, "<a href="/smartcards">"check what it needs"</a>"."</p>
                    <p>{format!("The {SERVICE_NAME} is for practice managers and their deputies, ICB sub-groups and commissioners.")}</p>
                </div>
            </div>
        },
    ))
}

/// Where a person's work is.
fn home_of(viewer: &Viewer) -> String {
    match (viewer.role, viewer.scope.practices.first()) {
        (Role::PracticeManager, Some(practice)) if viewer.scope.practices.len() == 1 => address::practice(practice).page(),
        (Role::PracticeManager | Role::Icb, _) => address::PRACTICES.to_owned(),
        (Role::Commissioner, _) => "/reports/deadline".to_owned(),
        (Role::Admin, _) => "/admin".to_owned(),
    }
}
