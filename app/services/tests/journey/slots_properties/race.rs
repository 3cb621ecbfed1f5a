//! A date that has passed, of which several people say different things at once while the sweep looks.

use std::sync::Arc;

use services::confirmation::confirm;
use services::slots::set_places;
use services::{Error, Result};
use store::on_both_databases;

use super::step::{By, PRACTICES, Step};
use super::{Field, LATER};
use crate::fixtures::*;

const PASSED: &str = "2023-10-11";

/// What somebody does about the date that a practice had.
#[derive(Clone, Copy, Debug)]
enum Says {
    DidNotWork(By),
    Confirmed,
    MovedOn,
}

impl Field {
    async fn say(&self, says: Says, p: usize) -> Result<()> {
        match says {
            Says::DidNotWork(by) => self.apply(&Step::DidNotWork(by, p)).await,
            Says::MovedOn => self.apply(&Step::Move(By::Icb, p, 1)).await,
            Says::Confirmed => {
                let practice = &self.practices[p];
                confirm(&self.services, &manager(practice), practice, day(PASSED), "Three patients see notes").await.map(drop)
            }
        }
    }
}

on_both_databases! {
    async fn one_word_ends_a_date_that_has_passed(store: TestStore) {
        let mut field = Field::new(&store).await;
        // Two of six find a place to move on to.
        field.reset([PASSED, LATER[0], LATER[1]]).await;
        set_places(&field.services, &admin(), &field.dates[0].id, i32::try_from(PRACTICES).unwrap()).await.unwrap();
        for p in 0..PRACTICES {
            field.apply(&Step::Book(p, 0)).await.unwrap();
        }
        field.apply(&Step::Pass(0)).await.unwrap();
        let (newest, written) = (field.newest().await, field.written().await);
        let field = Arc::new(field);
        let sweeps: Vec<_> = (0..4).map(|_| tokio::spawn({
            let field = field.clone();
            async move { field.apply(&Step::Pass(0)).await }
        })).collect();
        let all = [Says::Confirmed, Says::DidNotWork(By::Practice), Says::MovedOn, Says::DidNotWork(By::Icb)];
        let clients: Vec<_> = (0..PRACTICES).flat_map(|p| (0..all.len()).map(move |n| (p, all[(p + n) % all.len()]))).map(|(p, says)| {
            let field = field.clone();
            (p, says, tokio::spawn(async move { field.say(says, p).await }))
        }).collect();
        let mut heard = [0; PRACTICES];
        for (p, says, client) in clients {
            match client.await.unwrap() {
                Ok(()) => heard[p] += 1,
                Err(Error::Conflict(_)) => {}
                Err(error) => panic!("{p} {says:?}: {error:?}"),
            }
        }
        for sweep in sweeps {
            sweep.await.unwrap().unwrap();
        }
        assert_eq!(heard, [1; PRACTICES], "of each practice one word counts");
        field.check().await;
        assert_eq!(field.written().await - written, field.owed_since(newest).await.0, "messages written and owed");
    }
}
