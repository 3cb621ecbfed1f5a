//! One answer for several practices.

use domain::accounts::{Role, Scope, Viewer};
use domain::checklist::TypedAnswer;
use domain::organisations::{OdsCode, Supplier};
use services::checklist::{Picked, Took, answer_several, save, several};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

fn done(note: &str) -> TypedAnswer {
    TypedAnswer { state: "done".into(), note: note.into(), ..TypedAnswer::default() }
}

fn moira(practices: &[&OdsCode]) -> Viewer {
    viewer("Moira", Role::PracticeManager, Scope::practices(practices.iter().map(|code| (*code).clone())))
}

/// Every practice of hers, as the page was loaded.
async fn picked(services: &Services, viewer: &Viewer, item: &str) -> Picked {
    several(services, viewer, item).await.unwrap().practices.into_iter().map(|practice| (practice.code, practice.seen)).collect()
}

on_both_databases! {
    async fn each_practice_takes_it_or_says_why_not(store: TestStore) {
        let services = world(&store).await;
        let one = a_practice(&services, "X10001", Supplier::Emis).await;
        let two = a_practice(&services, "X10002", Supplier::Emis).await;
        let three = a_practice(&services, "X10003", Supplier::Tpp).await;
        let moira = moira(&[&one, &two, &three]);
        let page = picked(&services, &moira, "settings-emis").await;
        let mut meanwhile = form(&services, &two, "settings").await;
        meanwhile.get_mut("settings-emis").unwrap().state = "in_progress".into();
        save(&services, &deputy(&two), &two, "settings", &meanwhile).await.unwrap();

        let outcome = answer_several(&services, &moira, "settings-emis", &done("Looked on Monday"), &page).await.unwrap();
        let expected = [(one.clone(), Took::Kept), (two.clone(), Took::ChangedMeanwhile("Alex".into())), (three, Took::NotAsked)];
        assert_eq!(outcome, expected);
        assert_eq!(form(&services, &one, "settings").await["settings-emis"].note, "Looked on Monday");
        assert_eq!(form(&services, &two, "settings").await["settings-emis"].state, "in_progress");
        assert_eq!(journey(&services, &one).await.stage, "checklist_in_progress");

        // Having seen it, she may insist; where it stands there already nothing is written.
        let page = picked(&services, &moira, "settings-emis").await;
        let page: Picked = page.into_iter().filter(|(code, _)| code.as_str() != "X10003").collect();
        let before = traces(&services).await.0;
        let outcome = answer_several(&services, &moira, "settings-emis", &done("Looked on Monday"), &page).await.unwrap();
        assert_eq!(outcome, [(one, Took::Same), (two, Took::Kept)]);
        assert_eq!(traces(&services).await.0, before + 1);
    }

    async fn mistakes_and_practices_of_others_leave_everything_alone(store: TestStore) {
        let services = world(&store).await;
        let one = a_practice(&services, "X10001", Supplier::Emis).await;
        let other = a_practice(&services, "X10009", Supplier::Emis).await;
        let moira = moira(&[&one]);
        let page = picked(&services, &moira, "dpia").await;
        let wrong = TypedAnswer { state: "not_applicable".into(), ..TypedAnswer::default() };
        assert!(matches!(answer_several(&services, &moira, "dpia", &wrong, &page).await, Err(Error::Invalid(_))));
        assert!(matches!(answer_several(&services, &moira, "dpia", &done(""), &Picked::new()).await, Err(Error::Invalid(_))));
        let mut too_far = page.clone();
        too_far.insert(other, String::new());
        assert!(matches!(answer_several(&services, &moira, "dpia", &done(""), &too_far).await, Err(Error::NotFound)));
        assert!(matches!(answer_several(&services, &moira, "nonsense", &done(""), &page).await, Err(Error::NotFound)));
        assert!(matches!(answer_several(&services, &icb_staff(), "dpia", &done(""), &page).await, Err(Error::Forbidden)));
        assert_eq!(traces(&services).await, (0, 0));
    }
}
