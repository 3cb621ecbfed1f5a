//! The rules of smartcard passcodes, by system and day.
//!
//! Source: the bulletin "For action: Next steps to switch on access to online GP records" of summer 2023, section "Change to Smartcard
//! passcode requirements". It says nothing of the rule of the Care Identity Service before, and gives no day on which Care Identity
//! Management follows, so neither stands here.

use chrono::NaiveDate;

/// Where a passcode is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum System {
    /// The Care Identity Service application.
    CareIdentityService,
    /// Care Identity Management, the newer of the two.
    CareIdentityManagement,
}

impl System {
    /// Both.
    pub const ALL: [Self; 2] = [Self::CareIdentityService, Self::CareIdentityManagement];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CareIdentityService => "Care Identity Service",
            Self::CareIdentityManagement => "Care Identity Management",
        }
    }
}

/// How sure a rule is on the day it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It was announced and holds.
    Holds,
    /// It holds; a change was announced for this day at the latest.
    ChangesBy(NaiveDate),
    /// By this day it should have changed; whether it did is not in our source.
    MayHaveChangedBy(NaiveDate),
}

/// What a new passcode must look like. One chosen before goes on working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasscodeRule {
    /// The fewest characters.
    pub min: u8,
    /// The most characters.
    pub max: u8,
    /// Whether only numbers are taken.
    pub numbers_only: bool,
    /// How sure that is.
    pub certainty: Certainty,
}

/// A rule from a day on; the last that has begun is in force.
struct Row {
    system: System,
    from: Option<(i32, u32, u32)>,
    min: u8,
    max: u8,
    numbers_only: bool,
    changes_by: Option<(i32, u32, u32)>,
}

const TABLE: [Row; 2] = [
    Row { system: System::CareIdentityService, from: Some((2023, 7, 19)), min: 6, max: 8, numbers_only: true, changes_by: None },
    Row { system: System::CareIdentityManagement, from: None, min: 4, max: 8, numbers_only: false, changes_by: Some((2023, 9, 30)) },
];

/// The rule for a passcode that is chosen in `system` on `day`; none where our source tells none.
#[must_use]
pub fn passcode_rule(system: System, day: NaiveDate) -> Option<PasscodeRule> {
    let date = |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day);
    let begun = |row: &&Row| row.system == system && row.from.and_then(date).is_none_or(|from| from <= day);
    TABLE.iter().rfind(begun).map(|row| PasscodeRule {
        min: row.min,
        max: row.max,
        numbers_only: row.numbers_only,
        certainty: match row.changes_by.and_then(date) {
            None => Certainty::Holds,
            Some(by) if day <= by => Certainty::ChangesBy(by),
            Some(by) => Certainty::MayHaveChangedBy(by),
        },
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn rule(min: u8, max: u8, numbers_only: bool, certainty: Certainty) -> Option<PasscodeRule> {
        Some(PasscodeRule { min, max, numbers_only, certainty })
    }

    #[rstest]
    #[case(System::CareIdentityService, "2023-07-18", None)]
    #[case(System::CareIdentityService, "2023-07-19", rule(6, 8, true, Certainty::Holds))]
    #[case(System::CareIdentityService, "2026-11-21", rule(6, 8, true, Certainty::Holds))]
    #[case(System::CareIdentityManagement, "2023-07-18", rule(4, 8, false, Certainty::ChangesBy(day("2023-09-30"))))]
    #[case(System::CareIdentityManagement, "2023-09-30", rule(4, 8, false, Certainty::ChangesBy(day("2023-09-30"))))]
    #[case(System::CareIdentityManagement, "2023-10-01", rule(4, 8, false, Certainty::MayHaveChangedBy(day("2023-09-30"))))]
    fn by_system_and_day(#[case] system: System, #[case] on: &str, #[case] expected: Option<PasscodeRule>) {
        assert_eq!(passcode_rule(system, day(on)), expected);
    }

    #[test]
    fn six_to_eight_numbers_fit_both() {
        for system in System::ALL {
            let rule = passcode_rule(system, day("2023-09-18")).unwrap();
            assert!(rule.min <= 6 && rule.max >= 8);
        }
    }
}
