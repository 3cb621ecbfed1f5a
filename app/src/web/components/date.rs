//! A day in three boxes.

use domain::field::DateInput;
use leptos::prelude::*;

use super::group::{Fieldset, described_by, error_view, group_class, hint_view, id_of};
use crate::web::form::Form;

/// A day in three boxes, `name[day]`, `name[month]`, `name[year]`. A mistake may be in `name` or in one box.
#[component]
pub fn DateField(
    form: Form,
    #[prop(into)] name: String,
    /// What it asks for.
    #[prop(into)]
    legend: String,
    /// More about that; an example of a day without it.
    #[prop(default = "For example, 31 10 2023".to_owned(), into)]
    hint: String,
    /// What stands in it before anything is typed.
    #[prop(optional)]
    value: DateInput,
    /// Whether the legend is the heading of the page.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    let id = id_of(&name);
    let whole = form.error(&name);
    let boxes = [("day", "Day", 2, value.day), ("month", "Month", 2, value.month), ("year", "Year", 4, value.year)];
    let error = whole.clone().or_else(|| boxes.iter().find_map(|(part, ..)| form.error(&format!("{name}[{part}]"))));
    let items = boxes.map(|(part, label, width, saved)| {
        let field = format!("{name}[{part}]");
        let failed = whole.is_some() || form.error(&field).is_some();
        let (id, value) = (id_of(&field), form.value(&field, &saved));
        let class = format!("nhsuk-input nhsuk-input--width-{width} nhsuk-date-input__input");
        let class = if failed { format!("{class} nhsuk-input--error") } else { class };
        view! {
            <div class="nhsuk-date-input__item">
                <div class="nhsuk-form-group">
                    <label class="nhsuk-label nhsuk-date-input__label" for=id.clone()>{label}</label>
                    <input class=class id=id name=field type="text" value=value inputmode="numeric" />
                </div>
            </div>
        }
    });
    let (described, group) = (described_by(&id, false, true, error.is_some()), group_class(error.is_some()));
    view! {
        <div class=group>
            <Fieldset legend heading described_by=described role=Some("group")>
                {hint_view(&id, Some(hint))}
                {error_view(&id, error)}
                <div class="nhsuk-date-input">{items}</div>
            </Fieldset>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::field::FieldError;

    use super::*;
    use crate::web::fields::Fields;
    use crate::web::flash::Flash;

    #[test]
    fn what_was_typed_comes_back_and_the_summary_finds_the_first_box() {
        let values = Fields::from([("day[day]", "31"), ("day[month]", "11"), ("day[year]", "2023")]);
        let errors = vec![FieldError::new("day", "The day must be a real date")];
        let flash = Arc::new(Flash { sent: true, form: "f".into(), values, errors, ..Flash::default() });
        let html = view! { <DateField form=Form::named(&flash, "f") name="day" legend="Which day?" /> }.to_html();
        assert!(html.contains("id=\"day\" name=\"day[day]\" type=\"text\" value=\"31\""), "{html}");
        assert!(html.contains("id=\"day-month\"") && html.contains("id=\"day-error\""), "{html}");
        assert!(html.contains("aria-describedby=\"day-hint day-error\""), "{html}");
    }
}
