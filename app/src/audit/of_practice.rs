//! `/practices/{ods}/audit`: what was done at one practice.

use super::trail::trail;
use crate::web::address::practice;
use crate::web::outcome::PageResult;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/practices/{ods}/audit";

/// The events, by filters.
pub async fn get(request: Request) -> PageResult {
    let ods = request.code("ods")?;
    let (page, name) = trail(&request, Some(&ods), &practice(&ods).audit()).await?;
    Ok(page.under_practice(&ods, name.unwrap_or_else(|| ods.to_string())))
}
