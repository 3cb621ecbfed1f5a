//! What the list under the search field shows, and how keys move through it.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Found;
#[cfg(feature = "hydrate")]
use super::{find_organisations, find_practices};

/// What the list under the field shows.
#[derive(Clone, Copy)]
pub(super) struct Suggestions {
    /// Whether a choice fills the field, rather than leading to the practice.
    fill: bool,
    pub(super) field: NodeRef<leptos::html::Input>,
    pub(super) found: RwSignal<Vec<Found>>,
    /// The one that the arrow keys have reached.
    pub(super) active: RwSignal<Option<usize>>,
    pub(super) open: RwSignal<bool>,
    /// What a screen reader says.
    pub(super) said: RwSignal<String>,
    /// Counts what was typed, so that a late answer is told from the present one.
    #[cfg(feature = "hydrate")]
    typed: StoredValue<u32>,
}

impl Suggestions {
    pub(super) fn new(fill: bool) -> Self {
        Self {
            fill,
            field: NodeRef::new(),
            found: RwSignal::new(Vec::new()),
            active: RwSignal::new(None),
            open: RwSignal::new(false),
            said: RwSignal::new(String::new()),
            #[cfg(feature = "hydrate")]
            typed: StoredValue::new(0),
        }
    }

    /// Whoever types before the page has woken is offered something as well. `was` is what the field held when it came.
    pub(super) fn wake(self, was: &str) {
        let is_typing = document().active_element().is_some_and(|element| element.id() == "q");
        if let Some(typed) = self.field.get_untracked().map(|field| field.value()).filter(|typed| is_typing && typed != was) {
            self.on_input(typed);
        }
    }

    pub(super) fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    /// As `close`; an answer that comes late is not shown either.
    pub(super) fn leave(self) {
        #[cfg(feature = "hydrate")]
        self.typed.update_value(|typed| *typed += 1);
        self.close();
    }

    /// Moves up or down, and round at the ends.
    pub(super) fn step(self, forward: bool) {
        let count = self.found.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        self.open.set(true);
        self.active.update(|active| {
            *active = Some(match *active {
                None if forward => 0,
                None => count - 1,
                Some(at) if forward => (at + 1) % count,
                Some(at) => (at + count - 1) % count,
            });
        });
    }

    pub(super) fn on_key(self, event: &KeyboardEvent) {
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" => {
                event.prevent_default();
                self.step(event.key() == "ArrowDown");
            }
            "Escape" => self.close(),
            "Enter" => {
                if let Some(found) = self.chosen() {
                    event.prevent_default();
                    self.choose(&found);
                }
            }
            _ => {}
        }
    }

    pub(super) fn chosen(self) -> Option<Found> {
        let at = self.active.get_untracked().filter(|_| self.open.get_untracked())?;
        self.found.with_untracked(|found| found.get(at).cloned())
    }

    pub(super) fn choose(self, found: &Found) {
        if !self.fill {
            return go_to(&found.code);
        }
        if let Some(field) = self.field.get_untracked() {
            field.set_value(&format!("{} {}", found.code, found.name));
        }
        self.close();
    }

    #[cfg(feature = "hydrate")]
    fn show(self, found: Vec<Found>) {
        self.said.set(match found.len() {
            0 => "Nothing found".to_owned(),
            1 => "1 found. Use the arrow keys to choose it.".to_owned(),
            count => format!("{count} found. Use the arrow keys to choose one."),
        });
        self.active.set(None);
        self.open.set(!found.is_empty());
        self.found.set(found);
    }

    #[cfg(feature = "hydrate")]
    pub(super) fn on_input(self, text: String) {
        use std::time::Duration;

        use leptos::task::spawn_local;

        self.typed.update_value(|typed| *typed += 1);
        let typed = self.typed.get_value();
        if text.trim().len() < 2 {
            return self.close();
        }
        let ask = async move {
            // Without an answer the form still works.
            let answer = if self.fill { find_organisations(text).await } else { find_practices(text).await };
            let Ok(found) = answer else { return };
            if self.typed.get_value() == typed {
                self.show(found);
            }
        };
        // Not for every letter of a quick typist.
        set_timeout(
            move || {
                if self.typed.get_value() == typed {
                    spawn_local(ask);
                }
            },
            Duration::from_millis(200),
        );
    }

    #[cfg(not(feature = "hydrate"))]
    pub(super) fn on_input(self, _text: String) {}
}

#[cfg(feature = "hydrate")]
fn go_to(code: &str) {
    // Nothing to be done where the browser refuses: the link of the practice is still in the list that the form brings.
    let _ = window().location().set_href(&format!("/practices/{code}"));
}

#[cfg(not(feature = "hydrate"))]
fn go_to(_code: &str) {}
