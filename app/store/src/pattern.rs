//! What was typed, as part of a pattern of LIKE.

/// `%` and `_` stand for themselves. The query must name `\` as its escape.
pub(crate) fn escaped(text: &str) -> String {
    text.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
