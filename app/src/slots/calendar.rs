//! The dates as months: a second view, for people who think in weeks. The list says everything that it says.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use domain::time::{format_day, month_name};
use leptos::prelude::*;
use services::slots::{SlotChoice, SlotsView};

const WEEKDAYS: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];

/// One table a month, from the first date to the last; each date leads to its line in the list.
pub fn calendar(view: &SlotsView) -> impl IntoView + use<> {
    let offers: BTreeMap<NaiveDate, &SlotChoice> = view.offers.iter().map(|offer| (offer.slot.facts.date, offer)).collect();
    let months = offers.keys().filter_map(|day| day.with_day(1)).collect::<std::collections::BTreeSet<_>>();
    months.into_iter().map(|first| month(first, &offers)).collect_view()
}

fn month(first: NaiveDate, offers: &BTreeMap<NaiveDate, &SlotChoice>) -> impl IntoView + use<> {
    let after = first.checked_add_months(Months::new(1)).unwrap_or(first);
    let monday = first - Days::new(first.weekday().num_days_from_monday().into());
    let weeks = monday.iter_weeks().take_while(|monday| *monday < after);
    let rows = weeks.map(|monday| {
        let cells = monday
            .iter_days()
            .take(7)
            .map(|day| if day.month() == first.month() { cell(day, offers.get(&day).copied()) } else { view! { <td></td> }.into_any() });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let heads = WEEKDAYS.map(|(short, long)| {
        view! { <th scope="col"><abbr title=long>{short}</abbr></th> }
    });
    view! {
        <table class="app-calendar">
            <caption>{format!("{} {}", month_name(first.month()), first.year())}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

fn cell(day: NaiveDate, offer: Option<&SlotChoice>) -> AnyView {
    let Some(offer) = offer else { return view! { <td>{day.day()}</td> }.into_any() };
    let state = match (offer.refusal, &offer.wait) {
        (_, Some(_)) => ": you are on the waiting list",
        (None, None) => ": places left",
        (Some(domain::slots::BookingRefusal::SameDate), None) => ": your date",
        (Some(domain::slots::BookingRefusal::Full), None) => ": full",
        (Some(_), None) if !offer.is_open => ": sign-up has closed",
        (Some(_), None) => ": not for you now",
    };
    let class = if offer.refusal.is_none() { "app-calendar__date app-calendar__date--open" } else { "app-calendar__date" };
    let href = format!("#{}", anchor(offer));
    let label = format!("{}{state}", format_day(day));
    view! { <td class=class><a class="nhsuk-link" href=href aria-label=label>{day.day()}</a></td> }.into_any()
}

/// The id of a date's line in the list.
pub fn anchor(offer: &SlotChoice) -> String {
    format!("date-{}", offer.slot.facts.date)
}
