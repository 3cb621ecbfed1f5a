//! What the rows of a register come to, and which of them cannot be told to be about anybody.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::super::codes::Codes;
use super::super::day::parse_file_day;
use super::super::facts::{Facts, OpenPractice, PracticeFacts, RegisterFacts};
use super::super::kind::FileKind;
use super::super::mistakes::{BadRow, NAMED};
use super::super::tally::Tally;
use super::super::value::Row;
use crate::organisations::OdsCode;

/// A register under way.
pub(super) struct Reading {
    pub(super) open: Vec<OpenPractice>,
    pub(super) closings: Vec<(OdsCode, Option<NaiveDate>)>,
    pub(super) practices: Vec<PracticeFacts>,
    pub(super) lines: BTreeMap<OdsCode, usize>,
    pub(super) tally: Tally,
    /// Rows of organisations of any kind.
    pub(super) rows: usize,
    pub(super) passed_over: usize,
    /// Days on which something happened, as distinct values: there are few thousand.
    pub(super) days: BTreeSet<NaiveDate>,
    pub(super) codes: Codes,
    /// Practices of which a row was spoilt, though it said which practice it was about.
    unread: BTreeSet<OdsCode>,
    /// Practices with several rows.
    pub(super) doubled: BTreeSet<OdsCode>,
    /// Active organisations that are a GP practice and something else.
    pub(super) several_roles: Vec<String>,
    lost: Option<BadRow>,
}

impl Reading {
    /// Nothing read yet of this text.
    pub(super) fn of(text: &[u8]) -> Self {
        // Without its line end the last row may be cut short, and rows after it be missing.
        let line = || 1 + text.iter().filter(|byte| **byte == b'\n').count();
        let cut = || BadRow { line: line(), reason: "it has no line end, as in a file that was cut short".to_owned() };
        Self {
            open: Vec::new(),
            closings: Vec::new(),
            practices: Vec::new(),
            lines: BTreeMap::new(),
            tally: Tally::default(),
            rows: 0,
            passed_over: 0,
            days: BTreeSet::new(),
            codes: Codes::of(text),
            unread: BTreeSet::new(),
            doubled: BTreeSet::new(),
            several_roles: Vec::new(),
            lost: (!text.ends_with(b"\n") && !text.ends_with(b"\r")).then(cut),
        }
    }

    /// Notes the days in these columns.
    pub(super) fn see(&mut self, row: &Row<'_>, columns: [Option<usize>; 2]) {
        self.days.extend(columns.into_iter().flatten().filter_map(|column| parse_file_day(row.text(column))));
    }

    /// A row was not understood. Of a second row about a practice nobody can tell whether its code, or that of the first, is another's.
    pub(super) fn spoilt(&mut self, code: Option<OdsCode>, row: BadRow) {
        match code {
            Some(code) if !self.doubled.contains(&code) => _ = self.unread.insert(code),
            _ if self.lost.as_ref().is_none_or(|lost| row.line < lost.line) => self.lost = Some(row),
            _ => {}
        }
    }

    /// Names who is a GP practice among other roles and does not count as one.
    pub(super) fn of_several_roles(&self) -> Option<String> {
        let (first, rest) = self.several_roles.split_first()?;
        let named = self.several_roles.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        Some(if rest.is_empty() {
            format!("1 organisation is a GP practice among other roles and does not count as one: {first}")
        } else {
            format!("{} organisations are GP practices among other roles and do not count as such: {named}", self.several_roles.len())
        })
    }

    /// All that it says, as of the day of the file.
    pub(super) fn facts(mut self, dated: NaiveDate) -> Facts {
        for sub_icb in self.practices.iter_mut().filter_map(|practice| practice.sub_icb.as_mut()) {
            sub_icb.dated = Some(dated);
        }
        self.closings.retain(|(code, _)| !self.doubled.contains(code));
        let (unread, last) = self.codes.unread();
        let unread = unread.into_iter().chain(self.unread).chain(self.doubled).collect();
        let register = RegisterFacts {
            open: self.open,
            undated: self.closings.iter().filter(|(_, day)| day.is_none()).map(|(code, _)| code.clone()).collect(),
            closings: self.closings.into_iter().filter_map(|(code, day)| Some((code, day?))).collect(),
            unread,
            rows: self.rows,
            last,
            lost: self.lost,
        };
        Facts {
            kind: FileKind::Register,
            dated: Some(dated),
            register: Some(register),
            practices: self.practices,
            places: self.tally.facts(Some(dated)),
        }
    }
}
