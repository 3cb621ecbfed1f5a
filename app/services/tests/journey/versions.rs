//! A new version of the checklist: uploaded, looked at, in force in every process; old answers are kept, and what changed is asked again.

use std::sync::Arc;

use domain::checklist::{Checklist, Kind, outstanding};
use domain::organisations::Supplier;
use services::checklist::{catch_up, discard, draft, go_live, load, save, sign_off, upload, uploaded};
use services::{Error, Services};
use store::on_both_databases;

use crate::fixtures::*;

/// Version 2 asks the training item again and has one item more.
fn second() -> String {
    let new = "[[sections.items]]\ncode = \"rota\"\ntitle = \"Name who answers questions\"\nwhat = \"W\"\nwhy = \"W\"\ndone_when = \"D\"\n\
        evidence = \"E\"\nblocks = \"B\"\nsource = \"S\"\nroutes = [\"tpp\"]\nrequired = true\n\n[[sections]]\ncode = \"safeguarding\"";
    Checklist::BUNDLED
        .replacen("version = 1", "version = 2", 1)
        .replacen("code = \"staff-trained\"", "code = \"staff-trained\"\nchanged_in = 2", 1)
        .replacen("[[sections]]\ncode = \"safeguarding\"", new, 1)
}

/// Only words change.
fn reworded() -> String {
    Checklist::BUNDLED.replacen("version = 1", "version = 2", 1).replacen("Tell your patients", "Tell all your patients", 1)
}

async fn bring_into_force(services: &Services, text: &str) {
    upload(services, &admin(), text).await.unwrap();
    let waiting = draft(services, &admin()).await.unwrap().unwrap();
    assert_eq!(go_live(services, &admin(), &waiting.id).await.unwrap(), waiting.checklist.version);
}

/// Another process on the same database.
fn another_process(services: &Services) -> Services {
    Services { checklists: Arc::default(), ..services.clone() }
}

on_both_databases! {
    async fn what_a_version_changes_is_seen_before_it_goes_live(store: TestStore) {
        let services = world(&store).await;
        assert!(draft(&services, &admin()).await.unwrap().is_none());
        upload(&services, &admin(), &second()).await.unwrap();
        let waiting = draft(&services, &admin()).await.unwrap().unwrap();
        let kinds: Vec<_> = waiting.differences.iter().map(|one| (one.kind, one.code.as_str())).collect();
        assert_eq!(kinds, [(Kind::AskedAgain, "staff-trained"), (Kind::New, "rota")]);
        assert_eq!(services.checklist(store.read()).await.unwrap().version, 1, "nothing has changed yet");
        discard(&services, &admin()).await.unwrap();
        assert!(draft(&services, &admin()).await.unwrap().is_none());
        let gone = go_live(&services, &admin(), &waiting.id).await.unwrap_err();
        assert!(matches!(gone, Error::Conflict(_)), "{gone:?}");
    }

    async fn every_process_answers_by_the_version_in_force(store: TestStore) {
        let services = world(&store).await;
        let other = another_process(&services);
        assert_eq!(other.checklist(store.read()).await.unwrap().version, 1);
        bring_into_force(&services, &second()).await;
        assert_eq!(services.checklist(store.read()).await.unwrap().version, 2);
        assert_eq!(other.checklist(store.read()).await.unwrap().version, 2);
        let page = uploaded(&other, &admin()).await.unwrap();
        assert!(page.text.contains("version = 2") && page.live.len() == 1 && !page.waiting);
        // The next builds on it, and goes on saying what changed when.
        let third = second().replacen("version = 2", "version = 3", 1);
        let forgot = third.replacen("\nchanged_in = 2", "", 1);
        let Error::Invalid(mistakes) = upload(&other, &admin(), &forgot).await.unwrap_err() else { panic!("taken") };
        assert_eq!(mistakes[0].message, "“staff-trained” must go on saying in which version it changed");
        bring_into_force(&other, &third).await;
        assert_eq!(services.checklist(store.read()).await.unwrap().version, 3);
    }

    async fn old_answers_stay_and_only_what_changed_is_asked_again(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Emis).await;
        bring_into_force(&services, &second()).await;
        let loaded = load(&services, &manager(&practice), &practice, "staff").await.unwrap();
        let trained = &loaded.items[0];
        assert!(trained.asked_again && trained.answer.as_ref().unwrap().state == domain::checklist::AnswerState::Done);
        let answers = store::checklist::answers(store.read(), &services.programme.code, &practice).await.unwrap();
        let now = services.checklist(store.read()).await.unwrap();
        let open: Vec<_> = outstanding(now, Supplier::Emis.route(), &answers).into_iter().map(|item| item.code.as_str()).collect();
        assert_eq!(open, ["staff-trained"], "the item of another route is not asked");

        // The sign-off has fallen, and the stage is back.
        assert_eq!(journey(&services, &practice).await.stage, "checklist_in_progress");
        assert!(sign_off(&services, &manager(&practice), &practice).await.unwrap().signed.is_none());

        // A form that says nothing about it leaves it alone; the same answer as before is an answer.
        let mut typed = form(&services, &practice, "staff").await;
        assert_eq!(save(&services, &manager(&practice), &practice, "staff", &typed).await.unwrap(), services::checklist::Saved::Done(0));
        typed.get_mut("staff-trained").unwrap().state = "done".into();
        assert_eq!(save(&services, &manager(&practice), &practice, "staff", &typed).await.unwrap(), services::checklist::Saved::Done(1));
        sign(&services, &practice).await;
        assert_eq!(journey(&services, &practice).await.stage, "ready");
        assert_eq!(sign_off(&services, &manager(&practice), &practice).await.unwrap().signed.unwrap().version, 2);
    }

    async fn other_words_leave_sign_offs_and_stages_alone(store: TestStore) {
        let services = world(&store).await;
        let practice = a_ready_practice(&services, "X10001", Supplier::Tpp).await;
        bring_into_force(&services, &reworded()).await;
        assert_eq!(journey(&services, &practice).await.stage, "ready");
        assert_eq!(sign_off(&services, &manager(&practice), &practice).await.unwrap().signed.unwrap().version, 1);
    }

    async fn stages_that_are_left_follow_in_the_background_whichever_process_does_it(store: TestStore) {
        let services = world(&store).await;
        let practices = many_ready_practices(&services, 60).await;
        for practice in &practices {
            let tx = services.store.begin().await.unwrap();
            services::stages::refresh(&tx, &services, "test", practice, domain::stage::Cause::ChecklistAnswered).await.unwrap();
            tx.commit().await.unwrap();
        }
        bring_into_force(&services, &second()).await;
        let mut ready = 0;
        for practice in &practices {
            ready += usize::from(journey(&services, practice).await.stage == "ready");
        }
        assert_eq!(ready, 10, "fifty at once");
        let other = another_process(&services);
        let (one, two) = tokio::join!(catch_up(&services, 200), catch_up(&other, 200));
        assert!(one.unwrap() + two.unwrap() >= 10);
        for practice in &practices {
            assert_eq!(journey(&services, practice).await.stage, "checklist_in_progress");
        }
        assert_eq!(catch_up(&services, 200).await.unwrap(), 0);
    }

    async fn what_does_not_hold_together_is_refused(store: TestStore) {
        let services = world(&store).await;
        let same = Checklist::BUNDLED.to_owned();
        let no_settings = second().replace("settings = true", "settings = false");
        for (text, told) in [("nonsense", "Line 1 cannot be read"), (same.as_str(), "The version must be 2"), (no_settings.as_str(), "The route “emis”")] {
            let Error::Invalid(mistakes) = upload(&services, &admin(), text).await.unwrap_err() else { panic!("taken: {told}") };
            assert!(mistakes.iter().any(|mistake| mistake.field == "content" && mistake.message.starts_with(told)), "{mistakes:?}");
        }
        assert_eq!(traces(&services).await, (0, 0));
    }

    async fn only_the_admin_brings_versions_into_force(store: TestStore) {
        let services = world(&store).await;
        for viewer in [manager(&code("X10001")), icb_staff()] {
            assert!(matches!(upload(&services, &viewer, &second()).await, Err(Error::Forbidden)));
            assert!(matches!(go_live(&services, &viewer, "none").await, Err(Error::Forbidden)));
            assert!(matches!(draft(&services, &viewer).await, Err(Error::Forbidden)));
            assert!(matches!(discard(&services, &viewer).await, Err(Error::Forbidden)));
            assert!(matches!(uploaded(&services, &viewer).await, Err(Error::Forbidden)));
        }
    }
}
