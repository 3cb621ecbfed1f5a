//! The filters of the list, as they stand in its address and in its form.

use domain::organisations::{OdsCode, Supplier};
use domain::stage::{Rag, Stage};
use leptos::prelude::*;
use services::practices::{LONGEST, Wanted};

use crate::islands::PracticeSearch;
use crate::web::address::PRACTICES;
use crate::web::components::{Button, Choice, Select};
use crate::web::fields::Fields;
use crate::web::form::Form;

/// The value of the filter `rag` that means: not switched on although the deadline has passed.
const OVERDUE: &str = "overdue";
/// The value of the filter `rag` that means: an exception was agreed.
const EXCEPTION: &str = "exception";

/// The value of `sort` that means: those at risk first.
const WORST_FIRST: &str = "worst";

/// What an address asks for, and which page of it. What does not read is left out.
pub(super) fn read(query: &Fields) -> (Wanted, u64) {
    let wanted = Wanted {
        text: query.get("q").chars().take(LONGEST).collect(),
        stage: Stage::from_key(query.get("stage")),
        supplier: Supplier::from_key(query.get("supplier")),
        rag: Rag::from_key(query.get("rag")),
        overdue: query.get("rag") == OVERDUE || query.get("overdue") == "1",
        exception: query.get("rag") == EXCEPTION,
        sub_icb: query.get("sub_icb").parse().ok(),
        worst_first: query.get("sort") == WORST_FIRST,
    };
    (wanted, query.page())
}

fn choices(pairs: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
    let all = Choice::new("", "All");
    std::iter::once(all).chain(pairs.into_iter().map(|(value, label)| Choice::new(value, label))).collect()
}

fn words(pairs: impl IntoIterator<Item = (&'static str, &'static str)>) -> Vec<Choice> {
    choices(pairs.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned())))
}

/// The form; it works without script.
pub(super) fn filter_form(wanted: &Wanted, sub_icbs: &[(OdsCode, String)]) -> impl IntoView + use<> {
    let word = |word: Option<&'static str>| word.unwrap_or_default();
    let rag = match (wanted.overdue, wanted.exception) {
        (true, _) => OVERDUE,
        (_, true) => EXCEPTION,
        _ => word(wanted.rag.map(Rag::key)),
    };
    let rags = std::iter::once((OVERDUE, "Overdue")).chain(Rag::ALL.map(|rag| (rag.key(), rag.name())));
    let rags = rags.chain([(EXCEPTION, "Exception agreed")]);
    let sub_icb = wanted.sub_icb.as_ref().map(OdsCode::to_string).unwrap_or_default();
    let places = (sub_icbs.len() > 1).then(|| {
        let places = choices(sub_icbs.iter().map(|(code, name)| (code.to_string(), name.clone())));
        view! { <Select form=Form::fresh() name="sub_icb" label="ICB sub-group" choices=places value=sub_icb /> }
    });
    let stages = words(Stage::ALL.map(|stage| (stage.key(), stage.name())));
    let sorts = vec![Choice::new("", "Name"), Choice::new(WORST_FIRST, "At risk first, furthest behind first")];
    let suppliers = words(Supplier::ALL.map(|supplier| (supplier.key(), supplier.name())));
    view! {
        <form class="app-filter" method="get" action=PRACTICES role="search" aria-label="Practices">
            <PracticeSearch label="Practice name or code".to_owned() value=wanted.text.clone() hint=String::new() error=String::new() fill=false />
            <div class="app-filter__fields">
                <Select form=Form::fresh() name="stage" label="Stage" choices=stages value=word(wanted.stage.map(Stage::key)) />
                <Select form=Form::fresh() name="rag" label="Status" choices=words(rags) value=rag />
                <Select form=Form::fresh() name="supplier" label="Supplier" choices=suppliers value=word(wanted.supplier.map(Supplier::key)) />
                {places}
                <Select form=Form::fresh() name="sort" label="Sort by" choices=sorts value=if wanted.worst_first { WORST_FIRST } else { "" } />
                <Button kind="secondary">"Show practices"</Button>
                <a class="app-filter__clear" href=PRACTICES>"Clear"</a>
            </div>
        </form>
    }
}
