//! `/admin/slots/{slot}/hold`: places that the practices of one ICB take first.

use domain::accounts::Action;
use domain::field::FieldError;
use domain::organisations::OdsCode;
use leptos::prelude::*;
use services::slots::{hold_back, icbs};

use super::change::{load, page};
use crate::web::address::emis_date;
use crate::web::components::{Button, Choice, Select, TextInput};
use crate::web::errors::PageError;
use crate::web::outcome::{FormResult, PageResult, succeed};
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin/slots/{slot}/hold";

/// Asks how many places are held back for which ICB.
pub async fn get(request: Request) -> PageResult {
    let (all, at) = load(&request).await?;
    let (listed, form) = (&all[at], request.only_form());
    let icbs = icbs(&request.services, request.viewer()?).await?;
    let first = Choice::new("", "Choose an ICB");
    let choices = std::iter::once(first).chain(icbs.iter().map(|(code, name)| Choice::new(code.clone(), format!("{name} ({code})"))));
    let choices = choices.collect::<Vec<_>>();
    let body = view! {
        <p>"The practices of the ICB take these places first, and nobody else takes them. 0 gives them to all again."</p>
        <form method="post" novalidate>
            <Select form=form.clone() name="icb" label="ICB" choices />
            <TextInput form name="held" label="How many places are held back for it?" width=5 inputmode="numeric" />
            <Button>"Save"</Button>
        </form>
    };
    Ok(page(listed, "Hold places back for an ICB", body))
}

/// Holds them back.
pub async fn post(request: Request) -> FormResult {
    let (viewer, id) = (request.viewer()?, request.param("slot"));
    services::authorise(viewer, Action::ManageSlots, None)?;
    let icb = request.typed.get("icb").parse::<OdsCode>().map_err(|_| FieldError::new("icb", "Choose an ICB"));
    let words = "The number of places must be a whole number, like 5";
    let held = request.typed.get("held").parse::<i32>().map_err(|_| FieldError::new("held", words));
    let (icb, held) = match (icb, held) {
        (Ok(icb), Ok(held)) => (icb, held),
        (icb, held) => return Err(PageError::Invalid([icb.err(), held.err()].into_iter().flatten().collect())),
    };
    hold_back(&request.services, viewer, id, &icb, held).await?;
    Ok(succeed(emis_date(id).page(), format!("{held} places are held back for {icb}.")))
}
