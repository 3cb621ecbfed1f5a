//! What must hold of a version of the checklist before anybody is asked to answer it.

use std::collections::BTreeSet;

use super::{Checklist, Item};
use crate::organisations::Route;

/// Words that stand for pages beside the sections, and so cannot be sections.
const TAKEN: [&str; 2] = ["numbers", "sign-off"];
/// The most characters of a code; it stands in addresses and in a column.
const CODE_MAX: usize = 40;

/// Everything that is wrong, in the order of the file.
pub(super) fn mistakes(checklist: &Checklist) -> Vec<String> {
    let mut wrong = Vec::new();
    if checklist.version < 1 {
        wrong.push("The version must be 1 or more".to_owned());
    }
    if checklist.sign_off.declares.is_empty() || checklist.sign_off.declares.iter().any(|point| point.trim().is_empty()) {
        wrong.push("The sign-off must say what is declared".to_owned());
    }
    codes(checklist, &mut wrong);
    for section in &checklist.sections {
        if section.title.trim().is_empty() {
            wrong.push(format!("The section “{}” has no title", section.code));
        }
        if section.items.is_empty() {
            wrong.push(format!("The section “{}” has no items", section.code));
        }
        section.items.iter().for_each(|item| of_item(checklist, item, &mut wrong));
    }
    settings(checklist, &mut wrong);
    wrong
}

fn codes(checklist: &Checklist, wrong: &mut Vec<String>) {
    let items = checklist.sections.iter().flat_map(|section| &section.items).map(|item| item.code.as_str());
    let (mut sections_seen, mut items_seen) = (BTreeSet::new(), BTreeSet::new());
    for code in checklist.sections.iter().map(|section| section.code.as_str()) {
        if !is_code(code) || TAKEN.contains(&code) {
            wrong.push(format!("“{code}” cannot be the code of a section"));
        }
        if !sections_seen.insert(code) {
            wrong.push(format!("Two sections have the code “{code}”"));
        }
    }
    for code in items {
        if !is_code(code) {
            wrong.push(format!("“{code}” cannot be the code of an item: use small letters, digits and hyphens"));
        }
        if !items_seen.insert(code) {
            wrong.push(format!("Two items have the code “{code}”"));
        }
    }
}

fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.len() <= CODE_MAX
        && code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn of_item(checklist: &Checklist, item: &Item, wrong: &mut Vec<String>) {
    let code = &item.code;
    let texts = [
        ("title", &item.title),
        ("what", &item.what),
        ("why", &item.why),
        ("done_when", &item.done_when),
        ("evidence", &item.evidence),
        ("blocks", &item.blocks),
        ("source", &item.source),
    ];
    wrong.extend(texts.iter().filter(|(_, text)| text.trim().is_empty()).map(|(name, _)| format!("“{name}” of “{code}” is empty")));
    if item.routes.is_empty() {
        wrong.push(format!("“{code}” applies to no route"));
    }
    if item.changed_in > checklist.version || item.changed_in < 0 {
        wrong.push(format!("“{code}” says that it changed in version {}, which is not out yet", item.changed_in));
    }
    if item.guidance.as_ref().is_some_and(|slug| !is_code(slug)) {
        wrong.push(format!("The guidance of “{code}” must be the last part of an address under /guidance/"));
    }
    for other in &item.waits_for {
        match checklist.item(other) {
            None => wrong.push(format!("“{code}” waits for “{other}”, which is not there")),
            Some((_, found)) if reaches(checklist, found, code, &mut BTreeSet::new()) => {
                wrong.push(format!("“{code}” waits for “{other}”, which waits for it in turn"));
            }
            Some(_) => {}
        }
    }
}

/// Whether `item` is, or waits for, the item `code`.
fn reaches<'a>(checklist: &'a Checklist, item: &'a Item, code: &str, seen: &mut BTreeSet<&'a str>) -> bool {
    item.code == code
        || (seen.insert(&item.code)
            && item.waits_for.iter().filter_map(|other| checklist.item(other)).any(|(_, other)| reaches(checklist, other, code, seen)))
}

/// Without it nobody on that route could ever be ready.
fn settings(checklist: &Checklist, wrong: &mut Vec<String>) {
    for (route, word) in [(Route::Emis, "emis"), (Route::Tpp, "tpp"), (Route::Other, "other")] {
        let settings = checklist.items_for(route).filter(|item| item.settings && item.required).count();
        if settings != 1 {
            wrong.push(format!("The route “{word}” must have one required item with settings, and has {settings}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("version = 1", "version = 0", "The version must be 1 or more")]
    #[case("code = \"staff\"", "code = \"policies\"", "Two sections have the code “policies”")]
    #[case("code = \"staff\"", "code = \"numbers\"", "“numbers” cannot be the code of a section")]
    #[case("code = \"staff-trained\"", "code = \"dpia\"", "Two items have the code “dpia”")]
    #[case(
        "code = \"staff-trained\"",
        "code = \"Staff trained\"",
        "“Staff trained” cannot be the code of an item: use small letters, digits and hyphens"
    )]
    #[case("title = \"Staff\"", "title = \" \"", "The section “staff” has no title")]
    #[case("settings = true", "settings = false", "The route “emis” must have one required item with settings, and has 0")]
    #[case("waits_for = [\"dpia\"]", "waits_for = [\"nothing\"]", "“settings-emis” waits for “nothing”, which is not there")]
    #[case(
        "code = \"dpia\"",
        "code = \"dpia\"\nwaits_for = [\"settings-emis\"]",
        "“dpia” waits for “settings-emis”, which waits for it in turn"
    )]
    #[case("code = \"dpia\"", "code = \"dpia\"\nchanged_in = 2", "“dpia” says that it changed in version 2, which is not out yet")]
    #[case(
        "guidance = \"what-",
        "guidance = \"../",
        "The guidance of “policies-reviewed” must be the last part of an address under /guidance/"
    )]
    #[case("routes = [\"emis\"]", "routes = []", "“settings-emis” applies to no route")]
    #[case("evidence = \"A link to the assessment.\"", "evidence = \"\"", "“evidence” of “dpia” is empty")]
    fn a_version_must_hold_together(#[case] from: &str, #[case] to: &str, #[case] expected: &str) {
        let changed = Checklist::BUNDLED.replacen(from, to, 1);
        assert_ne!(changed, Checklist::BUNDLED);
        let wrong = Checklist::read(&changed).unwrap_err();
        assert!(wrong.iter().any(|mistake| mistake == expected), "{wrong:?}");
    }
}
