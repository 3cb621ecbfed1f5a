//! The walk: every route, as everybody, against one table of what is expected.
//!
//! The addresses come from the router itself, their methods from what it answers to one it does not know, the names of forms from the routes. A route that stands in no row of
//! [`table`] fails the test, and so does a row without a route. For a new route add one line there.

mod one_form;
mod routes;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use app::accounts::agreement::opens_without;
use sea_orm::EntityTrait;
use store::entity::slot;

use crate::journey::{a_slot, make_ready, setup};
use crate::support::{Answer, Who, World, code};
use table::{Expected, Row, TABLE};

/// Everybody who walks; Sid is suspended, Nell has not accepted the agreement; Cleo, Dora and Drew came by smartcard.
const WALKERS: [Who; 13] = [
    Who::Nobody,
    Who::Sid,
    Who::Nell,
    Who::Mona,
    Who::Otto,
    Who::Ines,
    Who::Olga,
    Who::Colin,
    Who::Rita,
    Who::Ada,
    Who::Cleo,
    Who::Dora,
    Who::Drew,
];

/// The least that is asked, so that no loop over nothing passes: 152 routes as 13 people. Routes that come are asked beyond it.
const CELLS: usize = 1_976;

/// What came of a request, as far as access goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Sent to the page for signing in.
    SignIn,
    /// Sent to the agreement.
    Agreement,
    /// 401: a question of an island, which shows no page.
    Unauthorised,
    /// 403.
    Forbidden,
    /// 404.
    NotThere,
    /// Anything else but a fault: a page, a file, a form that was done or came back with mistakes.
    Allowed,
    /// 405, 429 or 500 and above: never expected.
    Fault(u16),
}

impl Outcome {
    fn of(answer: &Answer) -> Self {
        match answer.status.as_u16() {
            303 if answer.location() == "/sign-in" || answer.location().starts_with("/sign-in?") => Self::SignIn,
            303 if answer.location().starts_with("/agreement?") => Self::Agreement,
            401 => Self::Unauthorised,
            403 => Self::Forbidden,
            404 => Self::NotThere,
            status @ (405 | 429 | 500..) => Self::Fault(status),
            _ => Self::Allowed,
        }
    }
}

#[tokio::test]
async fn every_route_as_everybody() {
    let world = World::demo().await;
    let listed = routes::of(&world.router).await;
    assert_table_is_complete(&listed);
    let mut cells = 0;
    let mut wrong = Vec::new();
    for row in TABLE {
        // A world each: a cell may change what is there, a row must not depend on the one before it.
        let world = prepared().await;
        for who in WALKERS {
            let got = Outcome::of(&row.send(&world.0, &world.1, who).await);
            let expected = row.expected_of(who);
            cells += 1;
            if got != expected {
                wrong.push(format!("{} {} as {who:?}: {got:?}, expected {expected:?}", row.method, row.path));
            }
        }
    }
    println!("The walk: {} routes as {} people, {cells} cells.", TABLE.len(), WALKERS.len());
    assert!(wrong.is_empty(), "{} of {cells} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cells >= CELLS, "{cells}");
}

/// What only a demonstration has is nowhere else, whoever asks.
#[tokio::test]
async fn no_route_of_the_demonstration_is_there_without_it() {
    let (world, names) = (World::new().await, BTreeMap::new());
    for row in TABLE.iter().filter(|row| row.path.contains("/demo/")) {
        // Nell is told of the agreement before anything else.
        for who in WALKERS.into_iter().filter(|who| *who != Who::Nell) {
            let status = row.send(&world, &names, who).await.status.as_u16();
            assert!([404, 405].contains(&status), "{} {} as {who:?}: {status}", row.method, row.path);
        }
    }
}

/// What the service counts is told on an address of its own: on this one it is nowhere, whoever asks.
#[tokio::test]
async fn nobody_is_told_here_what_is_counted() {
    let world = World::demo().await.with_card_holders().await;
    for who in WALKERS {
        let got = Outcome::of(&world.get(who, "/metrics").await);
        assert_eq!(got, if who == Who::Nell { Outcome::Agreement } else { Outcome::NotThere }, "{who:?}");
    }
}

/// Out of scope looks like not there: the same page, but for the reference that each answer has.
#[tokio::test]
async fn a_practice_out_of_scope_and_none_at_all_read_the_same() {
    let (world, names) = prepared().await;
    for row in pages_of_practice() {
        let path = |ods: &str| row.replace("{ods}", ods);
        let (out, none) = (named(&world, &names, &path("X10001")).await, named(&world, &names, &path("X99999")).await);
        let (out, none) = (world.get(Who::Otto, &out).await, world.get(Who::Otto, &none).await);
        assert_eq!((out.status, out.steady_text()), (none.status, none.steady_text()), "{row}");
    }
}

/// The address of every page of a practice, with names for what it is about.
fn pages_of_practice() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|row| row.method == "GET" && row.path.starts_with("/practices/{ods}")).map(|row| row.path)
}

/// Every page of a practice, for tests that look at all of them; what a page is about is there, where the world has it.
pub async fn pages_of(world: &World, ods: &str) -> Vec<String> {
    let db = world.services.store.read();
    let holder = store::smartcards::holders(db, &code(ods)).await.unwrap().into_iter().next().map(|holder| holder.id);
    let figures = services::checklist::numbers(&world.services, &setup(), &code(ods)).await.unwrap().figures;
    let slot = slot::Entity::find().one(db).await.unwrap().map(|slot| slot.id);
    let there = [("{ods}", Some(ods.to_owned())), ("{section}", Some("policies".to_owned())), ("{holder}", holder), ("{slot}", slot)];
    let there = there.into_iter().chain([("{figure}", figures.into_iter().next().map(|figure| figure.id))]);
    let there: Vec<_> = there.map(|(name, value)| (name, value.unwrap_or_else(|| "none".to_owned()))).collect();
    pages_of_practice().map(|path| there.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value))).collect()
}

/// Every address, with something in the place of its names.
pub fn addresses() -> BTreeSet<String> {
    let names = [("{ods}", "X10001"), ("{section}", "policies"), ("{slug}", "redaction"), ("{item}", "dpia")];
    let named = |path: &str| names.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    TABLE.iter().map(|row| named(row.path).replace(['{', '}'], "")).collect()
}

#[track_caller]
fn assert_table_is_complete(listed: &BTreeSet<(String, String, String)>) {
    let in_table: BTreeSet<_> = TABLE.iter().map(|row| (row.method.to_owned(), row.path.to_owned(), row.form.to_owned())).collect();
    assert_eq!(in_table.len(), TABLE.len(), "a row stands in the table twice");
    let missing: Vec<_> = listed.difference(&in_table).collect();
    assert!(missing.is_empty(), "routes without a row in server/tests/http/walk/table.rs: {missing:?}");
    let gone: Vec<_> = in_table.difference(listed).collect();
    assert!(gone.is_empty(), "rows without a route: {gone:?}");
}

/// A world in which whatever a row names is there; with the names that stand for it.
async fn prepared() -> (World, BTreeMap<&'static str, String>) {
    let world = World::demo().await.with_card_holders().await;
    make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    for name in ["Robin Vale", "Kim Dell", "Lee Fern"] {
        world.post(Who::Ada, "/practices/X10001/smartcards", &[("name", name), ("missing", "software")]).await;
    }
    let counted = [("patients", "12"), ("counted[day]", "1"), ("counted[month]", "9"), ("counted[year]", "2023")];
    world.post(Who::Mona, "/practices/X10001/checklist/numbers/count", &counted).await;
    let figures = services::checklist::numbers(&world.services, &setup(), &code("X10001")).await.unwrap().figures;
    services::accounts::request_link(&world.services, "mona@practice.example").await.unwrap();
    let mail = services::outbox::list(&world.services, 1).await.unwrap().remove(0).id;
    let mona = store::accounts::by_email(world.services.store.read(), "mona@practice.example").await.unwrap().unwrap();
    let names = [
        ("{account}", mona.id),
        ("{figure}", figures[0].id.clone()),
        ("{key}", "none".to_owned()),
        ("{ods}", "X10001".to_owned()),
        ("{section}", "policies".to_owned()),
        ("{slot}", slot.id),
        ("{slug}", "redaction".to_owned()),
        ("{id}", mail),
        ("{item}", "dpia".to_owned()),
        ("{token}", mona.unsubscribe_token),
    ];
    (world, names.into())
}

/// Somebody of the list of smartcards; one may be taken out by whoever walked before.
async fn a_holder(world: &World) -> String {
    let holders = store::smartcards::holders(world.services.store.read(), &code("X10001")).await.unwrap();
    holders.into_iter().next().map_or_else(|| "none".to_owned(), |holder| holder.id)
}

/// `text` with what its names stand for.
async fn named(world: &World, names: &BTreeMap<&'static str, String>, text: &str) -> String {
    let text = text.replace("{holder}", &a_holder(world).await);
    names.iter().fold(text, |text, (name, value)| text.replace(name, value))
}

impl Row {
    fn expected_of(&self, who: Who) -> Outcome {
        // Whatever a person may do: before the agreement nothing opens but what is meant to.
        if who == Who::Nell && !opens_without(self.path) && !self.path.starts_with("/health/") {
            let is_page = self.method == "GET" && !self.path.starts_with("/api/");
            return if is_page { Outcome::Agreement } else { Outcome::Forbidden };
        }
        self.expected.of(who)
    }

    async fn send(&self, world: &World, names: &BTreeMap<&'static str, String>, who: Who) -> Answer {
        let path = named(world, names, self.path).await;
        if self.method == "GET" {
            return world.get(who, &path).await;
        }
        let mut fields = Vec::new();
        for (name, value) in self.fields {
            let value = value.replace("{who}", &format!("{who:?}").to_lowercase());
            fields.push((*name, named(world, names, &value).await));
        }
        fields.push(("form", self.form.to_owned()));
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.post(who, &path, &fields).await
    }
}

impl Expected {
    /// The one place that says who may what.
    fn of(self, who: Who) -> Outcome {
        use Outcome::{Allowed, Forbidden, NotThere, SignIn, Unauthorised};
        // Before a view is chosen a card opens nothing.
        let nobody = matches!(who, Who::Nobody | Who::Sid | Who::Drew);
        let has_card = matches!(who, Who::Cleo | Who::Dora | Who::Drew);
        let out_of_scope = matches!(who, Who::Otto | Who::Olga | Who::Rita);
        match self {
            Self::Open => Allowed,
            Self::Card if has_card => Allowed,
            Self::Card => SignIn,
            Self::Issuer => NotThere,
            Self::Question if nobody => Unauthorised,
            _ if nobody => SignIn,
            Self::SignedIn | Self::Question => Allowed,
            Self::Works if matches!(who, Who::Mona | Who::Otto | Who::Cleo | Who::Ada) => Allowed,
            Self::Works => Forbidden,
            Self::Admin if who == Who::Ada => Allowed,
            Self::Admin => Forbidden,
            Self::Decides if matches!(who, Who::Ines | Who::Olga | Who::Dora | Who::Ada) => Allowed,
            Self::Decides => Forbidden,
            Self::Seen | Self::Worked | Self::Changed | Self::Audited | Self::Judged if out_of_scope => NotThere,
            Self::Judged if matches!(who, Who::Ines | Who::Dora | Who::Ada) => Allowed,
            Self::Judged => Forbidden,
            Self::Seen => Allowed,
            Self::Worked if matches!(who, Who::Mona | Who::Cleo | Who::Ada) => Allowed,
            Self::Worked => Forbidden,
            Self::Changed if who == Who::Colin => Forbidden,
            Self::Changed => Allowed,
            Self::Audited if who == Who::Colin => Forbidden,
            Self::Audited => Allowed,
        }
    }
}
