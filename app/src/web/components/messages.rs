//! What went wrong, what went well, and what to know.

use domain::field::FieldError;
use leptos::prelude::*;

use super::group::id_of;

/// The mistakes of a form at the top of its page; with script it takes the focus. Nothing where there are none.
#[component]
pub fn ErrorSummary(
    /// The mistakes; one without a field has no link.
    errors: Vec<FieldError>,
) -> impl IntoView {
    if errors.is_empty() {
        return None;
    }
    let items = errors.into_iter().map(|error| {
        if error.field.is_empty() {
            view! { <li>{error.message}</li> }.into_any()
        } else {
            let href = format!("#{}", id_of(&error.field));
            view! { <li><a href=href>{error.message}</a></li> }.into_any()
        }
    });
    Some(view! {
        <div class="nhsuk-error-summary" data-module="nhsuk-error-summary">
            <div role="alert">
                <h2 class="nhsuk-error-summary__heading">"There is a problem"</h2>
                <div class="nhsuk-error-summary__body">
                    <ul class="nhsuk-list nhsuk-error-summary__list">{items.collect_view()}</ul>
                </div>
            </div>
        </div>
    })
}

/// What went well, or that there was nothing to do, once, at the top of the next page.
#[component]
pub fn NotificationBanner(
    /// One sentence.
    message: Option<String>,
    /// Whether nothing was done.
    neutral: bool,
) -> impl IntoView {
    const ID: &str = "nhsuk-notification-banner-title";
    let (class, role, title) = if neutral {
        ("nhsuk-notification-banner", "region", "Important")
    } else {
        ("nhsuk-notification-banner nhsuk-notification-banner--success", "alert", "Success")
    };
    message.map(|message| {
        view! {
            <div class=class data-module="nhsuk-notification-banner" role=role aria-labelledby=ID>
                <div class="nhsuk-notification-banner__header">
                    <h2 class="nhsuk-notification-banner__title" id=ID>{title}</h2>
                </div>
                <div class="nhsuk-notification-banner__content">
                    <p class="nhsuk-notification-banner__heading">{message}</p>
                </div>
            </div>
        }
    })
}

/// Something to notice.
#[component]
pub fn InsetText(children: Children) -> impl IntoView {
    view! {
        <div class="nhsuk-inset-text">
            <span class="nhsuk-u-visually-hidden">"Information: "</span>
            {children()}
        </div>
    }
}

/// Something that must not be missed.
#[component]
pub fn WarningCallout(
    /// In a few words.
    #[prop(into)]
    heading: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="nhsuk-card nhsuk-card--warning">
            <div class="nhsuk-card__content">
                <h2 class="nhsuk-card__heading nhsuk-heading-m">
                    <span role="text"><span class="nhsuk-u-visually-hidden">"Important: "</span>{heading}</span>
                </h2>
                {children()}
            </div>
        </div>
    }
}

/// More, for those who open it.
#[component]
pub fn Details(
    /// What it is about.
    #[prop(into)]
    summary: String,
    /// Whether it is open at first.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="nhsuk-details" open=open>
            <summary class="nhsuk-details__summary"><span class="nhsuk-details__summary-text">{summary}</span></summary>
            <div class="nhsuk-details__text">{children()}</div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_links_to_its_field() {
        let errors = vec![FieldError::new("day[month]", "No such month"), FieldError::new("", "Somebody was first <b>")];
        let html = view! { <ErrorSummary errors /> }.to_html();
        assert!(html.contains("<a href=\"#day-month\">No such month</a>"), "{html}");
        assert!(html.contains("<li>Somebody was first &lt;b&gt;</li>"), "{html}");
    }
}
