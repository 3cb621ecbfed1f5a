//! What is expected of every route. A new route is one line here.

/// Who gets in. Nobody and a suspended account are sent to sign in, or get 401 from what an island asks, unless it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Whoever asks.
    Open,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in; asked by an island.
    Question,
    /// About a practice: everybody in whose scope it lies, else 404.
    Seen,
    /// About a practice: those who work there, and the admin; others in scope 403, else 404.
    Worked,
    /// About a practice's booking: as [`Expected::Worked`], and the ICB sub-group, which helps after the cut-off.
    Changed,
    /// About a practice: everybody in scope but those who only read figures, else 404.
    Audited,
    /// Those who answer checklists, at whichever practice, and the admin; else 403.
    Works,
    /// The admin, else 403.
    Admin,
    /// Who decides on requests for access: ICB sub-groups and the admin, else 403.
    Decides,
    /// About a practice: its ICB sub-group and the admin; others in scope 403, else 404.
    Judged,
    /// Whoever has a smartcard in; everybody else is sent to sign in.
    Card,
    /// Whoever comes from or to an issuer of the settings, else 404.
    Issuer,
}

/// A route, what is sent to it, and who gets in.
pub struct Row {
    pub method: &'static str,
    pub path: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    pub expected: Expected,
}

const fn get(path: &'static str, expected: Expected) -> Row {
    Row { method: "GET", path, fields: &[], expected }
}

const fn post(path: &'static str, fields: &'static [(&'static str, &'static str)], expected: Expected) -> Row {
    Row { method: "POST", path, fields, expected }
}

const ODS: (&str, &str) = ("ods", "X10001");
const ACCOUNT: (&str, &str) = ("account", "{account}");
const HOLDER: (&str, &str) = ("id", "{holder}");
const SLOT: (&str, &str) = ("slot", "{slot}");

use Expected::*;

#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    // Open to all.
    get("/", Open),
    get("/accessibility", Open),
    get("/cookies", Open),
    get("/privacy", Open),
    get("/guidance", Open),
    get("/guidance/{slug}", Open),
    get("/sign-in", Open),
    get("/sign-in/sent", Open),
    get("/sign-in/{token}", Open),
    get("/unsubscribe/{token}", Open),
    post("/unsubscribe/{token}", &[], Open),
    get("/health/live", Open),
    get("/health/ready", Open),
    get("/health/mail", Open),
    post("/api/accounts/request-link", &[("email", "{who}@practice.example")], Open),
    post("/api/accounts/sign-in", &[("token", "none")], Open),
    post("/api/accounts/sign-out", &[], Open),
    get("/agreement", Open),
    get("/signed-out", Open),
    get("/sign-in/keys.json", Open),
    // Signing in by smartcard: some have one, but there is no issuer.
    get("/sign-in/view", Card),
    post("/api/accounts/choose-view", &[("view", "0")], Card),
    post("/sign-in/card/{key}", &[], Issuer),
    get("/sign-in/card/{key}/back", Issuer),
    post("/sign-in/card/{key}/logout", &[("logout_token", "none")], Issuer),
    // Asking for access, and what a smartcard needs.
    get("/request-access", Open),
    get("/request-access/sent", Open),
    get("/request-access/{token}", Open),
    post("/api/access-requests/ask", &[], Open),
    post("/api/access-requests/confirm", &[("token", "none")], Open),
    get("/smartcards", Open),
    get("/api/organisations/search", Open),
    get("/access-requests", Decides),
    get("/exceptions", Decides),
    post("/api/access-requests/decide", &[("verdict", "approve")], Decides),
    get("/smartcards/practices", Decides),
    get("/practices/{ods}/smartcards", Worked),
    get("/practices/{ods}/smartcards/{holder}", Worked),
    post("/api/smartcards/add", &[ODS], Worked),
    post("/api/smartcards/change", &[ODS, HOLDER], Worked),
    post("/api/smartcards/remove", &[ODS, HOLDER], Worked),
    // One's own account.
    get("/account", SignedIn),
    post("/api/accounts/accept-agreement", &[("version", "1")], SignedIn),
    post("/api/accounts/end-session", &[("session", "none")], SignedIn),
    post("/api/accounts/end-other-sessions", &[], SignedIn),
    post("/api/accounts/reminders", &[("reminders", "on")], SignedIn),
    // Lists and reports of one's own scope.
    get("/practices", SignedIn),
    get("/reports/deadline", SignedIn),
    get("/reports/deadline.csv", SignedIn),
    get("/reports/deadline.xlsx", SignedIn),
    get("/reports/deadline.json", SignedIn),
    get("/api/practices/search", Question),
    // One practice.
    get("/practices/{ods}", Seen),
    get("/practices/{ods}/history", Seen),
    get("/practices/{ods}/checklist/{section}", Seen),
    get("/practices/{ods}/checklist/numbers", Seen),
    get("/practices/{ods}/checklist/numbers/count", Worked),
    get("/practices/{ods}/checklist/numbers/count/{figure}", Worked),
    get("/practices/{ods}/checklist/numbers/model", Worked),
    get("/practices/{ods}/checklist/sign-off", Seen),
    get("/practices/{ods}/slots", Seen),
    get("/practices/{ods}/self-switch", Seen),
    get("/practices/{ods}/self-switch/plan", Worked),
    get("/practices/{ods}/confirmation/withdraw", Worked),
    get("/practices/{ods}/exception", Seen),
    get("/practices/{ods}/changes", Seen),
    get("/practices/{ods}/changes/successor", Judged),
    get("/practices/{ods}/handover", Audited),
    get("/practices/{ods}/audit", Audited),
    get("/practices/{ods}/audit.csv", Audited),
    get("/practices/{ods}/slots/manual", Seen),
    get("/practices/{ods}/slots/cancel", Changed),
    get("/practices/{ods}/slots/defer", Changed),
    get("/practices/{ods}/slots/did-not-work", Changed),
    get("/practices/{ods}/slots/{slot}/book", Worked),
    get("/practices/{ods}/slots/{slot}/wait", Worked),
    get("/api/slots/places", Question),
    post("/api/checklist/save", &[ODS, ("section", "policies")], Worked),
    post("/api/checklist/sign-off", &[ODS], Worked),
    post("/api/checklist/reopen", &[ODS], Worked),
    post("/api/checklist/count", &[ODS], Worked),
    post("/api/checklist/count-correct", &[ODS, ("figure", "{figure}")], Worked),
    post("/api/checklist/model", &[ODS], Worked),
    get("/checklist/{item}/several", Works),
    post("/api/checklist/several", &[("item", "dpia")], Works),
    post("/api/slots/book", &[ODS, SLOT], Worked),
    post("/api/slots/wait", &[ODS, SLOT], Worked),
    post("/api/slots/leave", &[ODS, SLOT], Worked),
    post("/api/slots/take-up", &[ODS, SLOT], Worked),
    post("/api/slots/manual", &[ODS, ("step", "existing")], Worked),
    post("/api/slots/move", &[ODS, SLOT], Changed),
    post("/api/slots/defer", &[ODS, ("reason", "Not ready")], Changed),
    post("/api/slots/cancel", &[ODS, ("reason", "Not ready")], Changed),
    post("/api/slots/did-not-work", &[ODS, ("reason", "No access")], Changed),
    post("/api/self-switch/record", &[ODS], Worked),
    post("/api/self-switch/plan", &[ODS], Worked),
    post("/api/exceptions/ask", &[ODS], Worked),
    post("/api/exceptions/withdraw", &[ODS, ("request", "none")], Worked),
    post("/api/exceptions/decide", &[ODS, ("verdict", "agree")], Judged),
    post("/api/exceptions/review", &[ODS, ("verdict", "renew")], Judged),
    post("/api/changes/claim", &[ODS], Worked),
    post("/api/changes/withdraw", &[ODS, ("request", "none")], Worked),
    post("/api/changes/decide", &[ODS, ("verdict", "agree")], Judged),
    post("/api/changes/successor", &[ODS], Judged),
    post("/api/confirmation/decide", &[ODS, ("verdict", "agree")], Judged),
    post("/api/confirmation/confirm", &[ODS], Worked),
    post("/api/confirmation/withdraw", &[ODS], Worked),
    // The programme.
    get("/admin", Admin),
    get("/admin/checklist", Admin),
    get("/admin/checklist/check", Admin),
    post("/api/admin/checklist/upload", &[], Admin),
    post("/api/admin/checklist/go-live", &[("id", "none")], Admin),
    post("/api/admin/checklist/discard", &[], Admin),
    get("/admin/audit", Admin),
    get("/admin/audit.csv", Admin),
    get("/admin/accounts", Admin),
    get("/admin/accounts/invite", Admin),
    get("/admin/accounts/{account}", Admin),
    get("/admin/accounts/{account}/status", Admin),
    post("/api/admin/accounts/invite", &[], Admin),
    post("/api/admin/accounts/change", &[ACCOUNT], Admin),
    post("/api/admin/accounts/suspend", &[ACCOUNT], Admin),
    post("/api/admin/accounts/restore", &[ACCOUNT], Admin),
    get("/admin/slots", Admin),
    get("/admin/slots/import", Admin),
    get("/admin/slots/{slot}", Admin),
    get("/admin/slots/{slot}/places", Admin),
    get("/admin/slots/{slot}/hold", Admin),
    get("/admin/slots/{slot}/move", Admin),
    get("/admin/slots/{slot}/cancel", Admin),
    get("/admin/imports", Admin),
    get("/admin/imports/check", Admin),
    post("/admin/imports/upload", &[], Admin),
    post("/admin/slots/upload", &[], Admin),
    post("/api/admin/slots/add", &[], Admin),
    post("/api/admin/slots/places", &[SLOT, ("places", "30")], Admin),
    post("/api/admin/slots/status", &[SLOT, ("status", "closed")], Admin),
    post("/api/admin/slots/hold", &[SLOT], Admin),
    post("/api/admin/slots/move", &[SLOT], Admin),
    post("/api/admin/slots/cancel", &[SLOT], Admin),
    post("/api/admin/slots/check", &[("csv", "date")], Admin),
    post("/api/admin/slots/import", &[("csv", "date")], Admin),
    post("/api/admin/imports/confirm", &[], Admin),
    post("/api/admin/imports/discard", &[], Admin),
    // Only in a demonstration.
    get("/demo/sign-in", Open),
    get("/demo/mail", Open),
    get("/demo/mail/{id}", Open),
    get("/demo/mail/{id}/html", Open),
    post("/demo/sign-in", &[("persona", "none")], Open),
    post("/api/demo/clock", &[("to", "none")], Open),
];
