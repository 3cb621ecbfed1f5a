//! Days as organisation files write them.

use chrono::NaiveDate;

use crate::time::month_name;

/// Reads a day in any of the shapes that published files have used: `20231031`, `2023-10-31`, `31Oct2023`, `31-Oct-23`, `31 October 2023`,
/// `31/10/2023` (day before month, as in the UK), each also with a time after it. Two-digit years from 70 on are of the 20th century.
#[must_use]
pub fn parse_file_day(text: &str) -> Option<NaiveDate> {
    let parts = parts(text.trim());
    let (year, month, day) = match parts.as_slice() {
        [Part::Number(whole)] if whole.len() == 8 => {
            return day_of(&whole[..4], number(&whole[4..6])?, &whole[6..]);
        }
        [Part::Number(year), Part::Number(month), Part::Number(day), ..] if year.len() == 4 => (year, number(month)?, day),
        [Part::Number(day), Part::Number(month), Part::Number(year), ..] => (year, number(month)?, day),
        [Part::Number(day), Part::Word(month), Part::Number(year), ..] => (year, month_number(month)?, day),
        _ => return None,
    };
    day_of(year, month, day)
}

/// Reads the first day of a month: `2025-10`, `2025_10`, or any day of [`parse_file_day`].
pub(super) fn parse_file_month(text: &str) -> Option<NaiveDate> {
    match parts(text.trim()).as_slice() {
        [Part::Number(year), Part::Number(month)] if year.len() == 4 => day_of(year, number(month)?, "1"),
        [Part::Number(both)] if both.len() == 6 => day_of(&both[..4], number(&both[4..])?, "1"),
        _ => parse_file_day(text),
    }
}

enum Part<'a> {
    Number(&'a str),
    Word(&'a str),
}

/// Runs of digits and runs of letters; everything else only separates them.
fn parts(text: &str) -> Vec<Part<'_>> {
    let class = |letter: char| (letter.is_ascii_digit(), letter.is_alphabetic());
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter| class(letter) != class(first)).unwrap_or(rest.len());
        match class(first) {
            (true, _) => parts.push(Part::Number(&rest[..end])),
            (_, true) => parts.push(Part::Word(&rest[..end])),
            _ => {}
        }
        rest = &rest[end..];
    }
    parts
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

fn month_number(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let named = |month: &u32| month_name(*month).to_ascii_lowercase().starts_with(&word);
    (word.len() >= 3).then(|| (1..=12).find(named)).flatten()
}

fn day_of(year: &str, month: u32, day: &str) -> Option<NaiveDate> {
    let year = match (year.len(), year.parse::<i32>().ok()?) {
        (4, year) if (1900..=2199).contains(&year) => year,
        (2, year) if year < 70 => 2000 + year,
        (2, year) => 1900 + year,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, number(day)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("01Oct2025", "2025-10-01")]
    #[case("01JUL2026", "2026-07-01")]
    #[case("01-Apr-26", "2026-04-01")]
    #[case("01-Sep-20", "2020-09-01")]
    #[case("2026-07-01", "2026-07-01")]
    #[case("20230109", "2023-01-09")]
    #[case(" 1 October 2025 ", "2025-10-01")]
    #[case("31/10/2023", "2023-10-31")]
    #[case("1.4.74", "1974-04-01")]
    #[case("2025-10-01T00:00:00", "2025-10-01")]
    #[case("2025-10-01 12:30", "2025-10-01")]
    #[case("01Sept2020", "2020-09-01")]
    fn days(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse_file_day(text).map(|day| day.to_string()).as_deref(), Some(expected));
    }

    #[rstest]
    #[case("")]
    #[case("Oct 2025")]
    #[case("31/31/2023")]
    #[case("30Feb2023")]
    #[case("2023103")]
    #[case("01Mo2023")]
    #[case("99990101")]
    fn no_days(#[case] text: &str) {
        assert_eq!(parse_file_day(text), None);
    }

    #[rstest]
    #[case("2025-10", "2025-10-01")]
    #[case("2022_05", "2022-05-01")]
    #[case("202205", "2022-05-01")]
    #[case("01May2022", "2022-05-01")]
    fn months(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(parse_file_month(text).map(|day| day.to_string()).as_deref(), Some(expected));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,20}") {
            let _ = parse_file_day(&text);
            let _ = parse_file_month(&text);
        }
    }
}
