//! How a practice stands with the EMIS dates, beside the one that it has.

use chrono::{DateTime, NaiveDate, Utc};

/// A waiting list that a practice is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedList {
    /// The date's id.
    pub slot_id: String,
    pub date: NaiveDate,
    /// Until when a place on it is kept for the practice, if one is.
    pub kept_until: Option<DateTime<Utc>>,
}

/// What a practice has behind it, and what it waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PracticeDates {
    /// The date that came and did not work, where none was booked since.
    pub did_not_work: Option<NaiveDate>,
    /// The lists that it is on, the nearest date first.
    pub lists: Vec<JoinedList>,
}

impl PracticeDates {
    /// The place that is kept for it, with its end; of several the one that is lost first.
    #[must_use]
    pub fn kept(&self) -> Option<(&JoinedList, DateTime<Utc>)> {
        self.lists.iter().filter_map(|listed| Some((listed, listed.kept_until?))).min_by_key(|(_, until)| *until)
    }

    /// The dates for which it waits, the nearest first; those of which a place is kept are not among them.
    pub fn waits_for(&self) -> impl Iterator<Item = &JoinedList> {
        self.lists.iter().filter(|listed| listed.kept_until.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(date: &str, until: Option<&str>) -> JoinedList {
        let kept_until = until.map(|until| format!("{until}T08:05:00Z").parse().unwrap());
        JoinedList { slot_id: date.to_owned(), date: date.parse().unwrap(), kept_until }
    }

    #[test]
    fn the_place_that_is_lost_first_comes_first() {
        let lists = vec![listed("2023-10-11", None), listed("2023-10-18", Some("2023-09-21")), listed("2023-10-25", Some("2023-09-20"))];
        let practice_dates = PracticeDates { lists, ..PracticeDates::default() };
        assert_eq!(practice_dates.kept().map(|(listed, _)| listed.slot_id.as_str()), Some("2023-10-25"));
        assert_eq!(practice_dates.waits_for().map(|listed| listed.slot_id.as_str()).collect::<Vec<_>>(), ["2023-10-11"]);
        assert_eq!(PracticeDates::default().kept(), None);
    }
}
