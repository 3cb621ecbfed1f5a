//! What was typed, as part of a pattern of LIKE.

/// `%` and `_` stand for themselves; U+0000, which PostgreSQL does not take, is left out. The query must name `\` as its escape.
pub(crate) fn escaped(text: &str) -> String {
    text.trim().replace('\0', "").replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
