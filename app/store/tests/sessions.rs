//! Which sessions an issuer's word ends, and which expire; on both databases.

#![cfg(test)]

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use domain::accounts::{Role, Scope};
use sea_orm::{EntityTrait, QueryOrder};
use store::accounts::NewAccount;
use store::entity::session;
use store::identities::{EndedSessions, Meant, end_sessions};
use store::sessions::{insert, purge};
use store::{Store, on_both_databases};

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000, 0).unwrap() + TimeDelta::minutes(minute)
}

async fn account(store: &Store, id: &str) {
    let account = NewAccount {
        id: id.to_owned(),
        email: format!("{id}@practice.example"),
        name: id.to_owned(),
        role: Role::PracticeManager,
        scope: Scope::default(),
        unsubscribe_token: id.to_owned(),
        created_at: at(0),
    };
    store::accounts::insert(store.writer(), account).await.unwrap();
}

/// A session by card, of an account that the issuer "i" calls as we do.
async fn by_card(store: &Store, name: &str, account_id: Option<&str>, sid: &str, shown: i64) {
    let row = session::Model {
        id_hash: name.to_owned(),
        account_id: account_id.map(str::to_owned),
        data: "{}".to_owned(),
        created_at: at(0),
        expires_at: at(shown + 30),
        last_seen_at: at(0),
        method: "card".to_owned(),
        device: String::new(),
        issuer: account_id.map(|_| "i".to_owned()),
        subject: account_id.map(str::to_owned),
        sid: account_id.map(|_| sid.to_owned()),
        card_at: account_id.map(|_| at(shown)),
    };
    insert(store.writer(), row).await.unwrap();
}

async fn left(store: &Store) -> String {
    let all = session::Entity::find().order_by_asc(session::Column::IdHash).all(store.read()).await.unwrap();
    all.into_iter().map(|session| session.id_hash).collect()
}

/// Mona's sessions a (s1) and b (s2, of a later card), Otto's c (s1 again), and d of nobody.
async fn four(store: &Store) {
    account(store, "mona").await;
    account(store, "otto").await;
    by_card(store, "a", Some("mona"), "s1", 0).await;
    by_card(store, "b", Some("mona"), "s2", 10).await;
    by_card(store, "c", Some("otto"), "s1", 0).await;
    by_card(store, "d", None, "", 5).await;
}

fn ended<const N: usize>(ended: u64, accounts: [&str; N], later: u64) -> EndedSessions {
    EndedSessions { ended, accounts: accounts.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), later }
}

on_both_databases! {
    async fn an_issuers_word_ends_what_it_names_and_nothing_later(store: TestStore) {
        four(&store).await;
        let meant = |subject, sid| Meant { issuer: "i", subject, sid };
        let of_another = Meant { issuer: "other", subject: None, sid: Some("s1") };
        for (meant, expected, still) in [
            (meant(None, None), ended(0, [], 0), "abcd"),
            (of_another, ended(0, [], 0), "abcd"),
            (meant(None, Some("s2")), ended(0, [], 1), "abcd"),
            (meant(Some("otto"), Some("s2")), ended(0, [], 0), "abcd"),
            (meant(Some("mona"), None), ended(1, ["mona"], 1), "bcd"),
            (meant(None, Some("s1")), ended(1, ["otto"], 0), "bd"),
        ] {
            assert_eq!(end_sessions(store.writer(), meant, at(5)).await.unwrap(), expected, "{meant:?}");
            assert_eq!(left(&store).await, still, "{meant:?}");
        }
    }

    async fn what_has_expired_is_removed_whosever_it_was(store: TestStore) {
        four(&store).await;
        assert_eq!(purge(store.writer(), at(29)).await.unwrap(), 0);
        assert_eq!((purge(store.writer(), at(35)).await.unwrap(), left(&store).await.as_str()), (3, "b"));
    }
}
