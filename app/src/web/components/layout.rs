//! What stands around every page.

use domain::accounts::Viewer;
use leptos::prelude::*;

use super::Icon;
use crate::web::address::{ACCOUNT, SIGN_IN, SIGN_OUT, VIEWS};
use crate::web::menu::Item;
use crate::web::page::{Branding, Crumb, SERVICE_NAME};

/// A trade mark of the NHS, as nhsuk-frontend draws it.
const LOGO: &str = "M200 0v80H0V0h200Zm-27.5 5.5c-14.5 0-29 5-29 22 0 10.2 7.7 13.5 14.7 16.3l.7.3c5.4 2 10.1 3.9 10.1 8.4 0 6.5-8.5 7.5-14 7.5s-12.5-1.5-16-3.5L135 70c5.5 2 13.5 3.5 20 3.5 15.5 0 32-4.5 32-22.5 0-19.5-25.5-16.5-25.5-25.5 0-5.5 5.5-6.5 12.5-6.5a35 35 0 0 1 14.5 3l4-13.5c-4.5-2-12-3-20-3Zm-131 2h-22l-14 65H22l9-45h.5l13.5 45h21.5l14-65H64l-9 45h-.5l-13-45Zm63 0h-18l-13 65h17l6-28H117l-5.5 28H129l13.5-65H125L119.5 32h-20l5-24.5Z";

const PERSON: &str = "M12 1a11 11 0 1 1 0 22 11 11 0 0 1 0-22Zm0 2a9 9 0 0 0-5 16.5V18a4 4 0 0 1 4-4h2a4 4 0 0 1 4 4v1.5A9 9 0 0 0 12 3Zm0 3a3.5 3.5 0 1 1-3.5 3.5A3.4 3.4 0 0 1 12 6Z";

/// The first thing that a keyboard reaches.
#[component]
pub fn SkipLink() -> impl IntoView {
    view! { <a class="nhsuk-skip-link" data-module="nhsuk-skip-link" href="#maincontent">"Skip to main content"</a> }
}

/// The header: the service's name in words, or an NHS organisation's own.
#[component]
pub fn Header(
    /// The person who is signed in.
    viewer: Option<Viewer>,
    /// The path of the page, to mark it in the menu.
    path: String,
    /// How it looks.
    branding: Branding,
    #[prop(optional)] menu: Vec<Item>,
    /// Whether the person can switch to another view.
    #[prop(optional)]
    switch: bool,
) -> impl IntoView {
    let class = match branding {
        Branding::Plain => "nhsuk-header",
        Branding::Organisation(_) => "nhsuk-header nhsuk-header--organisation",
    };
    let menu = (!menu.is_empty()).then(|| {
        let items = menu.into_iter().map(|item| menu_item(&item, path.starts_with(item.href))).collect_view();
        view! {
            <nav class="nhsuk-header__navigation" aria-label="Menu">
                <div class="nhsuk-header__navigation-container nhsuk-width-container">
                    <ul class="nhsuk-header__navigation-list">
                        {items}
                        <li class="nhsuk-header__menu" hidden>
                            <button class="nhsuk-header__menu-toggle nhsuk-header__navigation-link" id="toggle-menu" aria-expanded="false" type="button">
                                <span class="nhsuk-u-visually-hidden">"Browse "</span>
                                "More"
                            </button>
                        </li>
                    </ul>
                </div>
            </nav>
        }
    });
    view! {
        <header class=class data-module="nhsuk-header" role="banner">
            <div class="nhsuk-header__container nhsuk-width-container">
                <div class="nhsuk-header__service">{service(branding)}</div>
                <nav class="nhsuk-header__account" aria-label="Account">
                    <ul class="nhsuk-header__account-list">{account(viewer, switch)}</ul>
                </nav>
            </div>
            {menu}
        </header>
    }
}

/// The link to the first page: the name of the service, below the logo and the name of the organisation that has its own.
fn service(branding: Branding) -> AnyView {
    let Branding::Organisation(name) = branding else {
        return view! { <a class="nhsuk-header__service-name" href="/">{SERVICE_NAME}</a> }.into_any();
    };
    view! {
        <a class="nhsuk-header__service-logo" href="/" aria-label=format!("NHS {name} {SERVICE_NAME} homepage")>
            <svg class="nhsuk-header__logo" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" height="40" width="100" focusable="false" aria-hidden="true">
                <path fill="currentcolor" d=LOGO />
            </svg>
            <span class="nhsuk-header__organisation-name">{name.to_string()}</span>
            <span class="nhsuk-header__service-name">{SERVICE_NAME}</span>
        </a>
    }
    .into_any()
}

fn menu_item(item: &Item, current: bool) -> AnyView {
    let Item { href, text, waiting } = *item;
    let number = (waiting > 0).then(|| view! { {format!(" ({waiting})")}<span class="nhsuk-u-visually-hidden">" waiting"</span> });
    let text = view! { {text}{number} };
    if current {
        view! {
            <li class="nhsuk-header__navigation-item nhsuk-header__navigation-item--current">
                <a class="nhsuk-header__navigation-link" href=href aria-current="true">
                    <strong class="nhsuk-header__navigation-item-current-fallback">{text}</strong>
                </a>
            </li>
        }
        .into_any()
    } else {
        view! { <li class="nhsuk-header__navigation-item"><a class="nhsuk-header__navigation-link" href=href>{text}</a></li> }.into_any()
    }
}

fn account(viewer: Option<Viewer>, switch: bool) -> AnyView {
    let Some(viewer) = viewer else {
        let link = view! { <a class="nhsuk-header__account-link" href=SIGN_IN>"Sign in"</a> };
        return view! { <li class="nhsuk-header__account-item">{link}</li> }.into_any();
    };
    view! {
        <li class="nhsuk-header__account-item">
            <Icon kind="user" path=PERSON />
            <a class="nhsuk-header__account-link" href=ACCOUNT>{format!("{}, {}", viewer.name, viewer.role.name())}</a>
        </li>
        {switch.then(|| view! { <li class="nhsuk-header__account-item"><a class="nhsuk-header__account-link" href=VIEWS>"Switch view"</a></li> })}
        <li class="nhsuk-header__account-item">
            <form class="nhsuk-header__account-form" action=SIGN_OUT method="post" novalidate>
                <button class="nhsuk-header__account-button" type="submit">"Sign out"</button>
            </form>
        </li>
    }
    .into_any()
}

/// Says that the service is new, or a demonstration, and what time it is there.
#[component]
pub fn PhaseBanner(
    /// In a demonstration, the time of its clock in words.
    demo_time: Option<String>,
) -> impl IntoView {
    let (tag, text) = match demo_time {
        Some(time) => ("Demonstration", format!("All organisations and people are invented. The clock here reads {time}.")),
        None => ("Beta", "This is a new service.".to_owned()),
    };
    view! {
        <section class="app-phase-banner" aria-label="About this service">
            <p class="app-phase-banner__content">
                <strong class="nhsuk-tag app-phase-banner__tag">{tag}</strong>
                <span class="app-phase-banner__text">{text}</span>
            </p>
        </section>
    }
}

/// The way to a page from the top; nothing on the first page. On a narrow screen it is a link to the last step.
#[component]
pub fn Breadcrumbs(
    /// The steps after "Home".
    crumbs: Vec<Crumb>,
    /// Whether this is the first page itself.
    first: bool,
) -> impl IntoView {
    if first {
        return None;
    }
    let home = Crumb { href: "/".to_owned(), text: "Home".to_owned() };
    let last = crumbs.last().unwrap_or(&home).clone();
    let items = std::iter::once(home).chain(crumbs).map(|crumb| {
        let link = view! { <a class="nhsuk-breadcrumb__link" href=crumb.href>{crumb.text}</a> };
        view! { <li class="nhsuk-breadcrumb__list-item">{link}</li> }
    });
    Some(view! {
        <nav class="nhsuk-breadcrumb" aria-label="Breadcrumb">
            <ol class="nhsuk-breadcrumb__list">{items.collect_view()}</ol>
            <a class="nhsuk-back-link" href=last.href>
                <span class="nhsuk-u-visually-hidden">"Back to "</span>
                {last.text}
            </a>
        </nav>
    })
}

/// A way back, in the place of breadcrumbs.
#[component]
pub fn BackLink(
    /// Where it leads.
    href: String,
    /// "Back", or where to.
    text: String,
) -> impl IntoView {
    view! { <nav aria-label="Back"><a class="nhsuk-back-link" href=href>{text}</a></nav> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logo_is_only_for_those_who_hold_the_licence() {
        let html = |branding| view! { <Header viewer=None path="/".to_owned() branding /> }.to_html();
        assert!(!html(Branding::Plain).contains("nhsuk-header__logo"));
        let organisation = html(Branding::Organisation("Anytown ICB".into()));
        assert!(organisation.contains("nhsuk-header__logo") && organisation.contains(">Anytown ICB</span>"), "{organisation}");
    }
}
