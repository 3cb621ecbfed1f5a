//! `/how-practices-are-read`: the rule behind "on course", "needs attention" and "at risk", with its numbers.

use domain::stage::{Rag, UsualWork};
use domain::time::format_day;
use leptos::prelude::*;

use crate::web::components::{Column, RagTag, Table};
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/how-practices-are-read";

/// The rule and its numbers.
pub async fn get(request: Request) -> PageResult {
    let programme = request.services.programme;
    let deadline = format!("the deadline, {}", format_day(programme.deadline));
    let confirm = format!(
        "A practice whose date or planned day has passed needs attention. It is at risk once {} have passed without word from it.",
        days(programme.slots.confirm_working_days)
    );
    let not_on = format!("After {deadline}, every practice that is not switched on is at risk.");
    Ok(Page::text(
        "How practices are read",
        view! {
            <p>"Each practice is on course, needs attention or is at risk. We work that out from what is still possible for it and what it still has to do. The reason stands beside it."</p>
            <h2>"What is still possible"</h2>
            <ul>
                <li>"By EMIS date: until sign-up closes for the last date by the deadline that has a place for the practice. A place that is held for its ICB, or kept for the practice, counts."</li>
                <li>"With TPP or another supplier: until the deadline."</li>
                <li>"Before any EMIS date is on offer: until the deadline."</li>
                <li>"Once a date is booked or a day is planned: until that day, for what is open of the checklist."</li>
            </ul>
            <p>"If no EMIS date by the deadline is possible any more, the practice is at risk at once."</p>
            <h2>"What is still to do"</h2>
            {work(programme.work)}
            <p>"Nothing published says how long this work takes. These numbers are our choice."</p>
            <h2>"What that comes to"</h2>
            {slack(programme.work)}
            <p>{confirm}</p>
            <p>{not_on}</p>
            <p>"A practice with an agreed exception counts apart until it is switched on."</p>
            <h2>"Past days"</h2>
            <p>"A report of a past day shows what was known at the end of that day: the dates, cut-offs, places, checklists, plans and exceptions as they were. Only a switch-on that is recorded late corrects it."</p>
        },
    ))
}

/// "1 working day".
fn days(count: u16) -> String {
    if count == 1 { "1 working day".to_owned() } else { format!("{count} working days") }
}

fn work(usual: UsualWork) -> impl IntoView {
    let rows = [
        ("Each required checklist item that is open", usual.item),
        ("Signing off the checklist", usual.sign_off),
        ("TPP: each step in SystmOne", usual.step),
        ("Other suppliers: until your ICB has agreed that access is on", usual.confirmation),
    ];
    let rows = rows.map(|(what, count)| vec![what.into_any(), days(count).into_any()]).into();
    let columns = ["Work", "It usually takes"].map(Column::new).to_vec();
    view! { <Table caption="How long work usually takes" columns rows /> }
}

fn slack(usual: UsualWork) -> impl IntoView {
    let rows = [
        (Rag::Green, format!("{} or more to spare", days(usual.on_course_from))),
        (Rag::Amber, format!("Fewer than {} to spare", days(usual.on_course_from))),
        (Rag::Red, "Less time than the work usually takes".to_owned()),
    ];
    let rows = rows.into_iter().map(|(rag, words)| vec![view! { <RagTag rag /> }.into_any(), words.into_any()]).collect();
    let columns = ["Status", "Working days that are left, less the work"].map(Column::new).to_vec();
    view! { <Table caption="What each word means" columns rows /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_programme() {
        let usual = UsualWork { item: 1, sign_off: 2, step: 31, confirmation: 41, on_course_from: 51 };
        let html = format!("{}{}", work(usual).into_any().to_html(), slack(usual).into_any().to_html());
        for words in [
            "1 working day<",
            "2 working days",
            "31 working days",
            "41 working days",
            "51 working days or more",
            "Fewer than 51 working days",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }
}
