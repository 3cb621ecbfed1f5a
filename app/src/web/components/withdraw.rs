//! Taking a request back.

use leptos::prelude::*;

use super::buttons::Button;

/// For the practice to take back what it asked, while nobody has decided.
#[component]
pub fn WithdrawForm(
    /// Where the form posts to.
    #[prop(into)]
    action: String,
    /// The code of the practice.
    #[prop(into)]
    ods: String,
    /// The id of the request.
    #[prop(into)]
    request: String,
) -> impl IntoView {
    view! {
        <form method="post" action=action novalidate>
            <input type="hidden" name="ods" value=ods />
            <input type="hidden" name="request" value=request />
            <Button kind="secondary">"Withdraw this request"</Button>
        </form>
    }
}
