//! `/smartcards`: a step-by-step check, open to all. The answers stand in the address; none of them is a secret.

use chrono::NaiveDate;
use domain::field::FieldError;
use domain::smartcards::{ACTIVITIES, Certainty, Need, PasscodeRule, Reply, SERVICE_DESK, Step, System, passcode_rule, step};
use domain::time::format_day;
use leptos::prelude::*;

use crate::web::address::{REQUEST_ACCESS, SMARTCARD_CHECK};
use crate::web::components::{Button, Choice, Column, InsetText, LinkButton, Radios, Table};
use crate::web::fields::Fields;
use crate::web::form::Form;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = SMARTCARD_CHECK;

const TITLE: &str = "What you need before you can sign in with a smartcard";

/// The next question, or the result.
pub async fn get(request: Request) -> PageResult {
    let started = request.query.raw("start").is_some() || Need::ALL.iter().any(|need| request.query.raw(need.key()).is_some());
    let asked = step(|need| Reply::from_key(request.query.get(need.key())));
    let content = match &asked {
        _ if !started => start(request.today()).into_any(),
        Step::Ask(need) => question(&form_of_step(&request.query, *need), &request.query, *need).into_any(),
        Step::Result(open) => result(open).into_any(),
    };
    let body = view! {
        <div class="nhsuk-grid-row">
            <div class="nhsuk-grid-column-two-thirds">{content}</div>
        </div>
    };
    let mut page = Page::new(TITLE, body);
    if let Step::Ask(need) = asked
        && let Some(why) = unanswered(&request.query, need)
    {
        page = page.failed(vec![FieldError::new(need.key(), why)]);
    }
    Ok(if started { page.back_to(back(&request.query), "Back") } else { page })
}

/// What is wrong where somebody goes on without a choice.
fn unanswered(query: &Fields, need: Need) -> Option<&'static str> {
    (query.get("asked") == need.key()).then_some("Choose yes, no, or that you do not know")
}

fn form_of_step(query: &Fields, need: Need) -> Form {
    Form::failing(need.key(), unanswered(query, need).map(str::to_owned))
}

/// The step before: the last reply taken away again.
fn back(query: &Fields) -> String {
    let mut given: Vec<_> = Need::ALL.map(Need::key).into_iter().filter(|word| Reply::from_key(query.get(word)).is_some()).collect();
    match given.pop() {
        None => PATH.to_owned(),
        Some(_) => {
            let start = Fields::from([("start", "yes")]);
            let kept = given.into_iter().fold(start, |kept, word| kept.with(word, query.get(word)));
            format!("{PATH}?{}", kept.encode())
        }
    }
}

fn start(today: NaiveDate) -> impl IntoView {
    view! {
        <h1>{TITLE}</h1>
        <p>"Answer 3 questions to find out what is missing and who to ask. Have your smartcard with you, or ask your Registration Authority what is on it."</p>
        <LinkButton href=format!("{PATH}?start=yes")>"Start the check"</LinkButton>
        <InsetText>
            <p>"We never ask for your smartcard passcode. Do not enter it on this site or tell it to anyone."</p>
        </InsetText>
        <h2>"Passcode rules"</h2>
        {rules(today)}
        <p>"A passcode that you have now goes on working: the rules count when you next choose one. Six to eight numbers fit both systems. Avoid birthdays and anything easy to guess."</p>
        <p>"Questions about your passcode go to your local Registration Authority."</p>
    }
}

fn rules(today: NaiveDate) -> impl IntoView {
    let rows = System::ALL.map(|system| {
        let rule = passcode_rule(system, today);
        vec![system.name().into_any(), form_of(rule).into_any(), sure(rule).into_any()]
    });
    let columns = ["Where you choose it", "A new passcode has", "Status"].map(Column::new).to_vec();
    view! { <Table caption=format!("On {}", format_day(today)) columns rows=rows.into() /> }
}

fn form_of(rule: Option<PasscodeRule>) -> String {
    rule.map_or_else(
        || "Ask your Registration Authority".to_owned(),
        |rule| format!("{} to {} {}", rule.min, rule.max, if rule.numbers_only { "numbers, no letters" } else { "characters" }),
    )
}

fn sure(rule: Option<PasscodeRule>) -> String {
    match rule.map(|rule| rule.certainty) {
        None => "The rule at this time is not in our sources".to_owned(),
        Some(Certainty::Holds) => "In force".to_owned(),
        Some(Certainty::ChangesBy(day)) => format!("In force until it follows the Care Identity Service, expected by {}", format_day(day)),
        Some(Certainty::MayHaveChangedBy(day)) => {
            format!("It was expected to follow the Care Identity Service by {}: ask your Registration Authority", format_day(day))
        }
    }
}

fn question(form: &Form, query: &Fields, need: Need) -> impl IntoView + use<> {
    let (legend, hint) = match need {
        Need::PracticeCode => (
            "Is the code for each practice you work for on your smartcard?",
            "A practice’s code is a letter and five numbers, like A81001. Being on the card for one practice does not open another."
                .to_owned(),
        ),
        Need::ActivityCode => {
            let codes: Vec<_> = ACTIVITIES.iter().map(|(code, name)| format!("{code} ({name})")).collect();
            ("Do you have at least one of the activity codes for each of these practices?", format!("{}.", codes.join(", ")))
        }
        Need::Software => (
            "Is NHS Credential Management installed on your computer?",
            "Modern browsers need it to read a smartcard. Your IT support can tell you.".to_owned(),
        ),
    };
    let number = Need::ALL.iter().position(|other| *other == need).unwrap_or_default() + 1;
    let before = Need::ALL.into_iter().take(number - 1).map(|need| {
        let value = query.get(need.key()).to_owned();
        view! { <input type="hidden" name=need.key() value=value /> }
    });
    let form = form.clone();
    let choices = vec![Choice::new("yes", "Yes"), Choice::new("no", "No"), Choice::new("unsure", "I do not know")];
    view! {
        <form method="get" action=PATH novalidate>
            <input type="hidden" name="start" value="yes" />
            <input type="hidden" name="asked" value=need.key() />
            {before.collect_view()}
            <p class="nhsuk-caption-l">{format!("Question {number} of {}", Need::ALL.len())}</p>
            <Radios form name=need.key() legend hint choices heading=true />
            <Button>"Continue"</Button>
        </form>
    }
}

fn result(open: &[(Need, Reply)]) -> AnyView {
    let again = view! { <p><a href=format!("{PATH}?start=yes")>"Check again"</a></p> };
    if open.is_empty() {
        return view! {
            <h1>"You have what you need"</h1>
            <p>"Your smartcard should let you in. If it does not, call the National Service Desk on "{SERVICE_DESK}"."</p>
            <p>"Without a smartcard you can "<a href=REQUEST_ACCESS>"ask for access by email"</a>"."</p>
            {again}
        }
        .into_any();
    }
    let items = open.iter().map(|(need, reply)| {
        let heading = match reply {
            Reply::Unsure => format!("Find out: {}", need.name()),
            Reply::Yes | Reply::No => format!("Missing: {}", need.name()),
        };
        view! { <h2 class="nhsuk-heading-m">{heading}</h2>{whom(*need).map(|line| view! { <p>{line}</p> }).collect_view()} }
    });
    view! {
        <h1>"What is still missing"</h1>
        {items.collect_view()}
        <p>"Meanwhile you can "<a href=REQUEST_ACCESS>"ask for access by email"</a>", without a smartcard."</p>
        {again}
    }
    .into_any()
}

/// Whom to ask.
fn whom(need: Need) -> [String; 2] {
    match need {
        Need::PracticeCode | Need::ActivityCode => [
            "Ask your local Registration Authority to add it, together with the practice.".to_owned(),
            "If you do not know your Registration Authority, ask your ICB sub-group.".to_owned(),
        ],
        Need::Software => [
            "Ask your ICB sub-group or your IT support when they install it.".to_owned(),
            format!("If that does not help, call the National Service Desk on {SERVICE_DESK}."),
        ],
    }
}
