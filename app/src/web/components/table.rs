//! Tables that become cards on a narrow screen.

use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    heading: String,
    numeric: bool,
}

impl Column {
    /// A column of words.
    pub fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), numeric: false }
    }

    /// A column of numbers, set to the right.
    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), numeric: true }
    }
}

/// What stands in a row under a column.
pub type Cell = AnyView;

/// A table; the first cell of a row names the row.
#[component]
pub fn Table(
    /// What it shows.
    #[prop(into)]
    caption: String,
    /// Whether only people who do not see the page need the caption.
    #[prop(optional)]
    caption_hidden: bool,
    columns: Vec<Column>,
    /// The rows, as many cells each as there are columns.
    rows: Vec<Vec<Cell>>,
) -> impl IntoView {
    let rows = rows.into_iter().map(|cells| row(&columns, cells)).collect_view();
    let body = view! { <tbody class="nhsuk-table__body" role="rowgroup">{rows}</tbody> };
    around(caption, caption_hidden, &columns, body)
}

/// A table of rows that are rendered already, each by [`row`].
#[component]
pub fn RenderedTable(
    /// What it shows, for people who do not see the page.
    #[prop(into)]
    caption: String,
    columns: Vec<Column>,
    rows: String,
) -> impl IntoView {
    around(caption, true, &columns, view! { <tbody class="nhsuk-table__body" role="rowgroup" inner_html=rows></tbody> })
}

fn around<V: IntoView>(caption: String, caption_hidden: bool, columns: &[Column], body: V) -> impl IntoView + use<V> {
    let caption_class = if caption_hidden { "nhsuk-u-visually-hidden" } else { "nhsuk-table__caption nhsuk-table__caption--m" };
    let heads = columns.iter().map(|column| {
        let class = if column.numeric { "nhsuk-table__header nhsuk-table__header--numeric" } else { "nhsuk-table__header" };
        view! { <th class=class scope="col" role="columnheader">{column.heading.clone()}</th> }
    });
    let heads = heads.collect_view();
    view! {
        <table class="nhsuk-table nhsuk-table--responsive" role="table">
            <caption class=caption_class>{caption}</caption>
            <thead class="nhsuk-table__head" role="rowgroup"><tr class="nhsuk-table__row" role="row">{heads}</tr></thead>
            {body}
        </table>
    }
}

/// A row: as many cells as there are columns, of which the first names it.
pub fn row(columns: &[Column], cells: Vec<Cell>) -> impl IntoView + use<> {
    let cells = cells.into_iter().zip(columns).enumerate().map(|(index, (cell, column))| cell_view(index == 0, column, cell));
    view! { <tr class="nhsuk-table__row" role="row">{cells.collect_view()}</tr> }
}

fn cell_view(names_row: bool, column: &Column, cell: Cell) -> AnyView {
    let heading = format!("{} ", column.heading);
    let heading = view! { <span class="nhsuk-table__heading" aria-hidden="true">{heading}</span> };
    if names_row {
        return view! { <th class="nhsuk-table__header" scope="row" role="rowheader">{heading}{cell}</th> }.into_any();
    }
    let class = if column.numeric { "nhsuk-table__cell nhsuk-table__cell--numeric" } else { "nhsuk-table__cell" };
    view! { <td class=class role="cell">{heading}{cell}</td> }.into_any()
}
