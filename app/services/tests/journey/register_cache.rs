//! Whatever is written, lists and reports show it at once in every process: what each keeps is what one reads that has kept nothing.
//! Of EMIS dates the property of dates holds it (`slots_properties`); here it is all the rest.

use domain::checklist::Checklist;
use domain::organisations::import::ReadOptions;
use domain::organisations::{OdsCode, Supplier};
use domain::self_switch::SelfSwitch;
use services::self_switch::{Declared, Planned, Recorded, TypedPlan};
use services::slots::{book, sweep};
use services::{Services, changes, checklist, confirmation, exceptions, organisations, reminders, self_switch};
use store::on_both_databases;

use crate::fixtures::*;
use crate::watched::Watched;

/// More than follow a new checklist at once.
const MANY: usize = 60;

async fn answer_one(services: &Services, practice: &OdsCode, state: &str) {
    let mut typed = form(services, practice, "policies").await;
    typed.get_mut("dpia").unwrap().state = state.to_owned();
    checklist::save(services, &manager(practice), practice, "policies", &typed).await.unwrap();
}

async fn checklist_is_worked_through(watched: &mut Watched, practice: &OdsCode) {
    let services = watched.services.clone();
    answer_one(&services, practice, "done").await;
    watched.shown("the first answer").await;
    answer_everything(&services, practice, Supplier::Emis).await;
    watched.shown("all answers").await;
    sign(&services, practice).await;
    watched.shown("the sign-off").await;
    checklist::reopen(&services, &manager(practice), practice, "The list was old").await.unwrap();
    watched.shown("the checklist reopened").await;
    sign(&services, practice).await;
    answer_one(&services, practice, "in_progress").await;
    watched.shown("an answer that lets the sign-off fall").await;
}

async fn plan(services: &Services, practice: &OdsCode, on: Option<&str>) {
    let found = self_switch::load(services, &admin(), practice).await.unwrap();
    let typed = TypedPlan { day: on.map(day), contact: String::new(), seen: self_switch::seen(found.plan.as_ref()) };
    assert_eq!(self_switch::plan(services, &manager(practice), practice, &typed).await.unwrap(), Planned::Done);
}

async fn switches_itself_on(watched: &mut Watched, practice: &OdsCode) {
    let services = watched.services.clone();
    for (on, step) in [(Some("2023-09-25"), "a plan"), (Some("2023-09-28"), "a plan moved"), (None, "a plan dropped")] {
        plan(&services, practice, on).await;
        watched.shown(step).await;
    }
    let facts = [
        (Some("2023-09-10"), None, "the first fact"),
        (Some("2023-09-10"), Some("2023-09-11"), "the second fact"),
        (Some("2023-09-12"), Some("2023-09-14"), "a correction"),
    ];
    for (revision, (default_on, existing, step)) in (0..).zip(facts) {
        let facts = SelfSwitch { default_on: default_on.map(day), existing_updated: existing.map(day) };
        let declared = Declared { facts, existing_count: existing.map(|_| 5400), reason: "We looked at the wrong line".into() };
        let recorded = self_switch::record(&services, &manager(practice), practice, &declared, revision).await.unwrap();
        assert!(matches!(recorded, Recorded::Done(_)), "{step}: {recorded:?}");
        watched.shown(step).await;
    }
}

async fn another_supplier_confirms(watched: &mut Watched, practice: &OdsCode) {
    let (services, sam) = (watched.services.clone(), manager(practice));
    let first = confirmation::confirm(&services, &sam, practice, day("2023-09-10"), "A letter").await.unwrap().record;
    watched.shown("a journey that begins with a confirmation").await;
    let back = confirmation::SwitchOnDecision::SendBack("Which patients?".into());
    confirmation::decide(&services, &icb_staff(), practice, first.recorded_at, back).await.unwrap();
    watched.hidden("a confirmation sent back").await;
    confirmation::confirm(&services, &sam, practice, day("2023-09-11"), "Two patients").await.unwrap();
    watched.hidden("a confirmation that waits again").await;
    agree(&services, practice).await;
    watched.shown("a confirmation agreed").await;
    confirmation::withdraw(&services, &sam, practice, "It was another practice").await.unwrap();
    watched.shown("a confirmation withdrawn").await;
    confirmation::confirm(&services, &sam, practice, day("2023-09-11"), "It was not").await.unwrap();
    agree(&services, practice).await;
    watched.shown("a confirmation agreed once more").await;
    supplier_was_another(watched, practice, "emis", "a confirmation").await;
}

/// Up to and including 10 October.
async fn gets_an_exception(watched: &mut Watched, practice: &OdsCode) -> String {
    let services = watched.services.clone();
    let ask = async || {
        let asked = ["closing-or-merging", "We merge", "The contract"];
        exceptions::ask(&services, &manager(practice), practice, asked).await.unwrap();
        exceptions::load(&services, &icb_staff(), practice).await.unwrap().waiting.unwrap().id
    };
    let id = ask().await;
    watched.hidden("an exception asked for").await;
    exceptions::withdraw(&services, &manager(practice), practice, &id).await.unwrap();
    watched.hidden("a request for an exception withdrawn").await;
    let refuse = exceptions::ExceptionDecision::Refuse;
    exceptions::decide(&services, &icb_staff(), practice, &ask().await, refuse, "Not yet").await.unwrap();
    watched.hidden("an exception refused").await;
    let id = ask().await;
    let until = exceptions::ExceptionDecision::Agree(day("2023-10-10"));
    exceptions::decide(&services, &icb_staff(), practice, &id, until, "").await.unwrap();
    watched.shown("an exception agreed").await;
    id
}

async fn supplier_was_another(watched: &mut Watched, practice: &OdsCode, supplier: &str, ends: &str) {
    let services = watched.services.clone();
    let claim = async || {
        changes::claim(&services, &manager(practice), practice, [supplier, "Since April", ""]).await.unwrap();
        changes::load(&services, &icb_staff(), practice).await.unwrap().waiting.unwrap().id
    };
    let id = claim().await;
    watched.hidden("a supplier claimed").await;
    changes::withdraw(&services, &manager(practice), practice, &id).await.unwrap();
    watched.hidden("a claim withdrawn").await;
    changes::decide(&services, &icb_staff(), practice, &claim().await, changes::ClaimDecision::Refuse, "It is not").await.unwrap();
    watched.hidden("a claim refused").await;
    let id = claim().await;
    changes::decide(&services, &icb_staff(), practice, &id, changes::ClaimDecision::Agree, "").await.unwrap();
    watched.shown(&format!("another supplier ends {ends}")).await;
}

async fn checklist_has_a_new_version(watched: &mut Watched) {
    let services = watched.services.clone();
    let item = "code = \"staff-trained\"";
    let second = Checklist::BUNDLED.replacen("version = 1", "version = 2", 1).replacen(item, &format!("{item}\nchanged_in = 2"), 1);
    checklist::upload(&services, &admin(), &second).await.unwrap();
    watched.hidden("a version uploaded").await;
    checklist::discard(&services, &admin()).await.unwrap();
    watched.hidden("a version discarded").await;
    checklist::upload(&services, &admin(), &second).await.unwrap();
    let waiting = checklist::draft(&services, &admin()).await.unwrap().unwrap();
    checklist::go_live(&services, &admin(), &waiting.id).await.unwrap();
    watched.shown("a version in force").await;
    assert!(checklist::catch_up(&services, 200).await.unwrap() > 0);
    watched.shown("those that catch up").await;
}

fn register_row(code: &OdsCode, name: &str, sub_icb: &str, opened: &str, closed: &str) -> String {
    let status = if closed.is_empty() { "A" } else { "C" };
    format!(
        "\"{code}\",\"{name}\",\"X01\",\"XA1\",\"1 ROAD\",\"\",\"TOWN\",\"\",\"\",\"ZZ1 1ZZ\",\"{opened}\",\"{closed}\",\"{status}\",\"B\",\
         \"{sub_icb}\",\"20200401\",\"{closed}\",\"\",\"\",\"\",\"\",\"0\",\"\",\"{sub_icb}\",\"\",\"4\",\"\"\n"
    )
}

/// Practices 1 to 9 of which some are ready, three of those with a date in October; many more; and people who get mail.
async fn practices(services: &Services) {
    use Supplier::{Emis, Tpp, Vision};
    for (n, supplier) in [(1, Emis), (2, Vision), (3, Emis), (4, Emis)] {
        a_practice(services, number(n).as_str(), supplier).await;
    }
    let slot = a_slot(services, "2023-10-18", 5).await;
    for (n, supplier) in [(5, Tpp), (6, Tpp), (7, Emis), (8, Emis), (9, Emis)] {
        let practice = a_ready_practice(services, number(n).as_str(), supplier).await;
        if supplier == Emis {
            book(services, &manager(&practice), &practice, &slot.id).await.unwrap();
        }
    }
    many_ready_practices(services, MANY).await;
    for person in [manager(&number(1)), deputy(&number(7)), icb_staff()] {
        give_account(services, &person).await;
    }
}

fn number(n: usize) -> OdsCode {
    code(&format!("X1000{n}"))
}

/// One has another name, one is new, one moves and one closes; all go on from there.
async fn organisations_change(watched: &mut Watched) {
    let services = watched.services.clone();
    let stay = [2, 4, 5, 6, 7, 8].map(number).into_iter().chain((0..MANY).map(|n| code(&format!("Z{n:05}"))));
    let mut register: String = stay.map(|code| register_row(&code, &format!("Practice {code}"), "X1A", "19740401", "")).collect();
    register += &register_row(&number(0), "Brand New Surgery", "X1A", "20231016", "");
    register += &register_row(&number(1), "Aardvark Surgery", "X1A", "19740401", "");
    register += &register_row(&number(3), "Practice X10003", "X1B", "19740401", "");
    register += &register_row(&number(9), "Practice X10009", "X1A", "19740401", "20231019");
    let options = ReadOptions { today: services.clock.today(), dated: None };
    let file = organisations::read_bytes("file.csv", register.as_bytes(), &options).unwrap();
    organisations::import(&services, &admin(), vec![file], organisations::Accept::ALL).await.unwrap();
    watched.shown("an import").await;
    let changed = [["X10000", "Brand New"], ["X10001", "Aardvark"], ["X10003", "X1B"]];
    assert!(changed.iter().all(|practice| watched.lists(practice)) && !watched.lists(&["X10009"]), "{:?}", watched.seen);
    changes::name_successor(&services, &icb_staff(), &number(9), "X10001").await.unwrap();
    watched.hidden("a successor named").await;
    for (n, supplier) in [(0, Supplier::Unknown), (1, Supplier::Emis), (3, Supplier::Emis)] {
        answer_everything(&services, &number(n), supplier).await;
        watched.shown(&format!("answers of practice {n} as it is now")).await;
    }
}

async fn time_passes(watched: &mut Watched, merges: &str) {
    let services = watched.services.clone();
    watched.on("2023-10-11").await;
    let stands = |practice| watched.lists(&[practice, "exception: true"]);
    assert!(stands("X10003") && !stands("X10004"), "one was renewed, one has ended by itself");
    assert!(reminders::remind_of_days(&services, false).await.unwrap().unwrap().written > 0);
    watched.hidden("people told that it has ended").await;
    watched.on("2023-10-19").await;
    assert!(reminders::remind(&services, false).await.unwrap().unwrap().written > 0);
    watched.hidden("reminders").await;
    let swept = sweep(&services).await.unwrap().unwrap();
    assert_eq!((swept.done, swept.asked), (1, 1));
    watched.hidden("a date that has passed").await;
    exceptions::end(&services, &icb_staff(), &number(3), merges, "The merger is off").await.unwrap();
    watched.shown("an exception ended").await;
    let (practice, sam) = (number(7), manager(&number(7)));
    confirmation::confirm(&services, &sam, &practice, day("2023-10-19"), "Three patients").await.unwrap();
    watched.shown("a confirmation after the date").await;
    confirmation::withdraw(&services, &sam, &practice, "It was another practice").await.unwrap();
    watched.shown("a confirmation after the date withdrawn").await;
    watched.on("2023-11-03").await;
    assert!(sweep(&services).await.unwrap().unwrap().told > 0);
    watched.hidden("an ICB told of a date that nobody confirmed").await;
}

on_both_databases! {
    async fn whatever_is_written_is_seen_in_every_process(store: TestStore) {
        let services = world(&store).await;
        practices(&services).await;
        let mut watched = Watched::new(services.clone()).await;
        checklist_is_worked_through(&mut watched, &number(1)).await;
        another_supplier_confirms(&mut watched, &number(2)).await;
        watched.many_steps_at_once("checklists and confirmations").await;
        let merges = gets_an_exception(&mut watched, &number(3)).await;
        exceptions::renew(&services, &icb_staff(), &number(3), &merges, day("2023-12-01"), "").await.unwrap();
        watched.hidden("an exception renewed").await;
        gets_an_exception(&mut watched, &number(4)).await;
        switches_itself_on(&mut watched, &number(5)).await;
        supplier_was_another(&mut watched, &number(5), "emis", "what was recorded").await;
        plan(&services, &number(6), Some("2023-09-28")).await;
        watched.shown("another plan").await;
        supplier_was_another(&mut watched, &number(6), "emis", "a plan").await;
        supplier_was_another(&mut watched, &number(8), "vision", "a booking").await;
        watched.many_steps_at_once("exceptions, self-switches and suppliers").await;
        time_passes(&mut watched, &merges).await;
        watched.many_steps_at_once("what time brings").await;
        organisations_change(&mut watched).await;
        checklist_has_a_new_version(&mut watched).await;
        watched.many_steps_at_once("organisations and versions").await;
    }
}
