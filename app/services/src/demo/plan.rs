//! Which practice comes how far, and everything that follows from it.

use domain::checklist::Checklist;
use domain::organisations::{Route, Supplier};
use domain::programme::Programme;
use store::accounts::NewAccount;
use store::entity::{outbox, practice_exception, slot};

use super::calendar::day;
use super::history::{Outcome, Story};
use super::messages::Post;
use super::organisations::{self, Organisations};
use super::random::Random;
use super::recorder::Recorder;
use super::rows::Rows;
use super::slots::{self, DemoSlot};
use super::{SEED, people};

/// Everything that a demonstration begins with.
pub(super) struct World {
    pub organisations: Organisations,
    pub slots: Vec<slot::Model>,
    pub rows: Rows,
    pub accounts: Vec<NewAccount>,
    pub messages: Vec<outbox::Model>,
}

/// Generates it all.
pub(super) fn world(programme: &Programme, checklist: &Checklist, public_url: &str) -> World {
    let random = Random::new(SEED);
    let organisations = organisations::generate(&random);
    let slots = slots::generate(&random, programme);
    let managers = people::managers(&random, &organisations.practices);
    let mut rows = Rows::default();
    let mut outcomes = Outcomes::new(&random, &slots, checklist);
    for (practice, manager) in organisations.practices.iter().zip(&managers) {
        let route = Supplier::from_key(&practice.supplier).unwrap_or(Supplier::Unknown).route();
        let outcome = outcomes.of(&practice.ods_code, route, practice.is_open);
        let mut recorder = Recorder::new(programme, checklist, &practice.ods_code, route, manager);
        Story { random: &random, checklist, route, recorder: &mut recorder }.tell(&outcome);
        recorder.finish(&mut rows);
    }
    // As they would have been recorded: the row recorded last has the highest id.
    rows.stage_changes.sort_by_key(|change| change.recorded_at);
    rows.exceptions = exceptions(&random, programme, &rows);
    let accounts = people::accounts(&random, &organisations.practices, &managers);
    let messages =
        Post { random: &random, programme, public_url, practices: &organisations.practices, accounts: &accounts }.all(&rows, &slots);
    World { slots: slots.iter().map(|slot| slot.row(programme)).collect(), organisations, rows, accounts, messages }
}

/// What is left to give out, in random order.
struct Outcomes {
    required: usize,
    emis: Vec<Outcome>,
    tpp: Vec<Outcome>,
    other: Vec<Outcome>,
}

impl Outcomes {
    fn new(random: &Random, slots: &[DemoSlot], checklist: &Checklist) -> Self {
        let required = checklist.items_for(Route::Emis).filter(|item| item.required).count();
        let mut emis = bookings(slots);
        emis.extend((0..3).map(|_| Outcome::Ready { cancelled: None }));
        emis.extend((0..2).map(|_| Outcome::Ready { cancelled: slots.last().cloned() }));
        let some = |random: &Random| Outcome::InProgress { settled: random.index(required - 1) + 1 };
        emis.extend((0..11).map(|_| some(random)));
        let mut tpp = vec![Outcome::SelfSwitch { both: true }; 27];
        tpp.extend(vec![Outcome::SelfSwitch { both: false }; 8]);
        tpp.extend((0..7).map(|_| Outcome::Ready { cancelled: None }));
        tpp.extend((0..13).map(|_| some(random)));
        let mut other = vec![Outcome::Arranged, some(random), some(random)];
        // Whoever is left has not started.
        emis.resize(81, Outcome::NotStarted);
        tpp.resize(62, Outcome::NotStarted);
        other.resize(5, Outcome::NotStarted);
        for outcomes in [&mut emis, &mut tpp, &mut other] {
            random.shuffle(outcomes);
        }
        Self { required, emis, tpp, other }
    }

    fn of(&mut self, practice: &str, route: Route, is_open: bool) -> Outcome {
        match (practice, route) {
            ("X10001", _) => Outcome::InProgress { settled: self.required - 2 },
            ("X10002", _) => Outcome::Ready { cancelled: None },
            _ if !is_open => Outcome::NotStarted,
            (_, Route::Emis) => self.emis.pop().unwrap_or(Outcome::NotStarted),
            (_, Route::Tpp) => self.tpp.pop().unwrap_or(Outcome::NotStarted),
            (_, Route::Other) => self.other.pop().unwrap_or(Outcome::NotStarted),
        }
    }
}

fn bookings(slots: &[DemoSlot]) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (position, slot) in slots.iter().enumerate() {
        for number in 0..slot.booked + slot.unconfirmed {
            // Two practices that booked in September moved to October.
            let moved_from = (position == 5 && number < 2).then(|| slots[3].clone());
            outcomes.push(Outcome::Booked { slot: slot.clone(), moved_from, confirmed: number < slot.booked });
        }
    }
    outcomes
}

/// Exceptions of practices that are not switched on; the last one has ended.
fn exceptions(random: &Random, programme: &Programme, rows: &Rows) -> Vec<practice_exception::Model> {
    const REASONS: [(&str, &str); 5] = [
        ("Changing system", "The practice moves to another supplier in November and switches on there."),
        ("Closing or merging", "The practice merges with its neighbour on 1 December."),
        ("Safeguarding review", "A larger review of patients at risk is under way with the local team."),
        ("Changing system", "The system moves to another server in October."),
        ("Staff shortage", "No manager in post until the end of July."),
    ];
    let open: Vec<_> = rows.journeys.iter().filter(|row| matches!(row.stage.as_str(), "checklist_in_progress" | "ready")).collect();
    let places = [3, 9, 14, 20, 25];
    REASONS
        .iter()
        .zip(places)
        .enumerate()
        .filter_map(|(number, ((category, reason), place))| {
            let journey = open.get(place)?;
            let month = 6 + u32::try_from(number % 3).unwrap_or_default();
            Some(practice_exception::Model {
                id: random.id(),
                programme: programme.code.clone(),
                practice_code: journey.practice_code.clone(),
                category: (*category).to_owned(),
                reason: (*reason).to_owned(),
                agreed_on: day(month, 20),
                review_on: day(12, 1),
                ended_on: (number == 4).then(|| day(8, 7)),
                agreed_by: "Ines Calloway".to_owned(),
            })
        })
        .collect()
}
