//! Clinical system suppliers, and the way each switches a practice on.

use serde::{Deserialize, Serialize};

/// The supplier of a practice's clinical system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Supplier {
    /// EMIS Web.
    Emis,
    /// TPP SystmOne.
    Tpp,
    /// Vision, by Cegedim (INPS in older files).
    Vision,
    /// Named in a file, but none of the above.
    Other,
    /// Not known.
    Unknown,
}

/// The way by which a practice switches record access on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// The practice opts in to one of EMIS's dates.
    Emis,
    /// The practice switches itself on in SystmOne.
    Tpp,
    /// The practice arranges it with its supplier.
    Other,
}

impl Supplier {
    /// All suppliers, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Emis, Self::Tpp, Self::Vision, Self::Other, Self::Unknown];

    /// The supplier that a published file names, e.g. `EMIS`, `EMIS (I)`, `TPP`, `VISION`, `INPS`, `Unknown` or nothing.
    #[must_use]
    pub fn from_file(text: &str) -> Self {
        let name = text.trim().to_ascii_uppercase();
        match name.as_str() {
            "" | "UNKNOWN" => Self::Unknown,
            "TPP" | "SYSTMONE" => Self::Tpp,
            "VISION" | "INPS" | "CEGEDIM" => Self::Vision,
            _ if name.starts_with("EMIS") => Self::Emis,
            _ => Self::Other,
        }
    }

    /// The key kept in the database: `emis`, `tpp`, `vision`, `other`, `unknown`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Emis => "emis",
            Self::Tpp => "tpp",
            Self::Vision => "vision",
            Self::Other => "other",
            Self::Unknown => "unknown",
        }
    }

    /// The supplier with this key.
    #[must_use]
    pub fn from_key(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|supplier| supplier.key() == word)
    }

    /// The name as people know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Emis => "EMIS",
            Self::Tpp => "TPP",
            Self::Vision => "Vision",
            Self::Other => "Other supplier",
            Self::Unknown => "Not known",
        }
    }

    /// The way by which this supplier's practices switch on.
    #[must_use]
    pub fn route(self) -> Route {
        match self {
            Self::Emis => Route::Emis,
            Self::Tpp => Route::Tpp,
            Self::Vision | Self::Other | Self::Unknown => Route::Other,
        }
    }
}

impl Route {
    /// "EMIS", "TPP" or "other supplier", for the middle of a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Emis => "EMIS",
            Self::Tpp => "TPP",
            Self::Other => "other supplier",
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("EMIS", Supplier::Emis)]
    #[case("EMIS (I)", Supplier::Emis)]
    #[case("tpp", Supplier::Tpp)]
    #[case("INPS", Supplier::Vision)]
    #[case("Unknown", Supplier::Unknown)]
    #[case("", Supplier::Unknown)]
    #[case("MICROTEST", Supplier::Other)]
    fn suppliers_as_files_write_them(#[case] text: &str, #[case] expected: Supplier) {
        assert_eq!(Supplier::from_file(text), expected);
    }

    #[test]
    fn words_read_back() {
        for supplier in Supplier::ALL {
            assert_eq!(Supplier::from_key(supplier.key()), Some(supplier));
        }
    }
}
