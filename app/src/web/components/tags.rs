//! Tags, and the one table of what colour what has. The words come from `domain`; colour never stands alone.

use domain::stage::{Rag, Stage};
use leptos::prelude::*;

/// The colours of tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "a colour is its name")]
pub enum Colour {
    White,
    Grey,
    Green,
    AquaGreen,
    Blue,
    Purple,
    Pink,
    Red,
    Orange,
    Yellow,
}

impl Colour {
    fn key(self) -> &'static str {
        match self {
            Self::White => "white",
            Self::Grey => "grey",
            Self::Green => "green",
            Self::AquaGreen => "aqua-green",
            Self::Blue => "blue",
            Self::Purple => "purple",
            Self::Pink => "pink",
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
        }
    }
}

const STAGES: [(Stage, Colour); 6] = [
    (Stage::NotStarted, Colour::Grey),
    (Stage::ChecklistInProgress, Colour::Blue),
    (Stage::Ready, Colour::AquaGreen),
    (Stage::DateBooked, Colour::Purple),
    (Stage::SwitchingOn, Colour::Pink),
    (Stage::SwitchedOn, Colour::Green),
];

const RAGS: [(Rag, Colour); 4] =
    [(Rag::Red, Colour::Red), (Rag::Amber, Colour::Orange), (Rag::Green, Colour::Green), (Rag::Done, Colour::White)];

/// A word in a coloured box.
#[component]
pub fn Tag(
    colour: Colour,
    /// The word.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <strong class=format!("nhsuk-tag nhsuk-tag--{}", colour.key())>{text}</strong> }
}

/// The stage of a practice.
#[component]
pub fn StageTag(stage: Stage) -> impl IntoView {
    view! { <Tag colour=colour_of(&STAGES, stage) text=stage.name() /> }
}

/// How a practice reads against the deadline.
#[component]
pub fn RagTag(
    /// Red, amber, green or done.
    rag: Rag,
) -> impl IntoView {
    view! { <Tag colour=colour_of(&RAGS, rag) text=rag.name() /> }
}

fn colour_of<K: PartialEq>(table: &[(K, Colour)], key: K) -> Colour {
    table.iter().find(|row| row.0 == key).map_or(Colour::Grey, |row| row.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_colour_and_word() {
        for stage in Stage::ALL {
            assert_eq!(STAGES.iter().filter(|row| row.0 == stage).count(), 1);
        }
        let html = view! { <StageTag stage=Stage::Ready /> }.to_html();
        assert_eq!(html, "<strong class=\"nhsuk-tag nhsuk-tag--aqua-green\">Ready to switch on</strong>");
    }
}
