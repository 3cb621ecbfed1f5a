//! The HTML document around a page.

use leptos::prelude::*;

use crate::routes::App;

/// The document.
pub fn shell(_options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <body>
                <App/>
            </body>
        </html>
    }
}
