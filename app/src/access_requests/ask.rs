//! `/request-access`: somebody asks for access, having found their organisation.

use domain::access_requests::ROLES;
use domain::accounts::Role;
use domain::field::FieldError;
use domain::organisations::Level;
use leptos::prelude::*;
use services::access_requests::{Asked, OFFERED, Organisation, WHY_MAX, ask, matching};

use super::view::worked;
use crate::islands::PracticeSearch;
use crate::web::address::{REQUEST_ACCESS, REQUEST_ACCESS_SENT, SIGN_IN};
use crate::web::components::{Button, Choice, Radios, TextInput, Textarea};
use crate::web::form::Form;
use crate::web::format::email_hint;
use crate::web::outcome::{FormResult, PageResult, go, keep};
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = REQUEST_ACCESS;

/// The form.
pub async fn get(request: Request) -> PageResult {
    let form = request.only_form();
    let typed = |name: &str| form.value(name, "");
    let found = matching(&request.services, &typed("role"), &typed("q")).await?;
    let searched = !typed("q").trim().is_empty();
    let hint = email_hint(&request.services.access.invite_domains);
    let body = view! {
        <h1>"Ask for access"</h1>
        <p>"Ask here if you work for a practice, an ICB sub-group, an ICB or a region and have no account yet, or need another organisation in it."</p>
        <p>{worked(&request)}</p>
        <form method="post" novalidate>
            <TextInput form=form.clone() name="name" label="Your name" autocomplete="name" />
            <TextInput
                form=form.clone()
                name="email"
                label="Your work email address"
                hint
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
                <Button kind="secondary" name="step" value="find" formaction="#organisation">"Find organisation"</Button>
                {organisations(&form, found, searched)}
            </div>
            <Textarea
                form=form
                name="why"
                label="Why do you need access?"
                hint="The person who decides on your request reads this. Do not write anything about patients."
                rows=4
                limit=u32::try_from(WHY_MAX).unwrap_or_default()
            />
            // With its address: after a search the browser would keep `#organisation`, below the mistakes.
            <Button formaction=PATH>"Ask for access"</Button>
        </form>
    };
    Ok(Page::new("Ask for access", Page::two_thirds(body)).under(SIGN_IN, "Sign in"))
}

fn roles() -> Vec<Choice> {
    let choice = |role: Role| {
        let (name, hint) = match role {
            Role::PracticeManager => ("Practice manager or deputy", "You work through the checklist of a practice"),
            Role::Icb => ("ICB sub-group", "You watch over and help the practices of a sub-ICB location or an ICB"),
            Role::Commissioner | Role::Admin => ("Commissioner", "You read reports on an ICB or a region"),
        };
        Choice::new(role.key(), name).hint(hint)
    };
    ROLES.into_iter().map(choice).collect()
}

/// What was found, to choose from.
fn organisations(form: &Form, found: Vec<Organisation>, searched: bool) -> AnyView {
    if !searched {
        return ().into_any();
    }
    if found.is_empty() {
        return view! { <p role="status">"No organisation found. Check the code or name. It must match what you do: a practice, a sub-ICB location, an ICB or a region."</p> }.into_any();
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

/// Asks for access, or only looks organisations up with everything typed kept.
pub async fn post(request: Request) -> FormResult {
    let typed = |name: &str| request.typed.get(name).to_owned();
    if request.typed.get("step") == "find" {
        if typed("q").is_empty() {
            return Err(FieldError::new("q", "Enter the code or name of your organisation, then find it").into());
        }
        return Ok(keep());
    }
    let asked = Asked {
        name: typed("name"),
        email: typed("email"),
        role: typed("role"),
        org: typed("org"),
        q: typed("q"),
        why: request.typed.raw("why").unwrap_or_default().to_owned(),
    };
    ask(&request.services, &asked).await?;
    Ok(go(REQUEST_ACCESS_SENT))
}
