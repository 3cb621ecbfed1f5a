//! A date as those who set it up see it: with what to look at again.

use chrono::NaiveDate;
use domain::field::capital;
use domain::slots::unusual;
use domain::time::format_day;
use leptos::prelude::*;

/// A date as an administrator sees it, with what to look at again.
pub fn marked_day(date: NaiveDate, deadline: NaiveDate) -> AnyView {
    view! { <span class="app-day">{format_day(date)}</span> {mark(date, deadline)} }.into_any()
}

/// What to look at again in a date, beside it: "On a Saturday".
pub fn mark(date: NaiveDate, deadline: NaiveDate) -> Option<impl IntoView> {
    let unusual = unusual(date, deadline);
    (!unusual.is_empty()).then(|| view! { <br /><span class="nhsuk-body-s">{capital(&unusual.join(", "))}</span> })
}

/// What to look at again in a date that was just made or moved, as a sentence after another; empty for most.
pub fn look_again(date: NaiveDate, deadline: NaiveDate) -> String {
    match unusual(date, deadline) {
        unusual if unusual.is_empty() => String::new(),
        unusual => format!(" Look at the day again: it is {}.", unusual.join(" and ")),
    }
}
