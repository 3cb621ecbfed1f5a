//! Bars as SVG that the server draws: readable without colour, by a screen reader, and under a strict Content-Security-Policy. What a bar
//! is for stands above it as text of the page, which breaks into lines where the window is narrow.

use leptos::prelude::*;

use super::messages::Details;
use super::table::{Column, Table};

/// What the parts of every bar stand for, in order; six at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// "Switched on".
    pub name: String,
}

/// A bar: its name, and as many parts as there are series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it is for.
    pub label: String,
    pub parts: Vec<u64>,
}

/// Bars of the same length, divided in parts; the same figures follow in a table.
#[component]
pub fn BarChart(
    /// What it shows.
    #[prop(into)]
    title: String,
    /// The heading of the first column of the table, e.g. "Region".
    #[prop(into)]
    first_column: String,
    /// What the parts stand for.
    series: Vec<Series>,
    bars: Vec<Bar>,
) -> impl IntoView {
    let bars_drawn = bars.iter().map(|bar| bar_view(bar, &series)).collect_view();
    let legend = series.iter().enumerate().map(|(index, series)| {
        view! {
            <li class="app-chart__legend-item">
                <svg class="app-chart__swatch" width="16" height="16" aria-hidden="true" focusable="false">
                    <rect class=part_class(index) width="16" height="16" />
                </svg>
                {format!(" {}", series.name)}
            </li>
        }
    });
    view! {
        <figure class="app-chart">
            <figcaption class="app-chart__caption nhsuk-heading-s">{title.clone()}</figcaption>
            <ul class="app-chart__legend">{legend.collect_view()}</ul>
            <ul class="app-chart__bars">{bars_drawn}</ul>
        </figure>
        <Details summary=format!("{title}: the figures")>
            <Table caption=title caption_hidden=true columns=columns(first_column, &series) rows=rows(bars) />
        </Details>
    }
}

fn part_class(index: usize) -> String {
    format!("app-chart__part app-chart__part--{}", index + 1)
}

fn bar_view(bar: &Bar, series: &[Series]) -> impl IntoView + use<> {
    let total: u64 = bar.parts.iter().sum();
    let mut start = 0;
    let parts = bar.parts.iter().enumerate().map(|(index, part)| {
        let (x, width) = (percent(start, total), percent(*part, total));
        start += part;
        view! { <rect class=part_class(index) x=x width=width height="100%" /> }
    });
    let parts = parts.collect_view();
    let first = series.first().map(|series| series.name.to_lowercase()).unwrap_or_default();
    let label = format!("{}: {} of {total} {first}", bar.label, bar.parts.first().copied().unwrap_or_default());
    view! {
        <li class="app-chart__bar">
            {label}
            <svg class="app-chart__drawn" width="100%" height="22" aria-hidden="true" focusable="false">{parts}</svg>
        </li>
    }
}

/// A share as SVG wants it, to a tenth of a percent.
fn percent(part: u64, total: u64) -> String {
    let tenths = (part * 1000).checked_div(total).unwrap_or_default();
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn columns(first: String, series: &[Series]) -> Vec<Column> {
    std::iter::once(Column::new(first)).chain(series.iter().map(|series| Column::number(&series.name))).collect()
}

fn rows(bars: Vec<Bar>) -> Vec<Vec<AnyView>> {
    let cells = |bar: Bar| std::iter::once(bar.label.into_any()).chain(bar.parts.into_iter().map(IntoAny::into_any)).collect();
    bars.into_iter().map(cells).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_stand_in_the_bars_and_in_the_table() {
        let series = ["Switched on", "Not yet"].map(|name| Series { name: name.into() }).to_vec();
        let bars = vec![Bar { label: "North".into(), parts: vec![12, 8] }, Bar { label: "Nowhere".into(), parts: vec![0, 0] }];
        let html = view! { <BarChart title="Progress" first_column="Region" series bars /> }.to_html();
        assert!(html.contains("North: 12 of 20 switched on"), "{html}");
        assert!(html.contains("x=\"60.0%\" width=\"40.0%\"") && !html.contains("style="), "{html}");
        assert!(!html.contains("<text"), "text of an image does not break into lines: {html}");
        assert!(html.contains("0 of 0 switched on"));
    }
}
