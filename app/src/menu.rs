//! What the menu of each role leads to, and how much waits there.

use domain::accounts::Role;
use services::decisions::DecisionCounts;

use crate::web::address::{ACCESS_REQUESTS, EXCEPTIONS, PRACTICES};
use crate::web::menu::Item;
use crate::web::request::Request;

/// The menu of the signed-in person; empty if nobody is. If the number of waiting decisions cannot be counted, the page is still shown and the
/// error is logged.
pub async fn of(request: &Request) -> Vec<Item> {
    let Some(viewer) = request.viewer_if_any() else { return Vec::new() };
    let waiting = services::decisions::waiting(&request.services, viewer).await.unwrap_or_else(|error| {
        tracing::error!(%error, "what waits for a decision could not be counted");
        DecisionCounts::default()
    });
    items(viewer.role, waiting)
}

fn items(role: Role, waiting: DecisionCounts) -> Vec<Item> {
    let mut items = vec![Item::new(PRACTICES, "Practices"), Item::new("/reports/deadline", "Deadline report")];
    if matches!(role, Role::Icb | Role::Admin) {
        items.push(Item::new(ACCESS_REQUESTS, "Access requests").waiting(waiting.access));
        items.push(Item::new(EXCEPTIONS, "Decisions").waiting(waiting.practices));
    }
    if role == Role::Admin {
        items.push(Item::new("/admin", "Admin"));
    }
    items.push(Item::new("/guidance", "Guidance"));
    items
}
