//! What a line of source may not say, and how long a file may be.

use std::fs;

use anyhow::Result;

use crate::workspace;

/// The house wants 250 lines; this is where it stops being a wish.
const LONGEST_FILE: usize = 400;

/// A word that may not stand in files with these endings, outside these files, and why.
struct Rule {
    word: &'static str,
    endings: &'static [&'static str],
    folder: &'static str,
    except: &'static [&'static str],
    why: &'static str,
}

const RUST: &[&str] = &[".rs"];
const CLOCK: &[&str] = &["app/domain/src/clock.rs"];
const SPECS: &[&str] = &[".spec.ts"];
const TIME: &str = "time is an argument: take it from domain's Clock";
const STYLE: &str = "the Content-Security-Policy refuses inline styles: use a class";
const ISSUE: &str = "unfinished work belongs in an issue";
const HONEST: &str = "a test that is skipped proves nothing";

#[rustfmt::skip]
const RULES: &[Rule] = &[
    Rule { word: "<textarea", endings: RUST, folder: "app/src/", except: &["app/src/web/components/textarea.rs"], why: "Leptos does not escape its content: use the Textarea component" },
    Rule { word: "<script", endings: RUST, folder: "app/src/", except: &["app/src/web/document.rs"], why: "scripts are named in the shell alone" },
    Rule { word: " style=", endings: RUST, folder: "app/src/", except: &[], why: STYLE },
    Rule { word: " style:", endings: RUST, folder: "app/src/", except: &[], why: STYLE },
    Rule { word: "Utc::now", endings: RUST, folder: "", except: CLOCK, why: TIME },
    Rule { word: "Local::now", endings: RUST, folder: "", except: CLOCK, why: TIME },
    Rule { word: "SystemTime::now", endings: RUST, folder: "", except: CLOCK, why: TIME },
    Rule { word: "[allow(", endings: RUST, folder: "", except: &[], why: "write #[expect(lint, reason = \"...\")]" },
    Rule { word: "#[ignore", endings: RUST, folder: "", except: &[], why: HONEST },
    Rule { word: "TODO", endings: &[".rs", ".ts", ".scss", ".js"], folder: "", except: &[], why: ISSUE },
    Rule { word: "FIXME", endings: &[".rs", ".ts", ".scss", ".js"], folder: "", except: &[], why: ISSUE },
    Rule { word: "test.skip", endings: SPECS, folder: "end2end/", except: &[], why: HONEST },
    Rule { word: "test.fixme", endings: SPECS, folder: "end2end/", except: &[], why: HONEST },
    Rule { word: "test.only", endings: SPECS, folder: "end2end/", except: &[], why: HONEST },
];

impl Rule {
    fn applies_to(&self, file: &str) -> bool {
        self.endings.iter().any(|ending| file.ends_with(ending))
            && file.starts_with(self.folder)
            && !self.except.contains(&file)
            && !file.starts_with("xtask/src/house_rules/")
    }
}

/// Looks through every file that git knows or would take in.
pub fn broken() -> Result<Vec<String>> {
    let files = super::files(&[])?;
    let mut broken = Vec::new();
    for file in files.lines() {
        // A file that is deleted and not yet committed is listed all the same; a picture is no text.
        if let Ok(text) = fs::read_to_string(workspace::root().join(file)) {
            broken.extend(broken_in(file, &text));
        }
    }
    Ok(broken)
}

fn broken_in(file: &str, text: &str) -> Vec<String> {
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| rule.applies_to(file)).collect();
    let mut broken = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let code = line.trim_start();
        if code.starts_with("//") && !code.contains("TODO") && !code.contains("FIXME") {
            continue;
        }
        let found = rules.iter().filter(|rule| line.contains(rule.word));
        broken.extend(found.map(|rule| format!("{file}:{}: {} - {}", index + 1, rule.word.trim(), rule.why)));
    }
    let lines = text.lines().count();
    if file.ends_with(".rs") && lines > LONGEST_FILE {
        broken.push(format!("{file}: {lines} lines; {LONGEST_FILE} at most, and 250 are better"));
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_FILE, broken_in};

    #[test]
    fn each_rule_names_file_line_and_reason() {
        let cases = [
            ("app/src/checklist/view.rs", "<textarea name=\"note\">"),
            ("app/src/reports/chart.rs", "<rect style=\"fill: red\"/>"),
            ("app/services/src/slots.rs", "let now = Utc::now();"),
            ("server/src/main.rs", "#![allow(dead_code)]"),
            ("server/tests/slots.rs", "#[ignore = \"slow\"]"),
            ("style/start.js", "// TODO: later"),
            ("end2end/tests/slots.spec.ts", "test.skip(\"books\", …)"),
        ];
        for (file, line) in cases {
            let broken = broken_in(file, &format!("\n{line}\n"));
            assert_eq!(broken.len(), 1, "{file}: {line}");
            assert!(broken[0].starts_with(&format!("{file}:2: ")), "{}", broken[0]);
        }
    }

    #[test]
    fn the_places_made_for_it_are_left_alone() {
        let cases = [
            ("app/domain/src/clock.rs", "Utc::now()"),
            ("app/src/web/components/textarea.rs", "<textarea inner_html=safe>"),
            ("app/src/slots/view.rs", "// why no <textarea stands here"),
            ("docs/adr/0003-textarea.md", "<textarea> and Utc::now()"),
        ];
        for (file, line) in cases {
            assert_eq!(broken_in(file, line), Vec::<String>::new(), "{file}: {line}");
        }
    }

    #[test]
    fn a_file_has_an_end() {
        assert!(broken_in("server/src/main.rs", &"\n".repeat(LONGEST_FILE)).is_empty());
        assert_eq!(broken_in("server/src/main.rs", &"\n".repeat(LONGEST_FILE + 1)).len(), 1);
    }
}
