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
    /// Which of several forms; empty for a page, and for an only form.
    pub form: &'static str,
    pub fields: &'static [(&'static str, &'static str)],
    pub expected: Expected,
}

const fn get(path: &'static str, expected: Expected) -> Row {
    Row { method: "GET", path, form: "", fields: &[], expected }
}

const fn post(path: &'static str, fields: &'static [(&'static str, &'static str)], expected: Expected) -> Row {
    form(path, "", fields, expected)
}

const fn form(path: &'static str, form: &'static str, fields: &'static [(&'static str, &'static str)], expected: Expected) -> Row {
    Row { method: "POST", path, form, fields, expected }
}

use Expected::*;

#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    // Open to all.
    get("/", Open),
    get("/accessibility", Open),
    get("/cookies", Open),
    get("/how-practices-are-read", Open),
    get("/privacy", Open),
    get("/guidance", Open),
    get("/guidance/{slug}", Open),
    get("/sign-in", Open),
    post("/sign-in", &[("email", "{who}@practice.example")], Open),
    get("/sign-in/sent", Open),
    get("/sign-in/{token}", Open),
    post("/sign-in/{token}", &[], Open),
    get("/sign-out", Open),
    post("/sign-out", &[], Open),
    get("/unsubscribe/{token}", Open),
    post("/unsubscribe/{token}", &[], Open),
    get("/health/live", Open),
    get("/health/ready", Open),
    get("/health/mail", Open),
    get("/agreement", Open),
    post("/agreement", &[("version", "1")], SignedIn),
    get("/signed-out", Open),
    get("/sign-in/keys.json", Open),
    // Signing in by smartcard: some have one, but there is no issuer.
    get("/sign-in/view", Card),
    post("/sign-in/view", &[("view", "0")], Card),
    post("/sign-in/card/{key}", &[], Issuer),
    get("/sign-in/card/{key}/back", Issuer),
    post("/sign-in/card/{key}/logout", &[("logout_token", "none")], Issuer),
    // Asking for access, and what a smartcard needs.
    get("/request-access", Open),
    post("/request-access", &[], Open),
    get("/request-access/sent", Open),
    get("/request-access/{token}", Open),
    post("/request-access/{token}", &[], Open),
    get("/smartcards", Open),
    get("/api/organisations/search", Open),
    get("/access-requests", Decides),
    post("/access-requests", &[("verdict", "approve")], Decides),
    get("/exceptions", Decides),
    get("/smartcards/practices", Decides),
    get("/practices/{ods}/smartcards", Worked),
    post("/practices/{ods}/smartcards", &[], Worked),
    get("/practices/{ods}/smartcards/{holder}", Worked),
    form("/practices/{ods}/smartcards/{holder}", "change", &[], Worked),
    form("/practices/{ods}/smartcards/{holder}", "remove", &[], Worked),
    // One's own account.
    get("/account", SignedIn),
    form("/account", "end-session", &[("session", "none")], SignedIn),
    form("/account", "end-other-sessions", &[], SignedIn),
    form("/account", "reminders", &[("reminders", "on")], SignedIn),
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
    post("/practices/{ods}/checklist/{section}", &[], Worked),
    get("/practices/{ods}/checklist/numbers", Seen),
    get("/practices/{ods}/checklist/numbers/count", Worked),
    post("/practices/{ods}/checklist/numbers/count", &[], Worked),
    get("/practices/{ods}/checklist/numbers/count/{figure}", Worked),
    post("/practices/{ods}/checklist/numbers/count/{figure}", &[], Worked),
    get("/practices/{ods}/checklist/numbers/model", Worked),
    post("/practices/{ods}/checklist/numbers/model", &[], Worked),
    get("/practices/{ods}/checklist/sign-off", Seen),
    form("/practices/{ods}/checklist/sign-off", "sign-off", &[], Worked),
    form("/practices/{ods}/checklist/sign-off", "reopen", &[], Worked),
    get("/checklist/{item}/several", Works),
    post("/checklist/{item}/several", &[], Works),
    get("/practices/{ods}/slots", Seen),
    form("/practices/{ods}/slots", "confirm", &[], Worked),
    get("/practices/{ods}/slots/manual", Seen),
    post("/practices/{ods}/slots/manual", &[("step", "existing")], Worked),
    get("/practices/{ods}/slots/cancel", Changed),
    post("/practices/{ods}/slots/cancel", &[("reason", "Not ready")], Changed),
    get("/practices/{ods}/slots/defer", Changed),
    post("/practices/{ods}/slots/defer", &[("reason", "Not ready")], Changed),
    get("/practices/{ods}/slots/did-not-work", Changed),
    post("/practices/{ods}/slots/did-not-work", &[("reason", "No access")], Changed),
    get("/practices/{ods}/slots/{slot}/book", Worked),
    form("/practices/{ods}/slots/{slot}/book", "book", &[], Worked),
    form("/practices/{ods}/slots/{slot}/book", "move", &[], Changed),
    form("/practices/{ods}/slots/{slot}/book", "take-up", &[], Worked),
    get("/practices/{ods}/slots/{slot}/wait", Worked),
    form("/practices/{ods}/slots/{slot}/wait", "join", &[], Worked),
    form("/practices/{ods}/slots/{slot}/wait", "leave", &[], Worked),
    get("/api/slots/places", Question),
    get("/practices/{ods}/self-switch", Seen),
    form("/practices/{ods}/self-switch", "record", &[], Worked),
    form("/practices/{ods}/self-switch", "confirm", &[], Worked),
    form("/practices/{ods}/self-switch", "decide", &[("verdict", "agree")], Judged),
    get("/practices/{ods}/self-switch/plan", Worked),
    post("/practices/{ods}/self-switch/plan", &[], Worked),
    get("/practices/{ods}/confirmation/withdraw", Worked),
    post("/practices/{ods}/confirmation/withdraw", &[], Worked),
    get("/practices/{ods}/exception", Seen),
    form("/practices/{ods}/exception", "ask", &[], Worked),
    form("/practices/{ods}/exception", "withdraw", &[("request", "none")], Worked),
    form("/practices/{ods}/exception", "decide", &[("verdict", "agree")], Judged),
    form("/practices/{ods}/exception", "review", &[("verdict", "renew")], Judged),
    get("/practices/{ods}/changes", Seen),
    form("/practices/{ods}/changes", "claim", &[], Worked),
    form("/practices/{ods}/changes", "withdraw", &[("request", "none")], Worked),
    form("/practices/{ods}/changes", "decide", &[("verdict", "agree")], Judged),
    get("/practices/{ods}/changes/successor", Judged),
    post("/practices/{ods}/changes/successor", &[], Judged),
    get("/practices/{ods}/handover", Audited),
    get("/practices/{ods}/audit", Audited),
    get("/practices/{ods}/audit.csv", Audited),
    // The programme.
    get("/admin", Admin),
    get("/admin/checklist", Admin),
    post("/admin/checklist", &[], Admin),
    get("/admin/checklist/check", Admin),
    form("/admin/checklist/check", "go-live", &[("id", "none")], Admin),
    form("/admin/checklist/check", "discard", &[], Admin),
    get("/admin/audit", Admin),
    get("/admin/audit.csv", Admin),
    get("/admin/accounts", Admin),
    get("/admin/accounts/invite", Admin),
    post("/admin/accounts/invite", &[], Admin),
    get("/admin/accounts/{account}", Admin),
    post("/admin/accounts/{account}", &[], Admin),
    get("/admin/accounts/{account}/status", Admin),
    form("/admin/accounts/{account}/status", "suspend", &[], Admin),
    form("/admin/accounts/{account}/status", "restore", &[], Admin),
    get("/admin/slots", Admin),
    post("/admin/slots", &[], Admin),
    get("/admin/slots/import", Admin),
    form("/admin/slots/import", "from-file", &[], Admin),
    form("/admin/slots/import", "from-lines", &[("csv", "date")], Admin),
    form("/admin/slots/import", "add", &[("csv", "date")], Admin),
    get("/admin/slots/{slot}", Admin),
    post("/admin/slots/{slot}", &[("status", "closed")], Admin),
    get("/admin/slots/{slot}/places", Admin),
    post("/admin/slots/{slot}/places", &[("places", "30")], Admin),
    get("/admin/slots/{slot}/hold", Admin),
    post("/admin/slots/{slot}/hold", &[], Admin),
    get("/admin/slots/{slot}/move", Admin),
    post("/admin/slots/{slot}/move", &[], Admin),
    get("/admin/slots/{slot}/cancel", Admin),
    post("/admin/slots/{slot}/cancel", &[], Admin),
    get("/admin/imports", Admin),
    post("/admin/imports", &[], Admin),
    get("/admin/imports/check", Admin),
    form("/admin/imports/check", "confirm", &[], Admin),
    form("/admin/imports/check", "discard", &[], Admin),
    // Only in a demonstration.
    get("/demo/sign-in", Open),
    form("/demo/sign-in", "persona", &[("persona", "none")], Open),
    form("/demo/sign-in", "clock", &[("to", "none")], Open),
    get("/demo/mail", Open),
    get("/demo/mail/{id}", Open),
    get("/demo/mail/{id}/html", Open),
];
