//! What a new version of the checklist changes for those who answered the one before.

use super::{Checklist, Item};

/// What becomes of an item in the new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is asked for the first time.
    New,
    /// Its meaning changed, as the version says: it is asked again, and the old answer is shown.
    AskedAgain,
    /// It reads or works differently, and old answers stand.
    Changed,
    /// It is asked no more; its answers are kept, and not shown.
    Removed,
}

/// One item that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What becomes of it.
    pub kind: Kind,
    pub code: String,
    /// Its title, in the new version where it is in that.
    pub title: String,
    /// What differs, by name, before and after. Empty where the item is new or removed.
    pub changes: Vec<(&'static str, String, String)>,
}

/// The items that differ: those of `after` in its order, then those that are removed.
#[must_use]
pub fn difference(before: &Checklist, after: &Checklist) -> Vec<Difference> {
    let items = after.sections.iter().flat_map(|section| section.items.iter().map(|item| (section.title.as_str(), item)));
    let kept = items.filter_map(|(section, item)| {
        let Some((old_section, old)) = before.item(&item.code) else { return Some(of(Kind::New, item, Vec::new())) };
        let changes = changes((old_section.title.as_str(), old), (section, item));
        if item.changed_in > before.version {
            Some(of(Kind::AskedAgain, item, changes))
        } else {
            (!changes.is_empty()).then(|| of(Kind::Changed, item, changes))
        }
    });
    let removed = before.sections.iter().flat_map(|section| &section.items).filter(|item| after.item(&item.code).is_none());
    kept.chain(removed.map(|item| of(Kind::Removed, item, Vec::new()))).collect()
}

fn of(kind: Kind, item: &Item, changes: Vec<(&'static str, String, String)>) -> Difference {
    Difference { kind, code: item.code.clone(), title: item.title.clone(), changes }
}

fn changes(before: (&str, &Item), after: (&str, &Item)) -> Vec<(&'static str, String, String)> {
    let (before, after) = (texts(before), texts(after));
    let pairs = before.into_iter().zip(after);
    pairs.filter(|((_, old), (_, new))| old != new).map(|((name, old), (_, new))| (name, old, new)).collect()
}

/// Everything of an item that a practice reads or that a rule looks at.
fn texts((section, item): (&str, &Item)) -> [(&'static str, String); 13] {
    let yes = |it: bool| if it { "yes" } else { "no" }.to_owned();
    [
        ("Section", section.to_owned()),
        ("Title", item.title.clone()),
        ("What to do", item.what.clone()),
        ("Why it matters", item.why.clone()),
        ("How you know it is done", item.done_when.clone()),
        ("Evidence", item.evidence.clone()),
        ("What you cannot do until this is done", item.blocks.clone()),
        ("Source", item.source.clone()),
        ("Routes", item.routes.iter().map(|route| format!("{route:?}").to_lowercase()).collect::<Vec<_>>().join(", ")),
        ("Required", yes(item.required)),
        ("Settings", yes(item.settings)),
        ("Waits for", item.waits_for.join(", ")),
        ("Guidance", item.guidance.clone().unwrap_or_default()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(changes: &[(&str, &str)]) -> Checklist {
        let text = Checklist::BUNDLED.replacen("version = 1", "version = 2", 1);
        Checklist::read(&changes.iter().fold(text, |text, (from, to)| text.replacen(from, to, 1))).unwrap()
    }

    #[test]
    fn the_same_content_differs_in_nothing() {
        assert_eq!(difference(Checklist::bundled(), &second(&[])), []);
    }

    #[test]
    fn each_kind_of_change_is_told_apart() {
        let after = second(&[
            ("title = \"Review your policies and procedures\"", "title = \"Review your policies\""),
            ("code = \"dpia\"", "code = \"dpia\"\nchanged_in = 2"),
            ("code = \"clinical-safety\"", "code = \"clinical-hazards\""),
        ]);
        let found = difference(Checklist::bundled(), &after);
        let kinds: Vec<_> = found.iter().map(|one| (one.kind, one.code.as_str())).collect();
        let expected = [
            (Kind::Changed, "policies-reviewed"),
            (Kind::AskedAgain, "dpia"),
            (Kind::New, "clinical-hazards"),
            (Kind::Removed, "clinical-safety"),
        ];
        assert_eq!(kinds, expected);
        let (title, before) = ("Review your policies".to_owned(), "Review your policies and procedures".to_owned());
        assert_eq!(found[0].changes, [("Title", before, title)]);
    }
}
