//! Cards, and what they open.

use rstest::rstest;

use super::*;
use crate::accounts::PracticeHierarchy;

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

fn known() -> BTreeMap<OdsCode, Known> {
    let open = |level| Known { level, is_open: true };
    [
        ("X10001", open(Level::Practice)),
        ("X10002", open(Level::Practice)),
        ("X10009", Known { level: Level::Practice, is_open: false }),
        ("X1A", open(Level::SubIcb)),
        ("X1B", open(Level::SubIcb)),
        ("XA1", open(Level::Icb)),
        ("X01", open(Level::Region)),
        ("X99901", open(Level::Pcn)),
    ]
    .map(|(text, known)| (code(text), known))
    .into()
}

fn role(org: &str, activities: &[&str]) -> CardRole {
    CardRole { org_code: org.to_owned(), activity_codes: Some(activities.iter().map(|&code| code.to_owned()).collect()) }
}

fn bare(org: &str) -> CardRole {
    CardRole { org_code: org.to_owned(), activity_codes: None }
}

fn practices(codes: &[&str]) -> View {
    View { role: Role::PracticeManager, scope: Scope::practices(codes.iter().map(|text| code(text))) }
}

fn sub_icbs(codes: &[&str]) -> View {
    View { role: Role::Icb, scope: Scope::sub_icbs(codes.iter().map(|text| code(text))) }
}

fn commissioner(icbs: &[&str], regions: &[&str]) -> View {
    let set = |codes: &[&str]| codes.iter().map(|text| code(text)).collect();
    View { role: Role::Commissioner, scope: Scope { icbs: set(icbs), regions: set(regions), ..Scope::default() } }
}

#[rstest]
#[case::detailed_records(&[role("X10001", &["B0360"])], &[practices(&["X10001"])])]
#[case::contracting(&[role("X10001", &["B0258"])], &[practices(&["X10001"])])]
#[case::management(&[role("X10001", &["B0945"])], &[practices(&["X10001"])])]
#[case::administration(&[role("X10001", &["B0001", "B0560"])], &[practices(&["X10001"])])]
#[case::one_of_two_qualifies(&[role("X10001", &["B0360"]), role("X10002", &["B0001"])], &[practices(&["X10001"])])]
#[case::codes_do_not_travel(&[role("X10001", &[]), role("X10002", &["B0360"])], &[practices(&["X10002"])])]
#[case::spread_over_roles(&[bare("X10001"), role("X10001", &["B0560"])], &[practices(&["X10001"])])]
#[case::both(&[role("X10001", &["B0360"]), role("X10002", &["B0945"])], &[practices(&["X10001", "X10002"])])]
#[case::twice_the_same(&[role("X10001", &["B0360"]), role("X10001", &["B0360"])], &[practices(&["X10001"])])]
#[case::lower_case_and_spaces(&[role(" x10001 ", &[" b0360 "])], &[practices(&["X10001"])])]
#[case::unknown_beside_known(&[role("Z99999", &["B0360"]), role("X10001", &["B0360"])], &[practices(&["X10001"])])]
#[case::closed_beside_open(&[role("X10009", &["B0360"]), role("X10001", &["B0360"])], &[practices(&["X10001"])])]
#[case::sub_icb(&[bare("X1A")], &[sub_icbs(&["X1A"])])]
#[case::sub_icbs(&[bare("X1A"), bare("X1B"), bare("X1A")], &[sub_icbs(&["X1A", "X1B"])])]
#[case::icb(&[bare("XA1")], &[commissioner(&["XA1"], &[])])]
#[case::region_and_icb(&[bare("X01"), bare("XA1")], &[commissioner(&["XA1"], &["X01"])])]
#[case::several_views(&[bare("X01"), role("X10001", &["B0560"]), bare("X1A")],
    &[practices(&["X10001"]), sub_icbs(&["X1A"]), commissioner(&[], &["X01"])])]
fn cards(#[case] roles: &[CardRole], #[case] expected: &[View]) {
    assert_eq!(views(roles, &known()).unwrap(), expected);
}

fn nothing(without_activity: &[&str], closed: &[&str], unknown: &[&str]) -> NothingOnCard {
    let set = |codes: &[&str]| codes.iter().map(|text| code(text)).collect();
    let unknown = unknown.iter().map(|&text| text.to_owned()).collect();
    NothingOnCard { without_activity: set(without_activity), closed: set(closed), unknown }
}

#[rstest]
#[case::no_roles(&[], nothing(&[], &[], &[]))]
#[case::no_codes(&[bare("X10001")], nothing(&["X10001"], &[], &[]))]
#[case::other_codes(&[role("X10001", &["B8006", "B0001"])], nothing(&["X10001"], &[], &[]))]
#[case::unknown(&[role("Z99999", &["B0360"])], nothing(&[], &[], &["Z99999"]))]
#[case::no_code_at_all(&[role("<b>", &["B0360"])], nothing(&[], &[], &["<b>"]))]
#[case::closed(&[role("X10009", &["B0360"])], nothing(&[], &["X10009"], &[]))]
#[case::pcn(&[role("X99901", &["B0360"])], nothing(&[], &[], &["X99901"]))]
fn cards_that_open_nothing(#[case] roles: &[CardRole], #[case] expected: NothingOnCard) {
    assert_eq!(views(roles, &known()).unwrap_err(), expected);
}

#[test]
fn a_practice_that_moved_is_its_own_staff_s_still_and_its_new_sub_group_s() {
    let place = |sub_icb, icb| PracticeHierarchy {
        practice: code("X10001"),
        sub_icb: Some(code(sub_icb)),
        icb: Some(code(icb)),
        region: Some(code("X01")),
    };
    let (before, after) = (place("X1A", "XA1"), place("X1B", "XB1"));
    let of = |roles: &[CardRole]| views(roles, &known()).unwrap().remove(0).scope;
    for (card, covers) in [
        (role("X10001", &["B0360"]), (true, true)),
        (bare("X1A"), (true, false)),
        (bare("X1B"), (false, true)),
        (bare("XA1"), (true, false)),
        (bare("X01"), (true, true)),
    ] {
        let scope = of(std::slice::from_ref(&card));
        assert_eq!((scope.covers(&before), scope.covers(&after)), covers, "{card:?}");
    }
}

#[test]
fn hundreds_of_roles() {
    let all: BTreeMap<_, _> =
        (0..900).map(|n| (code(&format!("X2{n:04}")), Known { level: Level::Practice, is_open: n % 3 != 0 })).collect();
    let roles: Vec<_> =
        (0..900).map(|n| if n % 2 == 0 { role(&format!("X2{n:04}"), &["B0360"]) } else { bare(&format!("X2{n:04}")) }).collect();
    let views = views(&roles, &all).unwrap();
    assert_eq!(views.len(), 1);
    // Even and no multiple of three: a third of them.
    assert_eq!(views[0].scope.practices.len(), 300);
}

#[test]
fn claims_are_read_whatever_is_left_out() {
    let read = |text: &str| toml::from_str::<CardRole>(text).unwrap();
    assert_eq!(read("org_code = 'X10001'\nrole_code = 'S8001:G8002:R8008'"), bare("X10001"));
    assert_eq!(read("org_code = 'X10001'\nactivity_codes = ['B0360']"), role("X10001", &["B0360"]));
    assert_eq!(read("role_code = 'R8008'"), bare(""));
}
