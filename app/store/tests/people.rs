//! Who works at a practice; on both databases.

#![cfg(test)]

use chrono::DateTime;
use domain::accounts::{PracticeHierarchy, Role, Scope};
use domain::organisations::OdsCode;
use store::accounts::{NewAccount, insert, suspend};
use store::practices::contacts;
use store::{Store, on_both_databases};

fn code(text: &str) -> OdsCode {
    text.parse().unwrap()
}

async fn add(store: &Store, name: &str, role: Role, scope: Scope) {
    let account = NewAccount {
        id: name.to_lowercase(),
        email: format!("{}@practice.example", name.to_lowercase()),
        name: name.to_owned(),
        role,
        scope,
        unsubscribe_token: name.to_owned(),
        created_at: DateTime::UNIX_EPOCH,
    };
    insert(store.writer(), account).await.unwrap();
}

fn place(sub_icb: Option<&str>) -> PracticeHierarchy {
    PracticeHierarchy { practice: code("X10001"), sub_icb: sub_icb.map(code), icb: Some(code("XA1")), region: None }
}

on_both_databases! {
    async fn the_people_of_a_practice_come_before_those_of_its_sub_group(store: TestStore) {
        for (name, role, scope) in [
            ("Wanda", Role::PracticeManager, Scope::practices([code("X10001"), code("X10002")])),
            ("Abel", Role::Icb, Scope::sub_icbs([code("X1A")])),
            ("Mona", Role::PracticeManager, Scope::practices([code("X10001")])),
            ("Otto", Role::PracticeManager, Scope::practices([code("X10003")])),
            ("Olga", Role::Icb, Scope::sub_icbs([code("X1B")])),
            ("Ada", Role::Admin, Scope::england()),
            ("Colin", Role::Commissioner, Scope::practices([code("X10001")])),
            ("Sid", Role::PracticeManager, Scope::practices([code("X10001")])),
        ] {
            add(&store, name, role, scope).await;
        }
        suspend(store.writer(), "sid", DateTime::UNIX_EPOCH).await.unwrap();
        let names = async |place: PracticeHierarchy| {
            let found = contacts(store.read(), &place).await.unwrap();
            found.into_iter().map(|contact| (contact.name, contact.has_come)).collect::<Vec<_>>()
        };
        let of = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), false)).collect::<Vec<_>>();
        assert_eq!(names(place(Some("X1A"))).await, of(&["Mona", "Wanda", "Abel"]));
        assert_eq!(names(place(None)).await, of(&["Mona", "Wanda"]));
    }
}
