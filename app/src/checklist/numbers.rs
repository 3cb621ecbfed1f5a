//! `/practices/{ods}/checklist/numbers`.

use domain::accounts::changed_meanwhile;
use domain::checklist::{Model, Owed};
use domain::field::{DateInput, FieldError, format_count};
use domain::organisations::OdsCode;
use domain::programme::Programme;
use domain::time::{format_day, format_instant};
use leptos::prelude::*;
use leptos::server_fn::error::ServerFnError;
use services::checklist::{Figure, ModelSet, NumbersView, TypedModel};

use crate::actions::{action, clash_back, mistakes, path_of, succeed};
use crate::components::{Button, Choice, Column, DateField, InsetText, Radios, Row, SummaryList, Table, TextInput, WarningCallout};
use crate::page::{Page, PageResult};
use crate::request::Request;
use crate::words::by;

const COUNT: &str = "count";
const MODEL: &str = "model";

/// Figures of the enhanced-review code, what they mean, and the model of access.
pub async fn numbers(request: Request) -> PageResult {
    let (viewer, ods) = (request.viewer()?, request.code("ods")?);
    let view = services::checklist::numbers(&request.services, viewer, &ods).await?;
    let practice = view.practice.name.clone();
    let caption = format!("{practice}, {ods}");
    let page = Page::new(
        "Numbers",
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1><span class="nhsuk-caption-l">{caption}</span>"Numbers"</h1>
                    <h2>"Patients with the code 104"</h2>
                    <p>"The code 1364731000000104 (enhanced review indicated) makes a patient's access wait until somebody has looked."</p>
                    {owed(&view, request.services.programme)}
                    {figures(&view.figures, &view)}
                    {view.may_work.then(|| count_form(&request, &ods))}
                    <h2>"Model of access"</h2>
                    {model(&request, &view, &ods)}
                    <p><a href=format!("/practices/{ods}")>"Go back to the practice"</a></p>
                </div>
            </div>
        },
    );
    Ok(page.under("/practices", "Practices").under(format!("/practices/{ods}"), practice))
}

fn count(number: i32) -> String {
    format_count(usize::try_from(number).unwrap_or_default())
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
        return view! { <p>{size}" No figure was recorded yet."</p> }.into_any();
    }
    let columns = vec![Column::new("Day"), Column::number("Patients with the code"), Column::new("Recorded")];
    let row = |figure: &Figure| {
        let recorded = by(format_instant(figure.recorded_at), &figure.recorded_by);
        vec![format_day(figure.counted.on).into_any(), count(figure.counted.patients).into_any(), recorded.into_any()]
    };
    let rows = figures.iter().map(row).collect();
    view! {
        <p>{size}" The newest figure counts."</p>
        <Table caption="Figures, the newest first" caption_hidden=true columns rows />
    }
    .into_any()
}

fn count_form(request: &Request, ods: &OdsCode) -> impl IntoView + use<> {
    let form = request.form(COUNT);
    view! {
        <form method="post" action={path_of::<AddCount>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <TextInput form=form.clone() name="patients" label="How many patients have the code?" width=5 inputmode="numeric" />
            <DateField form name="counted" legend="On which day did you count?" value=DateInput::of(request.today()) />
            <Button kind="secondary">"Record the figure"</Button>
        </form>
    }
}

fn model(request: &Request, view: &NumbersView, ods: &OdsCode) -> AnyView {
    let recorded = view.model.as_ref().map(|chosen| {
        let rows = vec![
            Row::new("Model", chosen.model.name()),
            Row::new("Decided", format_day(chosen.decided_on)),
            Row::new("Recorded", by(format_instant(chosen.recorded_at), &chosen.recorded_by)),
        ];
        view! { <SummaryList rows /> }
    });
    if recorded.is_none() && !view.assessed {
        let words = "A practice decides this in its data protection impact assessment. It can be recorded once that item is settled.";
        return view! { <InsetText><p>{words}</p></InsetText> }.into_any();
    }
    let form = (view.may_work && view.assessed).then(|| model_form(request, view, ods));
    let nothing = (recorded.is_none() && !view.may_work).then(|| view! { <p>"Nothing was recorded yet."</p> });
    view! { {recorded} {nothing} {form} }.into_any()
}

fn model_form(request: &Request, view: &NumbersView, ods: &OdsCode) -> impl IntoView + use<> {
    let form = request.form(MODEL);
    let choices = vec![
        Choice::new(Model::OptOut.word(), "Opt-out").hint("Patients get access unless they say no"),
        Choice::new(Model::OptIn.word(), "Opt-in").hint("Patients get access when they ask"),
    ];
    let chosen = view.model.as_ref();
    let revision = chosen.map_or(0, |chosen| chosen.revision).to_string();
    // What the form was filled with, kept while a mistake is put right; after a clash the person sees the other model above.
    let clashed = request.flash.conflict && form.error("model").is_some();
    let revision = if clashed { revision } else { form.value("revision", &revision) };
    let day = chosen.map_or_else(DateInput::default, |chosen| DateInput::of(chosen.decided_on));
    view! {
        <form method="post" action={path_of::<SetModel>()} novalidate>
            <input type="hidden" name="ods" value=ods.to_string() />
            <input type="hidden" name="revision" value=revision />
            <Radios
                form=form.clone()
                name="model"
                legend="How do your patients get access?"
                choices
                value=chosen.map_or("", |chosen| chosen.model.word())
            />
            <DateField form name="decided" legend="When was this decided?" value=day />
            <Button kind="secondary">"Record the model"</Button>
        </form>
    }
}

/// Records a figure.
#[server(prefix = "/api", endpoint = "checklist/count")]
pub async fn add_count() -> Result<(), ServerFnError> {
    action(async |request| {
        let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
        let page = format!("/practices/{ods}/checklist/numbers");
        let (patients, counted) = (request.typed.get("patients"), request.typed.date("counted"));
        let done = services::checklist::add_figure(&request.services, viewer, &ods, patients, &counted).await;
        done.map(|()| succeed(&page, "The figure is recorded.")).or_else(|error| mistakes(&page, COUNT, error))
    })
    .await
}

/// Records the model of access.
#[server(prefix = "/api", endpoint = "checklist/model")]
pub async fn set_model() -> Result<(), ServerFnError> {
    action(async |request| {
        let (viewer, ods) = (request.viewer()?, request.typed_code("ods")?);
        let page = format!("/practices/{ods}/checklist/numbers");
        let revision = request.typed.get("revision").parse().unwrap_or(0);
        let typed = TypedModel { model: request.typed.get("model").to_owned(), decided: request.typed.date("decided"), revision };
        match services::checklist::set_model(&request.services, viewer, &ods, &typed).await {
            Ok(ModelSet::Done) => Ok(succeed(&page, "The model is recorded.")),
            Ok(ModelSet::Clashed(other)) => {
                let first = changed_meanwhile(&viewer.name, &other.recorded_by, "the model", other.recorded_at, request.today());
                let words = format!("{first}. Compare the two, then save again");
                Ok(clash_back(&page, MODEL, vec![FieldError::new("model", words)]))
            }
            Err(error) => mistakes(&page, MODEL, error),
        }
    })
    .await
}
