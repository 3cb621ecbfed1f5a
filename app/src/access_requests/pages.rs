//! `/request-access` and the pages behind it.

use domain::access_requests::ROLES;
use domain::accounts::Role;
use domain::organisations::Level;
use domain::time::format_instant;
use leptos::prelude::*;
use services::access_requests::{CONFIRM_HOURS, OFFERED, Organisation, RequestLink, WHY_MAX, look_at_link, offers};

use super::actions::{AskForAccess, ConfirmRequest};
use crate::legacy::path_of;
use crate::web::components::{Button, Choice, LinkButton, Radios, TextInput, Textarea};
use crate::web::form::Form;
use crate::islands::PracticeSearch;
use crate::web::page::{Page, PageResult};
use crate::web::request::Request;
use crate::web::address::SIGN_IN;

/// Where people ask.
pub(super) const ASK: &str = "/request-access";
/// The name of the form.
pub(super) const FORM: &str = "request-access";

/// The form.
pub async fn ask(request: Request) -> PageResult {
    let form = request.form(FORM);
    let typed = |name: &str| form.value(name, "");
    let found = offers(&request.services, &typed("role"), &typed("q")).await?;
    let searched = !typed("q").trim().is_empty();
    let domains = request.services.access.invite_domains.join(", ");
    let body = view! {
        <h1>"Ask for access"</h1>
        <p>"Ask here if you work for a practice, an ICB sub-group, an ICB or a region and have no account yet, or need another organisation in it."</p>
        <p>{worked(&request)}</p>
        <form method="post" action={path_of::<AskForAccess>()} novalidate>
            <TextInput form=form.clone() name="name" label="Your name" autocomplete="name" />
            <TextInput
                form=form.clone()
                name="email"
                label="Your work e-mail address"
                hint=format!("It must be under one of: {domains}")
                kind="email"
                autocomplete="email"
            />
            <Radios form=form.clone() name="role" legend="What do you do?" choices=roles() />
            <div id="organisation">
                <PracticeSearch
                    label="Your organisation".to_owned()
                    hint="Its code, like A81001, or words of its name".to_owned()
                    value=typed("q")
                    error=form.error("q").unwrap_or_default()
                    fill=true
                />
                <Button kind="secondary" name="step" value="find">"Find organisation"</Button>
                {organisations(&form, found, searched)}
            </div>
            <Textarea
                form=form
                name="why"
                label="Why do you need access?"
                hint="Whoever decides on your request reads this. Do not write anything about patients."
                rows=4
                limit=u32::try_from(WHY_MAX).unwrap_or_default()
            />
            <Button>"Ask for access"</Button>
        </form>
    };
    Ok(Page::new("Ask for access", two_thirds(body)).under(SIGN_IN, "Sign in"))
}

/// When requests are worked, and when one made now can expect its answer.
fn worked(request: &Request) -> String {
    let round = &request.services.access.round;
    let next = format_instant(round.next_after(request.services.clock.now()));
    format!("We work on requests on {}. The next time is {next}.", round.days_in_words())
}

fn roles() -> Vec<Choice> {
    let choice = |role: Role| {
        let (name, hint) = match role {
            Role::PracticeManager => ("Practice manager or deputy", "You work through the checklist of a practice"),
            Role::Icb => ("ICB sub-group", "You watch over and help the practices of a sub-ICB location or an ICB"),
            Role::Commissioner | Role::Admin => ("Commissioner", "You read reports on an ICB or a region"),
        };
        Choice::new(role.word(), name).hint(hint)
    };
    ROLES.into_iter().map(choice).collect()
}

/// What was found, to choose from.
fn organisations(form: &Form, found: Vec<Organisation>, searched: bool) -> AnyView {
    if !searched {
        return ().into_any();
    }
    if found.is_empty() {
        return view! { <p role="status">"No organisation fits. Check the code or name. It must go with what you do: a practice, a sub-ICB location, an ICB or a region."</p> }.into_any();
    }
    let only = if let [one] = found.as_slice() { one.code.to_string() } else { String::new() };
    let known = form.value("org", "");
    let value = if found.iter().any(|found| found.code.as_str() == known) { known } else { only };
    let choices = found.into_iter().map(|found| {
        let kind = match found.level {
            Level::Practice => "Practice",
            Level::Pcn => "PCN",
            Level::SubIcb => "Sub-ICB location",
            Level::Icb => "ICB",
            Level::Region => "Region",
        };
        let postcode = found.postcode.map_or_else(String::new, |postcode| format!(", {postcode}"));
        Choice::new(found.code.to_string(), found.name).hint(format!("{kind}, {}{postcode}", found.code))
    });
    let choices: Vec<_> = choices.collect();
    let more = (choices.len() >= OFFERED)
        .then(|| view! { <p role="status">"There are more: enter more of the name, or the code, to find others."</p> });
    let error = form.error("org");
    // What stands in the form under this name may belong to an earlier search.
    let form = Form::failing("org", error);
    view! {
        <Radios form name="org" legend="Which of these is it?" choices value />
        {more}
    }
    .into_any()
}

/// After asking: the same for everybody.
pub async fn sent(request: Request) -> PageResult {
    let demo = request.services.settings.demo;
    let body = view! {
        <h1>"Confirm your e-mail address"</h1>
        <p>"A link is on its way to the address you entered. Open it and select the button: before that nobody looks at your request."</p>
        <ul>
            <li>{format!("The link works for {CONFIRM_HOURS} hours.")}</li>
            <li>"If nothing comes, look in your junk folder, then "<a href=ASK>"ask again"</a>"."</li>
        </ul>
        <h2>"When to expect an answer"</h2>
        <p>{worked(&request)}</p>
        {demo.then(|| view! { <p><a href="/demo/mail">"This is a demonstration: see what was sent"</a></p> })}
    };
    Ok(Page::new("Confirm your e-mail address", two_thirds(body)))
}

/// Opening a link changes nothing, because mail scanners open links: the button confirms.
pub async fn link(request: Request) -> PageResult {
    let token = request.param("token").to_owned();
    Ok(match look_at_link(&request.services, &token).await? {
        RequestLink::Usable(record) => {
            let organisation = format!("{} ({})", record.organisation.name, record.organisation.code);
            let body = view! {
                <h1>"Confirm that you ask for access"</h1>
                <p>{format!("To {organisation}, as {}.", record.role.name().to_lowercase().replace("icb", "ICB"))}</p>
                <form method="post" action={path_of::<ConfirmRequest>()} novalidate>
                    <input type="hidden" name="token" value=token />
                    <Button>"Confirm my request"</Button>
                </form>
            };
            Page::new("Confirm that you ask for access", two_thirds(body))
        }
        RequestLink::Confirmed(next) => {
            let body = view! {
                <h1>"Your request is confirmed"</h1>
                <p>{worked(&request)}</p>
                <p>{format!("Expect an e-mail with the answer after {}. You need do nothing more.", format_instant(next))}</p>
                <p>"To see what you need for signing in with a smartcard, "<a href="/smartcards">"check your smartcard"</a>"."</p>
            };
            Page::new("Your request is confirmed", two_thirds(body))
        }
        RequestLink::Spent => {
            let words = format!("It is more than {CONFIRM_HOURS} hours old, or not all of it was copied.");
            let body = view! {
                <h1>"This link no longer works"</h1>
                <p>{words}</p>
                <LinkButton href=ASK>"Ask for access"</LinkButton>
            };
            Page::new("This link no longer works", two_thirds(body))
        }
    })
}

/// A page of text.
fn two_thirds(content: impl IntoView + 'static) -> impl IntoView {
    view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">{content}</div>
        </div>
    }
}
