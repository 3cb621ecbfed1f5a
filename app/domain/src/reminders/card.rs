//! For how long a smartcard that was shown once tells whom to remind: who left a practice no longer signs in with its code.

use chrono::{Days, NaiveDate};

/// The days that a card counts where no setting says otherwise. Our own choice: from one milestone to the one after the next.
pub const CARD_DAYS: u32 = 60;

/// The last day on which a card counts that was shown on `read_on`.
#[must_use]
pub fn card_counts_until(read_on: NaiveDate, days: u32) -> NaiveDate {
    read_on.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

/// The first day on which a card must have been shown to count on `today`.
#[must_use]
pub fn card_counts_since(today: NaiveDate, days: u32) -> NaiveDate {
    // Not before 1970: databases write years below 1000 each in their own way.
    today.checked_sub_days(Days::new(days.into())).unwrap_or_default().max(NaiveDate::default())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[rstest]
    #[case("2023-09-01", 60, "2023-10-31", true)]
    #[case("2023-09-01", 60, "2023-11-01", false)]
    #[case("2023-09-01", 1, "2023-09-02", true)]
    #[case("2023-09-01", 1, "2023-09-03", false)]
    #[case("2023-10-28", 2, "2023-10-30", true)]
    #[case("2023-09-01", u32::MAX, "2999-12-31", true)]
    fn a_card_counts_for_so_many_days(#[case] read_on: &str, #[case] days: u32, #[case] today: &str, #[case] counts: bool) {
        assert_eq!(card_counts_until(day(read_on), days) >= day(today), counts);
        assert_eq!(day(read_on) >= card_counts_since(day(today), days), counts);
    }
}
