//! What is still to do before a practice can be switched on, and how long that usually takes.

use serde::Deserialize;

use crate::organisations::Route;

/// What work usually takes, in working days, and how many must be to spare. Content of the programme: nothing published says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualWork {
    /// A required checklist item that is open.
    pub item: u16,
    /// The sign-off of the checklist.
    pub sign_off: u16,
    /// TPP: a step in SystmOne.
    pub step: u16,
    /// Other suppliers: from the question to the supplier to the ICB's agreement.
    pub confirmation: u16,
    /// Working days to spare from which a practice is on course.
    pub on_course_from: u16,
}

/// TPP: how many steps there are.
pub const STEPS: u32 = 2;

/// What a practice still has to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenWork {
    /// Required checklist items that are not settled.
    pub items: u32,
    /// Whether the checklist is not signed off.
    pub sign_off: bool,
    /// TPP: steps that are not done.
    pub steps: u32,
}

impl OpenWork {
    /// Whether the checklist needs work.
    #[must_use]
    pub fn has_checklist(&self) -> bool {
        self.items > 0 || self.sign_off
    }
}

impl UsualWork {
    /// Working days that what is open of the checklist usually takes.
    #[must_use]
    pub fn checklist(&self, open: &OpenWork) -> i64 {
        i64::from(open.items) * i64::from(self.item) + if open.sign_off { i64::from(self.sign_off) } else { 0 }
    }

    /// Working days that all takes that a practice on `route` does itself before it has a date, or is switched on.
    #[must_use]
    pub fn all(&self, route: Route, open: &OpenWork) -> i64 {
        self.checklist(open)
            + match route {
                Route::Emis => 0,
                Route::Tpp => i64::from(open.steps) * i64::from(self.step),
                Route::Other => i64::from(self.confirmation),
            }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(Route::Emis, 2, true, 0, 5)]
    #[case(Route::Emis, 0, false, 0, 0)]
    #[case(Route::Tpp, 2, true, 2, 5 + 8)]
    #[case(Route::Tpp, 0, false, 1, 4)]
    #[case(Route::Other, 0, true, 0, 1 + 16)]
    fn what_is_open_adds_up(#[case] route: Route, #[case] items: u32, #[case] sign_off: bool, #[case] steps: u32, #[case] expected: i64) {
        let usual = UsualWork { item: 2, sign_off: 1, step: 4, confirmation: 16, on_course_from: 10 };
        assert_eq!(usual.all(route, &OpenWork { items, sign_off, steps }), expected);
    }
}
