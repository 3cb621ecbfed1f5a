//! What the forms of a demonstration do.

use domain::time::{format_instant, london_instant};
use leptos::prelude::*;

use crate::legacy::{action, fail_back, succeed};
use crate::web::errors::PageError;

/// The name of the form that moves the clock.
pub(super) const FORM: &str = "clock";

const PAGE: &str = "/demo/sign-in";

/// Moves the clock to 9:05am on a day.
#[server(prefix = "/api", endpoint = "demo/clock")]
pub async fn move_clock() -> Result<(), ServerFnError> {
    action(async |request| {
        if !request.services.settings.demo {
            return Err(PageError::NotFound);
        }
        Ok(match request.typed.date("to").parse("to", "The day to move to") {
            Ok(day) => {
                let instant = london_instant(day, 9, 5);
                request.services.clock.move_to(instant);
                succeed(PAGE, format!("The clock reads {}.", format_instant(instant)))
            }
            Err(mistake) => fail_back(PAGE, FORM, vec![mistake]),
        })
    })
    .await
}
