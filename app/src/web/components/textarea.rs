//! Several lines of text. Leptos 0.8 does not escape what stands in this element, so it is written here and nowhere else.

use leptos::prelude::*;

use super::group::{described_by, error_view, group_class, hint_view, id_of, label_view};
use crate::web::form::Form;

/// Several lines of text, with a count of the letters left where there is a limit.
#[component]
pub fn Textarea(
    form: Form,
    #[prop(into)] name: String,
    /// What it asks for.
    #[prop(into)]
    label: String,
    /// More about that.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What stands in it before anything is typed.
    #[prop(optional, into)]
    value: String,
    /// How many lines it shows.
    #[prop(default = 5)]
    rows: u8,
    /// How many characters it takes at most.
    #[prop(optional)]
    limit: Option<u32>,
    /// Whether the label is the heading of the page.
    #[prop(optional)]
    heading: bool,
) -> impl IntoView {
    let (id, error, value) = (id_of(&name), form.error(&name), form.value(&name, &value));
    let mut class = "nhsuk-textarea".to_owned();
    if error.is_some() {
        class.push_str(" nhsuk-textarea--error");
    }
    let mut group = group_class(error.is_some()).to_owned();
    if limit.is_some() {
        class.push_str(" nhsuk-js-character-count");
        group.push_str(" nhsuk-character-count");
    }
    let described = described_by(&id, limit.is_some(), hint.is_some(), error.is_some());
    let info = format!("{id}-info");
    view! {
        <div class=group data-module=limit.map(|_| "nhsuk-character-count") data-maxlength=limit data-count-type=limit.map(|_| "characters")>
            {label_view(&id, label, heading)}
            {hint_view(&id, hint)}
            {error_view(&id, error)}
            <textarea class=class id=id name=name rows=rows.to_string() aria-describedby=described inner_html=escape(&value)></textarea>
            {limit
                .map(|limit| {
                    view! {
                        <div class="nhsuk-hint nhsuk-character-count__message" id=info>
                            {format!("You can enter up to {limit} characters")}
                        </div>
                    }
                })}
        </div>
    }
}

/// As text within an element. A first line break is doubled, since browsers drop one.
fn escape(value: &str) -> String {
    let text = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if text.starts_with(['\n', '\r']) { format!("\n{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::field::FieldError;

    use super::*;
    use crate::web::fields::Fields;
    use crate::web::flash::Flash;

    fn html(value: &str) -> String {
        view! { <Textarea form=Form::fresh() name="note" label="Note" value=value limit=200 /> }.to_html()
    }

    #[test]
    fn what_is_written_cannot_leave_the_field() {
        let html = html("</textarea><img src=x onerror=alert(1)> & more");
        assert!(html.contains("&lt;/textarea&gt;&lt;img src=x onerror=alert(1)&gt; &amp; more</textarea>"), "{html}");
        assert!(!html.contains("<img"));
    }

    #[test]
    fn a_first_line_break_survives() {
        assert!(html("\nsecond line").contains(">\n\nsecond line</textarea>"));
    }

    #[test]
    fn typed_text_and_its_mistake_come_back_tied_together() {
        let values = Fields::from([("note", "<b>long</b>")]);
        let flash = Flash { sent: true, form: "f".into(), values, errors: vec![FieldError::new("note", "Too long")], ..Flash::default() };
        let form = Form::named(&Arc::new(flash), "f");
        let html = view! { <Textarea form=form name="note" label="Note" hint="For the ICB" limit=200 value="saved" /> }.to_html();
        assert!(html.contains("&lt;b&gt;long&lt;/b&gt;</textarea>") && !html.contains("saved"), "{html}");
        assert!(html.contains("aria-describedby=\"note-info note-hint note-error\""), "{html}");
        for id in ["note-info", "note-hint", "note-error"] {
            assert!(html.contains(&format!("id=\"{id}\"")), "{id} in {html}");
        }
    }
}
