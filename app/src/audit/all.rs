//! `/admin/audit`: what was done anywhere.

use super::trail::trail;
use crate::web::outcome::PageResult;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/audit";

/// The events, by filters.
pub async fn get(request: Request) -> PageResult {
    Ok(trail(&request, None, PATH).await?.0.under("/admin", "Admin"))
}
