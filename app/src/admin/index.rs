//! `/admin`.

use domain::accounts::Action;
use leptos::prelude::*;

use crate::web::outcome::PageResult;
use crate::web::page::Page;
use crate::web::request::Request;

/// Its address.
pub const PATH: &str = "/admin";

/// What an admin can do.
pub async fn get(request: Request) -> PageResult {
    services::authorise(request.viewer()?, Action::ManageSlots, None)?;
    Ok(Page::new(
        "Admin",
        view! {
            <div class="nhsuk-grid-row">
                <div class="nhsuk-grid-column-two-thirds">
                    <h1>"Admin"</h1>
                    <h2 class="nhsuk-heading-m"><a href="/admin/slots">"EMIS dates"</a></h2>
                    <p>"Add dates, change places, close and open them."</p>
                    <h2 class="nhsuk-heading-m"><a href="/admin/checklist">"Checklist"</a></h2>
                    <p>"See what a new version changes, then bring it into force."</p>
                    <h2 class="nhsuk-heading-m"><a href="/admin/accounts">"Accounts"</a></h2>
                    <p>"Invite people, change what they may see, suspend those who have left."</p>
                    <h2 class="nhsuk-heading-m"><a href="/admin/imports">"Organisation files"</a></h2>
                    <p>"See what a file changes, then import it."</p>
                    <h2 class="nhsuk-heading-m"><a href="/admin/audit">"Audit trail"</a></h2>
                    <p>"Who did what, for whom, when and from which session."</p>
                </div>
            </div>
        },
    ))
}
