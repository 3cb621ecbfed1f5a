//! What the menu of each role leads to, and how much waits there.

use domain::accounts::Role;
use services::decisions::Waiting;

use crate::web::address::{ACCESS_REQUESTS, EXCEPTIONS, PRACTICES};
use crate::web::menu::Item;
use crate::web::request::Request;

/// The menu of the person who asks; nothing for nobody. A page is worth more than a number in its menu: where that cannot be counted, the
/// fault is only logged.
pub async fn of(request: &Request) -> Vec<Item> {
    let Some(viewer) = request.viewer_if_any() else { return Vec::new() };
    let waiting = services::decisions::waiting(&request.services, viewer).await.unwrap_or_else(|error| {
        tracing::error!(%error, "what waits for a decision could not be counted");
        Waiting::default()
    });
    items(viewer.role, waiting)
}

fn items(role: Role, waiting: Waiting) -> Vec<Item> {
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
