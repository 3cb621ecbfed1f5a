//! Made-up registers, and ways in which they are damaged.

use proptest::prelude::*;
use proptest::sample::Index;

/// How a register is written down.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// 27 columns, all in quotation marks, without a header: as published.
    Published,
    /// A few columns under a header, and quotation marks where they are needed.
    Trimmed,
}

pub(super) const HEADER: &str = "Organisation Code,Name,Status Code,Prescribing Setting,Close Date,Commissioner\n";

/// One row: code, name, status, prescribing setting, closing day.
pub(super) fn line(shape: Shape, [code, name, status, setting, closed]: [&str; 5]) -> String {
    match shape {
        Shape::Published => {
            let cells = [code, name, "X01", "XA1", "1 EXAMPLE STREET", "", "EXAMPLETOWN", "", "", "XX1 1AA", "19740401", closed, status];
            let rest = ["B", "X1A", "20200401", "", "01632 960001", "", "", "", "0", "", "X1A", "", setting, ""];
            let quoted: Vec<_> = cells.iter().chain(&rest).map(|cell| format!("\"{cell}\"")).collect();
            quoted.join(",") + "\n"
        }
        Shape::Trimmed => {
            let name = if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() };
            format!("{code},{name},{status},{setting},{closed},X1A\n")
        }
    }
}

/// A register of 24 organisations, sorted by code. Of those that are open in the first month, the second shows three with another status.
pub(super) fn register(shape: Shape, second_month: bool) -> String {
    let mut text = if matches!(shape, Shape::Trimmed) { HEADER.to_owned() } else { String::new() };
    for number in 1..=24 {
        let code = format!("X100{number:02}");
        let (status, closed) = match number {
            5 => ("C", "20200331"),
            7 | 20 if second_month => ("D", ""),
            13 if second_month => ("C", "20220131"),
            _ => ("A", ""),
        };
        let setting = if number % 8 == 0 { "10" } else { "4" };
        let name = if number % 5 == 1 { "ELM, ASH AND PINE" } else { "THE OAK SURGERY" };
        text += &line(shape, [&code, name, status, setting, closed]);
    }
    text
}

/// Where and how text is damaged. No damage makes letters and digits out of others: a code, a status or a prescribing setting that another
/// one was typed over is a statement like any other.
#[derive(Clone, Debug)]
pub(super) enum Damage {
    Insert(Index, u8),
    Replace(Index, u8),
    Drop(Index),
    Cut(Index),
    RepeatLine(Index),
    JoinLines(Index),
    HeaderAgain(Index),
    TwiceOver,
}

pub(super) fn damage() -> impl Strategy<Value = Damage> {
    let odd = || prop::sample::select(b"\"\"\"?,;\t\n\r '\x01\x80\xC9".to_vec());
    prop_oneof![
        4 => (any::<Index>(), odd()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        4 => (any::<Index>(), odd()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        4 => any::<Index>().prop_map(Damage::Drop),
        2 => any::<Index>().prop_map(Damage::Cut),
        1 => any::<Index>().prop_map(Damage::RepeatLine),
        1 => any::<Index>().prop_map(Damage::JoinLines),
        1 => any::<Index>().prop_map(Damage::HeaderAgain),
        1 => Just(Damage::TwiceOver),
    ]
}

pub(super) fn damaged(mut text: Vec<u8>, damage: &Damage) -> Vec<u8> {
    let lines: Vec<usize> = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
    if text.is_empty() || lines.is_empty() {
        return text;
    }
    let line_end = |at: &Index| lines[at.index(lines.len())];
    match damage {
        Damage::Insert(at, byte) => text.insert(at.index(text.len()), *byte),
        Damage::Replace(at, byte) => *at.get_mut(&mut text) = *byte,
        Damage::Drop(at) => _ = text.remove(at.index(text.len())),
        Damage::Cut(at) => text.truncate(at.index(text.len())),
        Damage::JoinLines(at) => _ = text.remove(line_end(at)),
        Damage::HeaderAgain(at) => _ = text.splice(line_end(at) + 1..line_end(at) + 1, HEADER.bytes()),
        Damage::TwiceOver => text.extend_from_within(..),
        Damage::RepeatLine(at) => {
            let end = line_end(at) + 1;
            let start = text[..end - 1].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            text.splice(end..end, text[start..end].to_vec());
        }
    }
    text
}
