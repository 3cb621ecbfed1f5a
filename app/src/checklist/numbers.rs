//! `/practices/{ods}/checklist/numbers`: what is recorded; each number has its own page to record it.

use domain::checklist::Owed;
use domain::organisations::OdsCode;
use domain::programme::Programme;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use services::checklist::{Figure, NumbersView};

use super::numbers_view::{count, model_list};
use crate::web::address::practice;
use crate::web::components::{Column, InsetText, Table, WarningCallout};
use crate::web::format::by;
use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/checklist/numbers";

/// Figures of the enhanced-review code, what they mean, and the model of access.
pub async fn get(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::checklist::numbers(&request.services, viewer, &ods).await?;
    let (name, practice) = (view.practice.name.clone(), practice(&ods));
    let body = view! {
        <h2>"Patients with the code 104"</h2>
        <p>"The code 1364731000000104 (enhanced review indicated) makes a patient's access wait until somebody has looked."</p>
        {owed(&view, request.services.programme)}
        {figures(&view.figures, &view)}
        {view.may_work.then(|| view! { <p><a class="nhsuk-link" href=practice.count()>"Record a figure"</a></p> })}
        <h2>"Model of access"</h2>
        {model(&view, &ods)}
        <p><a href=practice.page()>"Go back to the practice"</a></p>
    };
    let page = Page::captioned(format!("{name}, {ods}"), "Numbers", body);
    Ok(page.under_practice(&ods, name))
}

fn owed(view: &NumbersView, programme: &Programme) -> Option<impl IntoView + use<>> {
    let Owed::PlanAndFigures { next, overdue } = view.owed else { return None };
    let due = if overdue { "was due on" } else { "is due on" };
    let due = format!("The next figure {due} {}.", format_day(next));
    let tell = programme.enhanced_review.tell.clone();
    Some(view! {
        <WarningCallout heading="An action plan is owed">
            <p>"More than half of your patients have the code. Practices like this owe an action plan, then a figure each month. "{due}</p>
            <p>{tell}</p>
        </WarningCallout>
    })
}

fn figures(figures: &[Figure], view: &NumbersView) -> AnyView {
    let size = match view.practice.list_size {
        Some((size, dated)) => {
            let day = dated.map_or_else(String::new, |day| format!(" on {}", format_day(day)));
            format!("Registered patients: {}{day}.", count(size))
        }
        None => "How many patients are registered is not known.".to_owned(),
    };
    if figures.is_empty() {
        return view! { <p>{size}" No figure is recorded."</p> }.into_any();
    }
    let columns = [Column::new("Day"), Column::number("Patients with the code"), Column::new("Recorded")].into_iter();
    let columns = columns.chain(view.may_work.then(|| Column::new("Change"))).collect();
    let ods = &view.practice.hierarchy.practice;
    let row = |figure: &Figure| {
        let recorded = by(format_instant(figure.recorded_at), &figure.recorded_by);
        let cells = [format_day(figure.counted.on).into_any(), count(figure.counted.patients).into_any(), recorded.into_any()];
        cells.into_iter().chain(view.may_work.then(|| change(ods, figure))).collect()
    };
    let rows = figures.iter().map(row).collect();
    view! {
        <p>{size}" The newest figure counts."</p>
        <Table caption="Figures, the newest first" caption_hidden=true columns rows />
    }
    .into_any()
}

fn change(ods: &OdsCode, figure: &Figure) -> AnyView {
    let href = practice(ods).figure(&figure.id);
    let hidden = format!(" the figure of {}", format_day(figure.counted.on));
    view! { <a class="nhsuk-link" href=href>"Correct or remove"<span class="nhsuk-u-visually-hidden">{hidden}</span></a> }.into_any()
}

fn model(view: &NumbersView, ods: &OdsCode) -> AnyView {
    if view.model.is_none() && !view.assessed {
        let words = "A practice decides this in its data protection impact assessment. It can be recorded once that item is complete.";
        return view! { <InsetText><p>{words}</p></InsetText> }.into_any();
    }
    let recorded = match &view.model {
        Some(chosen) => model_list(chosen).into_any(),
        None => view! { <p>"Nothing was recorded yet."</p> }.into_any(),
    };
    let word = if view.model.is_some() { "Change the model" } else { "Record the model" };
    let href = practice(ods).model();
    let link = (view.may_work && view.assessed).then(|| view! { <p><a class="nhsuk-link" href=href>{word}</a></p> });
    view! { {recorded} {link} }.into_any()
}
