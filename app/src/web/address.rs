//! The addresses that views lead to, made in one place. `/practices/{ods}/slots/{slot}/book` is `practice(&ods).slot(&id).book()`.

mod of_practice;

use std::fmt::Display;

pub use of_practice::{Practice, Slot, practice};

/// Where people sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Where people sign out.
pub const SIGN_OUT: &str = "/sign-out";
/// Where a page leads by itself once its session has ended.
pub const SIGNED_OUT: &str = "/signed-out";
/// Where somebody chooses among what their smartcard lets them see.
pub const VIEWS: &str = "/sign-in/view";
/// Where people ask for access.
pub const REQUEST_ACCESS: &str = "/request-access";
/// What comes after asking.
pub const REQUEST_ACCESS_SENT: &str = "/request-access/sent";
/// What everybody accepts before anything else opens.
pub const AGREEMENT: &str = "/agreement";
/// One's own account.
pub const ACCOUNT: &str = "/account";
/// The list of practices.
pub const PRACTICES: &str = "/practices";
/// What waits for a decision of the ICB, and the exceptions in force.
pub const EXCEPTIONS: &str = "/exceptions";
/// The requests for access that wait, and those that were decided on.
pub const ACCESS_REQUESTS: &str = "/access-requests";
/// Everybody's accounts.
pub const ACCOUNTS: &str = "/admin/accounts";
/// Organisation files.
pub const IMPORTS: &str = "/admin/imports";
/// What they change, before it is imported.
pub const CHECK_IMPORT: &str = "/admin/imports/check";
/// Every EMIS date.
pub const EMIS_DATES: &str = "/admin/slots";
/// Adding many of them.
pub const IMPORT_DATES: &str = "/admin/slots/import";
/// The versions of the checklist.
pub const CHECKLIST_VERSIONS: &str = "/admin/checklist";
/// What a new version changes.
pub const CHECK_VERSION: &str = "/admin/checklist/check";
/// What one needs before one can sign in with a smartcard.
pub const SMARTCARD_CHECK: &str = "/smartcards";
/// How many people of each practice still need something before they can.
pub const SMARTCARDS_OF_PRACTICES: &str = "/smartcards/practices";

/// Where somebody confirms that they asked for access.
pub fn access_request(token: impl Display) -> String {
    format!("{REQUEST_ACCESS}/{token}")
}

/// Somebody's account, as an admin sees it.
pub fn account(id: impl Display) -> Account {
    Account(format!("{ACCOUNTS}/{id}"))
}

/// Where the pages of an account are.
#[derive(Clone, Debug)]
pub struct Account(String);

impl Account {
    /// What it is, and changing it.
    #[must_use]
    pub fn page(&self) -> String {
        self.0.clone()
    }

    /// Suspending or restoring it.
    #[must_use]
    pub fn status(&self) -> String {
        format!("{}/status", self.0)
    }
}

/// One answer for several practices.
pub fn several(item: impl Display) -> String {
    format!("/checklist/{item}/several")
}

/// The pages of an EMIS date, for those who set it up.
pub fn emis_date(id: &str) -> EmisDate {
    EmisDate(format!("{EMIS_DATES}/{id}"))
}

/// Where the pages of an EMIS date are, for those who set it up.
#[derive(Clone, Debug)]
pub struct EmisDate(String);

impl EmisDate {
    fn below(&self, rest: &str) -> String {
        format!("{}/{rest}", self.0)
    }

    /// Opening and closing it, and who has it.
    #[must_use]
    pub fn page(&self) -> String {
        self.0.clone()
    }

    /// Changing its places.
    #[must_use]
    pub fn places(&self) -> String {
        self.below("places")
    }

    /// Holding places back for an ICB.
    #[must_use]
    pub fn hold(&self) -> String {
        self.below("hold")
    }

    /// Moving it to another day.
    #[must_use]
    pub fn move_date(&self) -> String {
        self.below("move")
    }

    /// Cancelling it.
    #[must_use]
    pub fn cancel(&self) -> String {
        self.below("cancel")
    }
}

/// `path` if it leads to a page of ours, never elsewhere.
#[must_use]
pub fn local_path(path: &str) -> Option<&str> {
    let ours =
        path.len() <= 1000 && path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control());
    ours.then_some(path)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn an_address_is_that_of_its_route() {
        assert_eq!(practice("X10001").slot("a").book(), "/practices/X10001/slots/a/book");
        assert_eq!(practice("X10001").figure("f"), "/practices/X10001/checklist/numbers/count/f");
    }

    #[rstest]
    #[case("/practices/X10001?tab=a", true)]
    #[case("/", true)]
    #[case("//elsewhere.example", false)]
    #[case("/\\elsewhere.example", false)]
    #[case("/\t/elsewhere.example", false)]
    #[case("/\u{1}", false)]
    #[case("/\u{85}", false)]
    #[case("https://elsewhere.example", false)]
    #[case("", false)]
    fn only_our_own_pages(#[case] path: &str, #[case] ours: bool) {
        assert_eq!(local_path(path).is_some(), ours);
    }
}
