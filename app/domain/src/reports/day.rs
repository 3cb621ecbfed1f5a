//! A day typed in one box or put into an address.

use chrono::NaiveDate;

use crate::time::month_name;

/// Why a text is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayError {
    /// Not read as a day in any of the forms.
    #[error("enter a real date with a year of 4 numbers, like 31 October 2023")]
    NotADay,
}

/// Reads `31/10/2023`, `31-10-2023`, `31.10.2023`, `31 10 2023`, `31 October 2023`, `31 Oct 2023` or `2023-10-31`. Days come before months.
///
/// # Errors
/// [`DayError::NotADay`] for anything else, for a year without four digits, and for a day that the month does not have.
pub fn parse_day(text: &str) -> Result<NaiveDate, DayError> {
    let parts: Vec<&str> = text.split(|c: char| c.is_whitespace() || "/-.,".contains(c)).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Err(DayError::NotADay) };
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    let year = digits(year).filter(|_| year.len() == 4).and_then(|year| i32::try_from(year).ok());
    let date = match (year, month_number(month), digits(day)) {
        (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
        _ => None,
    };
    date.ok_or(DayError::NotADay)
}

fn digits(text: &str) -> Option<u32> {
    if text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

fn month_number(text: &str) -> Option<u32> {
    let named = |month: &u32| {
        let name = month_name(*month);
        name.eq_ignore_ascii_case(text) || name[..3].eq_ignore_ascii_case(text)
    };
    digits(text).or_else(|| (1..=12).find(named))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("31/10/2023", Ok("2023-10-31"))]
    #[case(" 1.9.2023 ", Ok("2023-09-01"))]
    #[case("31 October 2023", Ok("2023-10-31"))]
    #[case("31 oct, 2023", Ok("2023-10-31"))]
    #[case("2023-10-31", Ok("2023-10-31"))]
    #[case("31/11/2023", Err(DayError::NotADay))]
    #[case("10/31/2023", Err(DayError::NotADay))]
    #[case("31/10/23", Err(DayError::NotADay))]
    #[case("+1/10/2023", Err(DayError::NotADay))]
    #[case("yesterday", Err(DayError::NotADay))]
    #[case("", Err(DayError::NotADay))]
    fn days(#[case] text: &str, #[case] expected: Result<&str, DayError>) {
        assert_eq!(parse_day(text).map(|day| day.to_string()), expected.map(str::to_owned));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall_over(text in "\\PC{0,20}") {
            let _ = parse_day(&text);
        }
    }
}
