use proptest::prelude::*;
use rstest::rstest;

use super::*;

const PLAN: ExceptionPlan = ExceptionPlan { remind_days_before: 14, longest_days: 366 };

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn agreed(ended_on: Option<&str>) -> AgreedException {
    AgreedException {
        category: "Changing system".to_owned(),
        reason: "Moves to another supplier in November".to_owned(),
        agreed_on: day("2023-09-01"),
        review_on: day("2023-11-30"),
        ended_on: ended_on.map(day),
    }
}

#[rstest]
#[case::before(None, "2023-08-31", false)]
#[case::agreed(None, "2023-09-01", true)]
#[case::on_its_review_day(None, "2023-11-30", true)]
#[case::not_renewed(None, "2023-12-01", false)]
#[case::day_before_its_end(Some("2023-10-01"), "2023-09-30", true)]
#[case::ended(Some("2023-10-01"), "2023-10-01", false)]
#[case::ended_after_it_lapsed(Some("2024-01-05"), "2023-12-01", false)]
#[case::ended_the_day_it_was_agreed(Some("2023-09-01"), "2023-09-01", false)]
fn holds_from_agreed_to_ended(#[case] ended_on: Option<&str>, #[case] on: &str, #[case] expected: bool) {
    assert_eq!(agreed(ended_on).holds_on(day(on)), expected);
}

#[rstest]
#[case(None, "2023-11-15", false)]
#[case(None, "2023-11-16", true)]
#[case(None, "2023-11-30", true)]
#[case::over(None, "2023-12-01", false)]
#[case::ended(Some("2023-10-01"), "2023-11-16", false)]
fn the_practice_is_reminded_before_the_review(#[case] ended_on: Option<&str>, #[case] on: &str, #[case] expected: bool) {
    assert_eq!(agreed(ended_on).is_review_near(PLAN, day(on)), expected);
}

#[rstest]
#[case("2023-09-18", Some("The review date must be in the future"))]
#[case("2023-09-19", None)]
#[case("2024-09-18", None)]
#[case("2024-09-19", Some("The review date must be 18 September 2024 or earlier"))]
fn review_days(#[case] review_on: &str, #[case] expected: Option<&str>) {
    let told = check_review(PLAN, day(review_on), day("2023-09-18")).err().map(|mistake| mistake.message);
    assert_eq!(told.as_deref(), expected);
}

#[rstest]
#[case("opt-in", " Our DPIA says so ", "", &[])]
#[case("", "x", "", &["category"])]
#[case("nonsense", "", "", &["category", "reason"])]
#[case("other", "x", &"e".repeat(2001), &["evidence"])]
fn what_is_asked(#[case] category: &str, #[case] reason: &str, #[case] evidence: &str, #[case] fields: &[&str]) {
    let mistakes = Asked::parse(category, reason, evidence).err().unwrap_or_default();
    assert_eq!(mistakes.iter().map(|mistake| mistake.field.as_str()).collect::<Vec<_>>(), fields);
}

#[test]
fn words_read_back_and_fit_their_column() {
    for category in Category::ALL {
        assert_eq!(Category::from_key(category.key()), Some(category));
        assert!(category.key().len() <= 40);
    }
}

proptest! {
    /// It holds on one unbroken run of days, or on none: reports as at any day agree with each other.
    #[test]
    fn it_holds_on_one_run_of_days(review in 1_u64..400, ended in prop::option::of(0_u64..500)) {
        let first = day("2023-09-01");
        let exception = AgreedException {
            review_on: first + Days::new(review),
            ended_on: ended.map(|days| first + Days::new(days)),
            ..agreed(None)
        };
        let held: Vec<_> = (0..600).map(|days| exception.holds_on(first + Days::new(days))).collect();
        prop_assert!(held.is_sorted_by(|earlier, later| earlier >= later));
    }
}

#[test]
fn only_an_end_before_the_deadline_is_told() {
    let said = |last| ends_before_deadline("This", day(last), day("2023-10-31"));
    let words = "This is before the deadline: by 31 October 2023 the practice has to be switched on.";
    assert_eq!((said("2023-10-30").as_deref(), said("2023-10-31")), (Some(words), None));
}
