//! Markup in whatever people type or files bring, and formulas in what is downloaded.

use axum::body::Body;
use axum::http::{Request, header};
use domain::organisations::OdsCode;
use store::ConnectionTrait;

use crate::journey::{a_slot, make_ready, move_clock};
use crate::support::{Answer, Who, World};
use crate::walk::pages_of;
use crate::workbooks::part;

/// Ends every element and attribute that it could stand in.
pub(super) const MARKUP: &str = "x'\"></textarea></title></option></script><script>alert(1)</script><img src=x onerror=alert(1)>";
/// What a spreadsheet would run.
const FORMULA: &str = "=HYPERLINK(\"http://elsewhere.example\",\"x\")";

#[track_caller]
pub(super) fn holds_no_markup(page: &Answer, path: &str) {
    let html = page.text();
    for part in ["<script>alert", "<img src=x", "href=\"javascript:", "href='javascript:"] {
        assert!(!html.contains(part), "{part} on {path}:\n{html}");
    }
}

/// Renames everything that has a name.
async fn rename(world: &World, name: &str) {
    let name = name.replace('\'', "''");
    for table in ["region", "icb", "sub_icb", "practice", "account"] {
        let filter = if table == "account" { " WHERE name <> 'Sid'" } else { "" };
        world.services.store.writer().execute_unprepared(&format!("UPDATE {table} SET name = '{name}'{filter}")).await.unwrap();
    }
}

/// Every free text of every form, with `text` in it; each form is sent where it is taken.
async fn type_everywhere(world: &World, text: &str) {
    make_ready(world, "X10001").await;
    make_ready(world, "X10002").await;
    make_ready(world, "X10004").await;
    let slot = a_slot(world, "2023-10-18", 20).await;
    let other = a_slot(world, "2023-10-25", 20).await;
    let answers = [
        ("items[dpia][state]", "done"),
        ("items[dpia][revision]", "1"),
        ("items[dpia][note]", text),
        ("items[dpia][evidence_url]", "javascript:alert(1)"),
        ("items[dpia][reason]", text),
    ];
    let good = [("items[dpia][state]", "not_applicable"), ("items[dpia][revision]", "1"), ("items[dpia][reason]", text)];
    let of = |slot: &services::slots::Slot| format!("/practices/X10001/slots/{}/book", slot.id);
    let (first, second) = (of(&slot), of(&other));
    let confirm = [("form", "confirm"), ("evidence", text), ("day[day]", "18"), ("day[month]", "9"), ("day[year]", "2023")];
    let forms: [(&str, u16, Vec<(&str, &str)>); 9] = [
        ("/practices/X10001/checklist/policies", 422, answers.into()),
        ("/practices/X10002/checklist/policies", 303, good.into()),
        (&first, 303, vec![("form", "book"), ("declared", "yes")]),
        (&second, 303, vec![("form", "move"), ("declared", "yes"), ("reason", text)]),
        ("/practices/X10001/slots/cancel", 303, vec![("reason", text)]),
        ("/practices/X10004/self-switch", 303, confirm.into()),
        ("/practices/X10004/confirmation/withdraw", 303, vec![("reason", text)]),
        (
            "/practices/X10002/self-switch",
            422,
            vec![("form", "record"), ("default_on[day]", text), ("default_on[month]", text), ("revision", text)],
        ),
        ("/sign-in", 422, vec![("email", text)]),
    ];
    let holder = [("name", text), ("missing", "software")];
    assert_eq!(world.post(Who::Ada, "/practices/X10001/smartcards", &holder).await.status, 303);
    let counted = [("patients", "12"), ("counted[day]", "1"), ("counted[month]", "9"), ("counted[year]", "2023"), ("note", text)];
    assert_eq!(world.post(Who::Ada, "/practices/X10001/checklist/numbers/count", &counted).await.status, 303);
    // Nobody is asked for a link: whoever is signed in is led on.
    for (path, status, fields) in &forms {
        let who = if *path == "/sign-in" { Who::Nobody } else { Who::Ada };
        let answer = world.post(who, path, fields).await;
        assert_eq!(answer.status, *status, "{path}: {}", answer.text());
        // The page shows what was typed, with the mistakes; or it is where the form leads.
        let page = if answer.status == 303 { world.get(who, answer.location()).await } else { answer };
        holds_no_markup(&page, path);
    }
}

#[tokio::test]
async fn no_free_text_and_no_imported_name_becomes_markup() {
    let world = World::demo().await;
    rename(&world, MARKUP).await;
    type_everywhere(&world, MARKUP).await;
    let encoded: String = url::form_urlencoded::byte_serialize(MARKUP.as_bytes()).collect();
    let mut paths = vec![
        format!("/practices?q={encoded}&stage={encoded}&sub_icb={encoded}"),
        format!("/reports/deadline?by={encoded}&within={encoded}&as-at={encoded}"),
        format!("/admin/audit?who={encoded}&what={encoded}&practice={encoded}&from%5Bday%5D={encoded}"),
        format!("/sign-in?next={encoded}"),
        format!("/sign-in/{encoded}"),
        format!("/none/{encoded}"),
        format!("/practices/{encoded}"),
        "/reports/deadline?by=practice".to_owned(),
        "/reports/deadline?by=sub-icb".to_owned(),
        "/practices".to_owned(),
        "/admin/audit".to_owned(),
        "/demo/mail".to_owned(),
        "/api/practices/search?q=alert".to_owned(),
    ];
    for ods in ["X10001", "X10002", "X10004"] {
        paths.extend(pages_of(&world, ods).await);
    }
    assert!(
        !paths.iter().any(|path| path.starts_with("/practices/X10001/") && path.contains("none")),
        "what each page is about is there: {paths:?}"
    );
    for mail in services::outbox::list(&world.services, 50).await.unwrap() {
        paths.extend([format!("/demo/mail/{}", mail.id), format!("/demo/mail/{}/html", mail.id)]);
    }
    for path in paths {
        for who in [Who::Ada, Who::Mona, Who::Ines] {
            let page = world.get(who, &path).await;
            assert!(page.status.as_u16() < 500, "{path} as {who:?}: {}", page.status);
            if page.header("content-type").starts_with("text/html") {
                holds_no_markup(&page, &path);
            }
        }
    }
    let trail = world.get(Who::Ada, "/admin/audit").await.text();
    assert!(trail.contains("&lt;script&gt;alert(1)"), "what was typed is there, as text");
}

#[tokio::test]
async fn no_name_of_a_file_becomes_markup() {
    let world = World::new().await;
    let boundary = "b0undary";
    let body = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"<script>alert(1)<script>.csv\"\r\n\r\n\
         {MARKUP},{MARKUP}\r\n{MARKUP}\r\n--{boundary}--\r\n"
    );
    let request = Request::post("/admin/imports")
        .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body));
    let sent = world.send(Who::Ada, request.unwrap()).await;
    assert_eq!(sent.status, 422);
    assert!(sent.text().contains("alert(1)"), "the file is named: {}", sent.text());
    holds_no_markup(&sent, "the page after an upload");
}

#[tokio::test]
async fn no_download_holds_a_formula() {
    let world = World::new().await;
    rename(&world, FORMULA).await;
    type_everywhere(&world, FORMULA).await;
    move_clock(&world, "2023-09-19").await;
    for path in [
        "/admin/audit.csv",
        "/practices/X10001/audit.csv",
        "/reports/deadline.csv?by=practice",
        "/reports/deadline.csv?by=sub-icb",
        "/reports/deadline.csv?by=region",
    ] {
        let file = world.get(Who::Ada, path).await;
        assert_eq!(file.status, 200, "{path}");
        let text = file.text();
        let mut reader = csv_rows(&text);
        assert!(reader.any(|cell| cell.starts_with("'=HYPERLINK")), "{path} holds the name, as text");
        let opens = |cell: &String| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        assert_eq!(csv_rows(&text).find(opens), None, "{path}");
    }
}

/// In a workbook a cell is a formula where it says so (`<f>`), and text where it points to the table of texts, whatever that begins with.
#[tokio::test]
async fn no_workbook_holds_a_formula() {
    let world = World::new().await;
    rename(&world, FORMULA).await;
    type_everywhere(&world, FORMULA).await;
    for by in ["practice", "sub-icb", "icb", "region"] {
        let file = world.get(Who::Ada, &format!("/reports/deadline.xlsx?by={by}")).await;
        assert_eq!(file.status, 200, "{by}");
        let texts = part(&file.body, "xl/sharedStrings.xml");
        assert!(texts.contains("=HYPERLINK("), "{by}: the name stands there, as text");
        for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
            let cells = part(&file.body, sheet);
            for wrong in ["<f>", "<f ", "<hyperlink", "HYPERLINK", "t=\"str\"", "t=\"inlineStr\""] {
                assert!(!cells.contains(wrong), "{wrong} on {sheet} by {by}");
            }
        }
    }
}

/// The cells of a file.
fn csv_rows(text: &str) -> impl Iterator<Item = String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in text.trim_start_matches('\u{feff}').chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' | '\r' | '\n' if !quoted => cells.push(String::new()),
            letter => {
                if let Some(cell) = cells.last_mut() {
                    cell.push(letter);
                }
            }
        }
    }
    cells.into_iter()
}

#[test]
fn a_code_holds_nothing_but_letters_and_digits() {
    for text in [MARKUP, FORMULA, "X1<b>", "=X10001", "X1\u{0}", "Ⅹ10001", "X１0001"] {
        assert!(text.parse::<OdsCode>().is_err(), "{text}");
    }
}
