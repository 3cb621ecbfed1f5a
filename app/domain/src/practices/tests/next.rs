use chrono::{DateTime, Utc};

use super::*;
use crate::next_step::NextFacts;
use crate::organisations::Route;
use crate::reports::NextRow;
use crate::self_switch::SelfSwitch;
use crate::slots::{ProgrammeSlots, SlotFacts, SlotStatus, SlotsLeft};

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn next(route: Route, stage: Stage) -> NextFacts {
    NextFacts { stage, ..NextFacts::not_started(route) }
}

#[test]
fn own_practices_are_the_open_ones_of_a_scope() {
    let mut register = register();
    register.practices.push(Practice { is_open: false, ..practice("X10004", "Dogwood", Some(0), Supplier::Emis) });
    register.stages = vec![StageRow { practice: 1, stage: Stage::Ready, effective_on: day("2023-09-01") }];
    register.progress = vec![ProgressRow {
        practice: 1,
        recorded_on: day("2023-09-01"),
        settled: 12,
        required: 12,
        settings_confirmed: true,
        signed_off: false,
    }];
    let (present, now) = (Present::new(&register, yardstick("2023-09-18")), moment("2023-09-18T08:05:00Z"));
    let of = |scope: &Scope, most| own(&register, &present, scope, &ProgrammeSlots::default(), now, most);
    let scope = Scope::practices(["X10003", "X10002", "X10004"].map(code));
    let found = of(&scope, 2).unwrap();
    let found: Vec<_> = found.iter().map(|own| (own.line.name.as_str(), own.next, own.line.settled)).collect();
    let ready = NextFacts { settled: true, ..next(Route::Tpp, Stage::Ready) };
    assert_eq!(found, [("Dale Practice", next(Route::Emis, Stage::NotStarted), None), ("Hill 100% View", ready, Some((12, 12)))]);
    assert!(of(&scope, 1).is_none());
    assert_eq!(of(&Scope::default(), 1), Some(Vec::new()));
}

#[test]
fn a_next_step_depends_on_all_that_is_kept_of_it() {
    let mut register = register();
    let self_switch = SelfSwitch { default_on: Some(day("2023-09-01")), existing_updated: None };
    let kept_until = Some(moment("2023-09-18T08:05:00Z"));
    register.next = vec![
        NextRow { practice: 0, waits: true, kept_until, ..NextRow::default() },
        NextRow { practice: 1, signed_off: true, self_switch, confirmed: true, ..NextRow::default() },
    ];
    register.exceptions = vec![ExceptionRow { practice: 1, agreed_on: day("2023-09-18"), ended_on: None }];
    register.slots = vec!["s".into()];
    register.slot_changes = vec![SlotRow { date: day("2023-10-18"), ..slot(0) }];
    register.bookings = vec![BookingRow { practice: 2, slot: 0, pool: Pool::National, made_on: day("2023-09-01"), ended_on: None }];
    let present = Present::new(&register, yardstick("2023-09-18"));
    let full = SlotFacts {
        date: day("2023-10-18"),
        cutoff: day("2023-09-27"),
        places: 1,
        taken: 1,
        held: 0,
        held_taken: 0,
        status: SlotStatus::Open,
    };
    let dates = ProgrammeSlots(vec![(full, Vec::new())]);
    let at = |now: &str| next_facts(&register, &present, &dates, moment(now)).map(|(_, next, _)| next).collect::<Vec<_>>();
    let found = at("2023-09-18T08:04:59Z");
    assert_eq!(found[0], NextFacts { dates: SlotsLeft::Kept, ..next(Route::Emis, Stage::NotStarted) });
    let told =
        NextFacts { signed_off: true, confirmed: true, exception: true, dates: SlotsLeft::Full, ..next(Route::Tpp, Stage::NotStarted) };
    assert_eq!(found[1], NextFacts { self_switch, ..told });
    let booked_on = Some(day("2023-10-18"));
    assert_eq!(found[2], NextFacts { booked_on, dates: SlotsLeft::Full, ..next(Route::Emis, Stage::NotStarted) });
    assert_eq!(at("2023-09-18T08:05:00Z")[0].dates, SlotsLeft::Waits, "the place is kept no more");
}
