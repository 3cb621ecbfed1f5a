//! Numbers and signatures as people read them.

use domain::field::format_count;

/// "No practices", "1 practice", "6,455 practices".
#[must_use]
pub fn counted(number: u64, one: &str, many: &str) -> String {
    match number {
        0 => format!("No {many}"),
        1 => format!("1 {one}"),
        number => format!("{} {many}", format_count(number)),
    }
}

/// When, and by whom for those who may know: nobody is named to who only reads figures.
#[must_use]
pub fn by(when: String, who: &str) -> String {
    if who.is_empty() { when } else { format!("{when} by {who}") }
}
