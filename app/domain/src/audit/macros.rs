//! What every event has, written once for all of them: how it is stored and read, its kind, and how it loses people's words.

/// Facts of events. Each field is a [`Fact`](super::Fact), which a `String` is not: what a person wrote is `FreeText`, what the program
/// wrote is a `Code`. A field that came later than the first row of its event is `#[serde(default)]`.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $fact:ident: $kind:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $($(#[$about])* pub $fact: $kind),*
        }

        impl $crate::audit::Fact for $name {
            fn clear_free_text(&mut self) {
                $($crate::audit::Fact::clear_free_text(&mut self.$fact);)*
            }
        }

        #[cfg(test)]
        impl $crate::audit::tests::Sample for $name {
            fn sample(dice: &mut $crate::audit::tests::Dice) -> Self {
                Self { $($fact: $crate::audit::tests::Sample::sample(dice)),* }
            }
        }
    )*};
}

/// The events of a feature: of each its facts, of `subject`, `before` and `after` those that it has; its key, what it is called, whether it
/// stands in the `Timeline` of its practice or in the audit `Trail` alone, and whether it changes `Figures` of reports or stands `Apart`.
macro_rules! events {
    (
        $(#[$doc:meta])*
        $feature:ident $prefix:literal $words:literal
        { $($fact:literal: $called:literal),* $(,)? }
        $($event:ident { $($part:ident: $facts:ty),* $(,)? } $key:literal $label:literal $place:ident $reports:ident;)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "key")]
        pub enum $feature {
            $(
                #[doc = $label]
                #[serde(rename = $key)]
                $event {
                    $(
                        #[doc = concat!("Its `", stringify!($part), "`.")]
                        $part: $facts
                    ),*
                },
            )*
        }

        /// The events of the feature without their facts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $(
                #[doc = $label]
                $event,
            )*
        }

        pub(super) const FEATURE: super::Feature = super::Feature {
            prefix: $prefix,
            label: $words,
            facts: &[$(($fact, $called)),*],
            events: &[
                $(super::Said { key: $key, label: $label, shown_in: super::ShownIn::$place, reports: super::Reports::$reports }),*
            ],
        };

        impl Kind {
            /// By which it is stored.
            #[must_use]
            pub const fn key(self) -> &'static str {
                self.said().key
            }

            pub(super) const fn said(self) -> &'static super::Said {
                &FEATURE.events[self as usize]
            }
        }

        impl $feature {
            /// Which of them it is.
            #[must_use]
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$event { .. } => Kind::$event),*
                }
            }

            pub(super) fn clear_free_text(&mut self) {
                match self {
                    $(Self::$event { $($part),* } => { $($crate::audit::Fact::clear_free_text($part);)* })*
                }
            }

            /// One of each.
            #[cfg(test)]
            pub(super) fn samples(dice: &mut super::tests::Dice) -> Vec<super::Event> {
                vec![$(Self::$event { $($part: super::tests::Sample::sample(dice)),* }.into()),*]
            }
        }
    };
}

/// The features that have events, each with its module.
macro_rules! features {
    ($($variant:ident($module:ident::$feature:ident)),* $(,)?) => {
        /// Something that was done, to be written down in the audit trail in the same commit.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $(
                #[doc = concat!("Of the feature `", stringify!($module), "`.")]
                $variant($feature),
            )*
        }

        $(
            impl From<$feature> for Event {
                fn from(event: $feature) -> Self {
                    Self::$variant(event)
                }
            }
        )*

        const FEATURES: &[Feature] = &[$($module::FEATURE),*];

        impl Event {
            /// What is known of it by its key.
            #[must_use]
            pub const fn said(&self) -> &'static Said {
                match self {
                    $(Self::$variant(event) => event.kind().said(),)*
                }
            }

            /// Its key and its facts.
            fn row(&self) -> serde_json::Result<Value> {
                match self {
                    $(Self::$variant(event) => serde_json::to_value(event),)*
                }
            }

            /// The event of this row, if it is of this version and its facts read.
            fn read(key: &str, row: Value) -> Option<Self> {
                $(
                    if $module::FEATURE.find(key).is_some() {
                        return serde_json::from_value(row).ok().map(Self::$variant);
                    }
                )*
                None
            }

            /// What the timeline of a practice says of it; none for what stands in the audit trail alone.
            #[must_use]
            pub fn sentence(&self, checklist: &Checklist) -> Option<String> {
                match self {
                    $(Self::$variant(event) => event.sentence(checklist),)*
                }
            }

            /// The same without what people wrote and without their names.
            #[must_use]
            pub fn without_free_text(mut self) -> Self {
                match &mut self {
                    $(Self::$variant(event) => event.clear_free_text(),)*
                }
                self
            }

            /// One of each.
            #[cfg(test)]
            fn samples(dice: &mut tests::Dice) -> Vec<Self> {
                [$($feature::samples(dice)),*].concat()
            }
        }
    };
}
