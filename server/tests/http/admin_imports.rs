//! `/admin/imports`: upload, check, confirm.

use axum::body::Body;
use axum::http::{Request, header};
use futures::StreamExt;

use crate::support::{Answer, Who, World};

const PAGE: &str = "/admin/imports";
const CHECK: &str = "/admin/imports/check";

/// The register of the sample, with every practice of the test's cast in it.
fn register() -> String {
    let sample = include_str!("../../../app/domain/tests/samples/epraccur-2022-12.csv");
    sample.replace("\"X10006\"", "\"X10004\"").replace("\"X10004\",\"CLOSED SURGERY\"", "\"X10014\",\"CLOSED SURGERY\"")
}

/// Sends files and fields as a browser does.
async fn send(world: &World, who: Who, files: &[(&str, &[u8])], fields: &[(&str, &str)]) -> Answer {
    send_in(64 * 1024, world, who, files, fields).await
}

/// The same in pieces of this size.
async fn send_in(size: usize, world: &World, who: Who, files: &[(&str, &[u8])], fields: &[(&str, &str)]) -> Answer {
    let mut body = Vec::new();
    // In the order of the page, as a browser does.
    for (name, value) in fields {
        body.extend(format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, content) in files {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n");
        body.extend([head.as_bytes(), content, b"\r\n"].concat());
    }
    body.extend(b"--b--\r\n");
    let request = Request::post(PAGE)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin")
        .body(in_pieces(&body, size));
    world.send(who, request.unwrap()).await
}

/// As it comes over a network: a piece at a time, and none at once.
fn in_pieces(body: &[u8], size: usize) -> Body {
    let pieces: Vec<_> = body.chunks(size).map(<[u8]>::to_vec).collect();
    Body::from_stream(futures::stream::iter(pieces).then(async |piece| {
        tokio::task::yield_now().await;
        Ok::<_, std::io::Error>(piece)
    }))
}

/// Confirms what was looked at.
async fn confirm(world: &World, who: Who, fields: &[(&str, &str)]) -> Answer {
    world.post(who, CHECK, &[&[("form", "confirm")], fields].concat()).await
}

fn token(page: &str) -> String {
    let start = page.find("name=\"token\" value=\"").unwrap() + 20;
    page[start..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn an_upload_may_come_in_any_pieces_and_keep_one_waiting_before_each() {
    let world = World::new().await;
    let lookup = include_bytes!("../../../app/domain/tests/samples/sub-icb-lookup.csv");
    for size in [1, 2, 7, 100, 1 << 20] {
        let sent = send_in(size, &world, Who::Ada, &[("look-up.csv", lookup)], &[]).await;
        assert_eq!((sent.status.as_u16(), sent.location()), (303, CHECK), "pieces of {size}: {}", sent.text());
    }
}

#[tokio::test]
async fn only_an_admin_comes_near() {
    let world = World::new().await;
    for path in [PAGE, CHECK] {
        for (who, status) in world.matrix(path).await {
            let expected = match who {
                Who::Nobody => 303,
                Who::Ada => 200,
                _ => 403,
            };
            assert_eq!(status, expected, "{path} {who:?}");
        }
    }
    for who in [Who::Mona, Who::Ines, Who::Colin] {
        assert_eq!(send(&world, who, &[("a.csv", b"x")], &[]).await.status, 403);
        assert_eq!(confirm(&world, who, &[("token", "x")]).await.status, 403);
        assert_eq!(world.post(who, CHECK, &[("form", "discard")]).await.status, 403);
    }
    assert_eq!(send(&world, Who::Nobody, &[("a.csv", b"x")], &[]).await.location(), "/sign-in?next=%2Fadmin%2Fimports");
}

#[tokio::test]
async fn upload_check_confirm() {
    let world = World::new().await;
    let lookup = include_bytes!("../../../app/domain/tests/samples/sub-icb-lookup.csv");
    let sent = send(&world, Who::Ada, &[("C:\\my\\epraccur.csv", register().as_bytes()), ("look-up.csv", lookup)], &[]).await;
    assert_eq!((sent.status.as_u16(), sent.location()), (303, CHECK));
    assert!(world.get(Who::Ada, PAGE).await.text().contains("are waiting"));
    let page = world.get(Who::Ada, CHECK).await.text();
    for words in [
        "Nothing is changed yet",
        "<h3>epraccur.csv</h3>",
        "register of practices (epraccur), 9 rows, of 5 December 2022 (the latest day in it)",
        "X10001 from Alder Surgery to THE OAK SURGERY, from 5 December 2022",
        "5 rows are not open GP practices in England",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let done = confirm(&world, Who::Ada, &[("token", &token(&page))]).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, PAGE));
    let list = world.get(Who::Ada, PAGE).await.text();
    assert!(list.contains("The import is done: 4 open practices in 3 ICB sub-groups") && list.contains("Imports so far"), "{list}");
    assert!(world.get(Who::Ada, CHECK).await.text().contains("No files are waiting"));
    let again = confirm(&world, Who::Ada, &[("token", &token(&page))]).await;
    assert_eq!(again.status, 409);
    assert!(again.text().contains("no longer waiting"), "{}", again.text());
}

#[tokio::test]
async fn closures_must_be_accepted() {
    let world = World::new().await;
    let one_less = register().replace("\"X10003\"", "\"X10013\"");
    send(&world, Who::Ada, &[("epraccur.csv", one_less.as_bytes())], &[]).await;
    let page = world.get(Who::Ada, CHECK).await.text();
    assert!(page.contains("1 of 4 open practices is not open in the file") && page.contains("name=\"accept\""), "{page}");
    let token = token(&page);
    let refused = confirm(&world, Who::Ada, &[("token", &token)]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("<a href=\"#accept\">This would close 1 of 4 open practices"), "{}", refused.text());
    let accepted = confirm(&world, Who::Ada, &[("token", &token), ("accept", "yes")]).await;
    assert_eq!(accepted.location(), PAGE);
}

#[tokio::test]
async fn a_register_far_shorter_than_the_one_before_is_shown_as_such_and_must_be_accepted() {
    let world = World::new().await;
    send(&world, Who::Ada, &[("epraccur.csv", register().as_bytes())], &[]).await;
    let page = world.get(Who::Ada, CHECK).await.text();
    confirm(&world, Who::Ada, &[("token", &token(&page))]).await;
    let short: String = register().split_inclusive('\n').take(3).collect();
    send(&world, Who::Ada, &[("epraccur.csv", short.as_bytes())], &[("dated[day]", "1"), ("dated[month]", "6"), ("dated[year]", "2023")])
        .await;
    let page = world.get(Who::Ada, CHECK).await.text();
    let words = "A register has 3 rows, and that of 5 December 2022 has 9, so it may be a part of a register. Fetch the file again, or accept it below.";
    assert!(page.contains(words) && page.contains("name=\"accept\""), "{page}");
    let refused = confirm(&world, Who::Ada, &[("token", &token(&page))]).await;
    assert!(refused.status == 422 && refused.text().contains("<a href=\"#accept\">A register has 3 rows"), "{}", refused.text());
    assert_eq!(confirm(&world, Who::Ada, &[("token", &token(&page)), ("accept", "yes")]).await.location(), PAGE);
}

#[tokio::test]
async fn mistakes_come_back_to_the_form() {
    let world = World::new().await;
    let undated = b"Organisation Code,Name,Status Code,Prescribing Setting\nX10001,OAK <b>,A,4\n";
    let no_such_day = [("dated[day]", "31"), ("dated[month]", "2"), ("dated[year]", "2023")];
    let to_come = [("dated[day]", "1"), ("dated[month]", "1"), ("dated[year]", "2099")];
    let cases: Vec<(&str, &[u8], &[(&str, &str)], &str)> = vec![
        ("", b"", &[], "Choose at least one file"),
        ("page.csv", b"<html>", &[], "page.csv: The file is a web page"),
        ("zip.csv", b"PK\x03\x04", &[], "zip.csv: The file is a zip archive or an Excel workbook"),
        ("epraccur.csv", undated, &[], "Give the day it was published<"),
        ("epraccur.csv", undated, &no_such_day, "must be a real date"),
        ("epraccur.csv", undated, &to_come, "<a href=\"#dated\">1 January 2099 is still to come"),
        (
            "map.csv",
            b"PRACTICE_CODE,PCN_CODE,SUB_ICB_LOCATION_CODE,ICB_CODE\nX10001,U,X1A,XA1\n",
            &[],
            "it lacks the column \"Extract Date\"",
        ),
    ];
    for (name, content, fields, words) in cases {
        let page = send(&world, Who::Ada, &[(name, content)], fields).await;
        assert_eq!(page.status, 422, "{words}");
        assert!(page.text().contains(words) && page.text().contains("<title>Error: "), "{words}: {}", page.text());
    }
    let dated = [("dated[day]", "28"), ("dated[month]", "2"), ("dated[year]", "2023")];
    let sent = send(&world, Who::Ada, &[("epraccur.csv", undated)], &dated).await;
    assert_eq!(sent.location(), CHECK);
    let page = world.get(Who::Ada, CHECK).await.text();
    assert!(page.contains("of 28 February 2023 (as you said)") && page.contains("OAK &lt;b&gt;"), "{page}");
    let discarded = world.post(Who::Ada, CHECK, &[("form", "discard")]).await;
    assert!(world.get(Who::Ada, discarded.location()).await.text().contains("Nothing was imported"));
}

#[tokio::test]
async fn a_form_of_too_many_megabytes_is_refused() {
    let world = World::new().await;
    let long = vec![b'x'; 65 * 1024 * 1024];
    let typed = [("dated[day]", "27"), ("dated[month]", "2"), ("dated[year]", "2023")];
    let page = world.get(Who::Ada, PAGE).await.text();
    assert!(page.find("dated[day]") < page.find("name=\"files\""), "browsers send the day first");
    let page = send(&world, Who::Ada, &[("long.csv", &long)], &typed).await.text();
    assert!(page.contains("more than 64 MB together") && page.contains("value=\"27\""), "{page}");
    let foreign = Request::post(PAGE).header("sec-fetch-site", "cross-site").body(Body::empty()).unwrap();
    assert_eq!(world.send(Who::Ada, foreign).await.status, 403);
    let broken = Request::post(PAGE).header(header::CONTENT_TYPE, "multipart/form-data").header("sec-fetch-site", "same-origin");
    assert_eq!(world.send(Who::Ada, broken.body(Body::empty()).unwrap()).await.status, 400);
    let bare = world.post(Who::Ada, PAGE, &[]).await;
    assert!(bare.status == 422 && bare.text().contains("Choose at least one file"), "{}", bare.text());
}
