//! Many dates as the file of a spreadsheet; what it says is then looked at, and put right, as if it had been pasted.

use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use domain::accounts::Action;
use domain::field::FieldError;
use services::organisations::UploadedFile;

use super::admin_actions::checking;
use super::sheet::{FILE, PAGE, SHEET};
use crate::actions::{answer, fail_back};
use crate::multipart::{Received, receive};
use crate::request::Site;

/// Where the form posts to.
pub const PATH: &str = "/admin/slots/upload";

/// The most that the file may have, in KB: 500 dates have 20.
const LIMIT_KB: usize = 100;

/// The route.
pub fn route(site: Site) -> MethodRouter {
    post(move |request| upload(site.clone(), request)).layer(DefaultBodyLimit::max(LIMIT_KB * 1024))
}

async fn upload(site: Site, request: axum::extract::Request) -> Response {
    let Received { mut request, files } = match receive(site, request, Action::ManageSlots).await {
        Ok(received) => received,
        Err(refused) => return refused,
    };
    let text = files.ok_or_else(|| format!("The file is more than {LIMIT_KB} KB. Is it the right one?")).and_then(text);
    let outcome = match text {
        Ok(text) => {
            // As if it had been pasted: what does not read stands in the text box, to be put right there.
            request.typed = request.typed.with("csv", &text);
            checking(request.clone()).await
        }
        Err(message) => Ok(fail_back(PAGE, SHEET, vec![FieldError::new(FILE, message)])),
    };
    answer(&request, outcome).await
}

/// What stands in the file, or what is wrong with it.
fn text(files: Vec<UploadedFile>) -> Result<String, String> {
    let file = files.into_iter().next().ok_or("Choose a CSV file, or paste its lines below")?;
    let text = String::from_utf8(file.content).ok().filter(|text| !text.contains('\0'));
    text.ok_or_else(|| "This is not a CSV file. In your spreadsheet, choose “Save as” and then “CSV UTF-8”".to_owned())
}
