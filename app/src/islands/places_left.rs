//! Places left on a date, kept up to date while the page is looked at.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

/// Places left for a practice on every date ahead, by the date's id. It changes nothing, so it may be asked for by GET.
///
/// # Errors
/// When nobody is signed in, the practice is out of scope, or the database cannot be read.
#[server(prefix = "/api", endpoint = "slots/places", input = GetUrl)]
pub async fn places_now(#[server(default)] practice: String) -> Result<Vec<(String, i32)>, ServerFnError> {
    let viewer = crate::web::server_functions::signed_in()?;
    let practice = practice.parse().ok();
    services::slots::places_left(&crate::web::server_functions::services(), &viewer, practice.as_ref())
        .await
        .map_err(crate::web::server_functions::quiet)
}

/// "5 places left" for one date, read out when it changes.
#[island]
pub fn PlacesLeft(
    /// The date's id.
    id: String,
    /// The practice's code.
    practice: String,
    /// How many were left when the page was made.
    left: i32,
) -> impl IntoView {
    let now = RwSignal::new(left);
    #[cfg(feature = "hydrate")]
    polling::follow(id, practice, now);
    #[cfg(not(feature = "hydrate"))]
    drop((id, practice));
    view! { <span aria-live="polite">{move || words(now.get())}</span> }
}

fn words(left: i32) -> String {
    match left {
        ..=0 => "Full".to_owned(),
        1 => "1 place left".to_owned(),
        left => format!("{left} places left"),
    }
}

/// One question for all dates of the page.
#[cfg(feature = "hydrate")]
mod polling {
    use std::cell::RefCell;
    use std::time::Duration;

    use leptos::prelude::*;
    use leptos::task::spawn_local;

    const EVERY: Duration = Duration::from_secs(15);

    thread_local! {
        static FOLLOWED: RefCell<Vec<(String, RwSignal<i32>)>> = const { RefCell::new(Vec::new()) };
    }

    pub fn follow(slot: String, practice: String, now: RwSignal<i32>) {
        let first = FOLLOWED.with_borrow_mut(|followed| {
            followed.push((slot, now));
            followed.len() == 1
        });
        if first {
            // All dates of a page are one practice's.
            set_interval(move || ask(practice.clone()), EVERY);
        }
    }

    fn ask(practice: String) {
        // Nobody reads a page in the background.
        if document().hidden() {
            return;
        }
        spawn_local(async move {
            // What is missed now is asked for again in a moment.
            let Ok(places) = super::places_now(practice).await else { return };
            let followed = FOLLOWED.with_borrow(Clone::clone);
            for (slot, now) in followed {
                let left = places.iter().find(|(id, _)| *id == slot).map_or(0, |(_, left)| *left);
                if now.get_untracked() != left {
                    now.set(left);
                }
            }
        });
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn without_script_it_is_the_figure_of_the_page() {
        let owner = Owner::new_root(None);
        let html = owner.with(|| view! { <PlacesLeft id="s1".to_owned() practice="X10001".to_owned() left=1 /> }.to_html());
        assert!(html.contains("1 place left") && html.starts_with("<leptos-island"), "{html}");
        assert_eq!([words(-1), words(0), words(2)], ["Full", "Full", "2 places left"]);
    }
}
