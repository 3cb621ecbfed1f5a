//! What an account sees, and why, as a table.

use domain::accounts::Source;
use leptos::prelude::*;
use services::accounts::Seen;

use crate::web::components::{Column, Table};

/// What an account sees, and why.
pub(super) fn scope_table(seen: &[Seen]) -> AnyView {
    if seen.is_empty() {
        return view! { <p>"Nothing yet."</p> }.into_any();
    }
    let rows = seen.iter().map(|line| {
        let name =
            line.name.clone().unwrap_or_else(|| if line.code == "ENGLAND" { "All of England".to_owned() } else { line.code.clone() });
        vec![name.into_any(), line.code.clone().into_any(), level_name(&line.level).into_any(), why(line.source).into_any()]
    });
    let columns = ["Organisation", "Code", "What it is", "Why"].map(Column::new).to_vec();
    view! { <Table caption="What the account sees" caption_hidden=true columns rows=rows.collect() /> }.into_any()
}

fn why(source: Source) -> &'static str {
    match source {
        Source::Invitation => "By invitation of an admin",
        Source::Request => "By request, which was approved",
        Source::Card => "It is on the smartcard",
    }
}

/// "Practice", for the level of an organisation.
fn level_name(level: &str) -> &'static str {
    match level {
        "practice" => "Practice",
        "sub-icb" => "ICB sub-group",
        "icb" => "ICB",
        "region" => "Region",
        _ => "Country",
    }
}
