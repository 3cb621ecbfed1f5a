//! Where the browser begins: `style/start.js` calls this, then wakes each island.

/// Readies the WASM half for its islands.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
