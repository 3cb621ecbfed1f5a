//! Taking a request back.

use leptos::prelude::*;

use super::buttons::Button;
use super::form_name::FormName;

/// For the practice to take back what it asked, while nobody has decided.
#[component]
pub fn WithdrawForm(
    /// The name of the form.
    name: &'static str,
    /// The id of the request.
    #[prop(into)]
    request: String,
) -> impl IntoView {
    view! {
        <form method="post" novalidate>
            <FormName name />
            <input type="hidden" name="request" value=request />
            <Button kind="secondary">"Withdraw this request"</Button>
        </form>
    }
}
