//! The paths within its crate that a file names.

use std::str::FromStr;

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file as a path names it: `a/b.rs` is `[a, b]`.
pub type Module = Vec<String>;

/// A path that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub path: Module,
    /// Whether it only hands on what it names.
    pub is_offer: bool,
}

/// The paths within the crate that a file names, from the crate's root; those of its tests aside.
pub fn named(text: &str, module: &Module) -> Result<Vec<Named>> {
    let tokens = TokenStream::from_str(text).map_err(|error| anyhow!("{error}"))?;
    let mut found = Vec::new();
    walk(&tokens.into_iter().collect::<Vec<_>>(), module, &mut found);
    Ok(found)
}

/// Whether a token is this word or this sign. A group is neither: its text, which may be half the file, is never put together.
fn is(token: Option<&TokenTree>, what: &str) -> bool {
    match token {
        Some(TokenTree::Ident(ident)) => ident == what,
        Some(TokenTree::Punct(punct)) => what.len() == 1 && what.starts_with(punct.as_char()),
        _ => false,
    }
}

/// Whether a group is `[cfg(test)]`.
fn is_of_tests(token: Option<&TokenTree>) -> bool {
    let inside = |token: Option<&TokenTree>| match token {
        Some(TokenTree::Group(group)) => group.stream().into_iter().take(3).collect(),
        _ => Vec::new(),
    };
    let attribute = inside(token);
    let condition = inside(attribute.get(1));
    is(attribute.first(), "cfg") && is(condition.first(), "test") && condition.len() == 1
}

/// Goes through tokens, into groups and modules that stand in the file.
fn walk(tokens: &[TokenTree], here: &Module, found: &mut Vec<Named>) {
    let (mut at, mut is_test) = (0, false);
    while let Some(token) = tokens.get(at) {
        if is(Some(token), "#") && is_of_tests(tokens.get(at + 1)) {
            (at, is_test) = (at + 2, true);
            continue;
        }
        match token {
            TokenTree::Group(group) => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                let opens = group.delimiter() == Delimiter::Brace;
                let name = (at >= 2 && opens && is(tokens.get(at - 2), "mod")).then(|| tokens[at - 1].to_string());
                if !(is_test && opens) {
                    walk(&inside, &[&here[..], &name.into_iter().collect::<Vec<_>>()].concat(), found);
                }
                is_test &= !opens;
                at += 1;
            }
            TokenTree::Ident(first) if ["crate", "super", "self"].iter().any(|root| first == root) && is_path(tokens, at + 1) => {
                let is_offer = at >= 2 && is(tokens.get(at - 1), "use") && is_public(&tokens[..at - 1]);
                at = path(tokens, at, here, Vec::new(), is_offer, found);
            }
            TokenTree::Ident(_) if is(tokens.get(at.wrapping_sub(1)), "use") && is_public(&tokens[..at.saturating_sub(1)]) => {
                // `pub use child::Item`, as modules write it of what lies below them.
                at = path(tokens, at, here, here.clone(), true, found);
            }
            _ => {
                is_test &= !is(Some(token), ";");
                at += 1;
            }
        }
    }
}

fn is_path(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens.get(at), ":") && is(tokens.get(at + 1), ":")
}

/// Whether what stands before `use` makes it an offer: `pub`, or `pub(…)`.
fn is_public(before: &[TokenTree]) -> bool {
    let last = before.last();
    is(last, "pub") || (matches!(last, Some(TokenTree::Group(_))) && is(before.get(before.len().wrapping_sub(2)), "pub"))
}

/// Reads a path with all its branches; where it ends.
fn path(tokens: &[TokenTree], mut at: usize, here: &Module, mut so_far: Module, is_offer: bool, found: &mut Vec<Named>) -> usize {
    let mut is_begun = !so_far.is_empty();
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => {
                match ident.to_string().as_str() {
                    "crate" => so_far = Vec::new(),
                    "self" if !is_begun => so_far.clone_from(here),
                    "self" => {}
                    "super" if !is_begun => so_far = here[..here.len().saturating_sub(1)].to_vec(),
                    "super" => drop(so_far.pop()),
                    name => so_far.push(name.to_owned()),
                }
                is_begun = true;
                at += 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let inside: Vec<_> = group.stream().into_iter().collect();
                for branch in inside.split(|token| is(Some(token), ",")).filter(|branch| !branch.is_empty()) {
                    path(branch, 0, here, so_far.clone(), is_offer, found);
                }
                return at + 1;
            }
            Some(TokenTree::Punct(all)) if all.as_char() == '*' => {
                found.push(Named { path: so_far, is_offer });
                return at + 1;
            }
            _ => return at,
        }
        if !is_path(tokens, at) {
            found.push(Named { path: so_far, is_offer });
            return at;
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str, module: &[&str]) -> Vec<String> {
        let module = module.iter().map(|part| (*part).to_owned()).collect();
        let mark = |named: Named| format!("{}{}", if named.is_offer { "offers " } else { "" }, named.path.join("::"));
        named(text, &module).unwrap().into_iter().map(mark).collect()
    }

    #[test]
    fn paths_are_read_wherever_they_stand() {
        let text =
            "use crate::a::{b::C, d::{self, E}};\nuse super::x::Y;\nuse std::fs;\nfn f() { view! { <p>{crate::w::word(self.z)}</p> } }";
        assert_eq!(paths(text, &["m", "n"]), ["a::b::C", "a::d", "a::d::E", "m::x::Y", "w::word"]);
    }

    #[test]
    fn tests_do_not_count_and_offers_are_marked() {
        let text = "pub use child::Item;\npub(crate) use super::o::P;\n#[cfg(test)]\nmod tests { use crate::far::Away; }\nmod inner { use super::near::By; }";
        assert_eq!(paths(text, &["m"]), ["offers m::child::Item", "offers o::P", "m::near::By"]);
    }
}
