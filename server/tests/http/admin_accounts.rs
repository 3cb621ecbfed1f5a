//! `/admin/accounts`.

use sea_orm::EntityTrait;
use services::accounts::{LinkState, look_at_link, new_link};
use store::entity::{audit_event, outbox};

use crate::journey::{assert_summary_links, form, only_ada, post_matrix, send};
use crate::sessions::account_of;
use crate::support::{Who, World};

const LIST: &str = "/admin/accounts";
const INVITE: &str = "/admin/accounts/invite";

/// Where the account of a person is.
async fn account(world: &World, name: &str) -> String {
    format!("{LIST}/{}", account_of(world, name).await.id)
}

/// Where it is suspended and restored.
fn status_of(account: &str) -> String {
    format!("{account}/status")
}

#[tokio::test]
async fn only_an_admin_gets_in() {
    let world = World::new().await;
    let mona = account(&world, "Mona").await;
    for path in [LIST, INVITE, &mona, &status_of(&mona)] {
        assert_eq!(world.matrix(path).await, only_ada(200), "{path}");
    }
    assert_eq!(world.matrix("/admin/accounts/nobody").await, only_ada(404));
    for path in [INVITE, &mona] {
        assert_eq!(post_matrix(&world, path, &[]).await, only_ada(422), "{path}");
    }
    assert_eq!(post_matrix(&world, &status_of(&mona), &[("form", "restore")]).await, only_ada(303));
    assert_eq!(post_matrix(&world, "/admin/accounts/nobody/status", &[("form", "suspend")]).await, only_ada(404));
}

#[tokio::test]
async fn people_are_found_by_name_address_and_organisation() {
    let world = World::new().await;
    for (text, found, not_found) in [("mon", "Mona", "Otto"), ("OTTO@", "Otto", "Mona"), ("x10003", "Otto", "Ada"), ("x1a", "Ines", "Olga")]
    {
        let html = world.get(Who::Ada, &format!("{LIST}?q={text}")).await.text();
        assert!(html.contains(&format!(">{found}</a>")) && !html.contains(&format!(">{not_found}</a>")), "{text}: {html}");
    }
    assert!(world.get(Who::Ada, &format!("{LIST}?q=%25")).await.text().contains("No accounts found"), "a wildcard is a letter");
}

#[tokio::test]
async fn an_invitation_makes_an_account_and_tells_how_to_begin() {
    let world = World::new().await;
    let mut fields = form(&world.get(Who::Ada, INVITE).await, "");
    for (name, value) in [("email", " Kim.Lee@NHS.net "), ("name", "Kim Lee"), ("role", "practice-manager"), ("org", "x10001, X10004")] {
        fields.insert(name.into(), value.into());
    }
    let sent = send(&world, Who::Ada, INVITE, &fields).await;
    assert!(world.get(Who::Ada, sent.location()).await.text().contains("an invitation is on its way"));
    let kim = account_of(&world, "Kim Lee").await;
    assert_eq!((kim.email.as_str(), kim.agreement_version), ("kim.lee@nhs.net", None));
    let mails = outbox::Entity::find().all(world.services.store.read()).await.unwrap();
    assert_eq!((mails[0].kind.as_str(), mails[0].recipient.as_str()), ("invitation", "kim.lee@nhs.net"));

    let twice = send(&world, Who::Ada, INVITE, &fields).await;
    assert_eq!(twice.status, 422);
    assert_summary_links(&twice, &["email"]);
    assert!(twice.text().contains("There is an account with this email address already"));
}

#[tokio::test]
async fn mistakes_stand_beside_their_fields() {
    let world = World::new().await;
    let invite = async |email: &'static str, role: &'static str, org: &'static str| {
        world.post(Who::Ada, INVITE, &[("email", email), ("name", "Kim"), ("role", role), ("org", org)]).await
    };
    let elsewhere = invite("kim@gmail.com", "icb", "X1A").await;
    assert_summary_links(&elsewhere, &["email"]);
    assert!(elsewhere.text().contains("ends in nhs.net or nhs.uk") && elsewhere.text().contains("kim@gmail.com"));
    assert_summary_links(&invite("kim@nhs.net", "practice-manager", "X1A").await, &["org"]);
    assert_summary_links(&invite("kim@nhs.net", "none", "?!").await, &["role", "org"]);
    let narrow = invite("kim@nhs.net", "admin", "X10001").await;
    assert_summary_links(&narrow, &["org"]);
    assert!(narrow.text().contains("An admin sees all of England, not X10001 alone"), "{}", narrow.text());
    let nameless = [("email", "kim@nhs.net"), ("name", " "), ("role", "practice-manager"), ("org", "X10001")];
    let page = world.post(Who::Ada, INVITE, &nameless).await;
    assert_eq!(page.status, 422);
    assert_summary_links(&page, &["name"]);
    assert!(page.text().contains("Enter the person") && page.text().contains("kim@nhs.net"), "{}", page.text());
}

#[tokio::test]
async fn a_change_holds_at_once_and_is_audited() {
    let world = World::new().await;
    let otto = account_of(&world, "Otto").await.id;
    let page = format!("{LIST}/{otto}");
    let mut fields = form(&world.get(Who::Ada, &page).await, "");
    fields.extend([("role".to_owned(), "practice-manager".to_owned()), ("org".to_owned(), "X10004".to_owned())]);
    assert_eq!(send(&world, Who::Ada, &page, &fields).await.location(), page);
    assert_eq!(world.get(Who::Otto, "/practices/X10003").await.status, 404);
    assert_eq!(world.get(Who::Otto, "/practices/X10004").await.status, 200);
    let events = audit_event::Entity::find().all(world.services.store.read()).await.unwrap();
    let event = events.iter().find(|event| event.action == "accounts.change").unwrap();
    assert!(event.before.as_ref().unwrap().contains("X10003") && event.after.as_ref().unwrap().contains("X10004"));
    assert_eq!((event.actor.as_str(), event.subject.as_deref()), ("Ada", Some(otto.as_str())));
}

#[tokio::test]
async fn whoever_is_suspended_is_out_at_once_and_hears_no_more() {
    let world = World::new().await;
    let mona = account(&world, "Mona").await;
    world.post(Who::Nobody, "/sign-in", &[("email", "mona@practice.example")]).await;
    let tx = world.services.store.begin().await.unwrap();
    let token = new_link(&world.services, &tx, "mona@practice.example").await.unwrap().unwrap().token;
    tx.commit().await.unwrap();
    let status = status_of(&mona);
    let suspended = send(&world, Who::Ada, &status, &form(&world.get(Who::Ada, &status).await, "suspend")).await;
    assert_eq!(suspended.location(), mona);
    assert!(world.get(Who::Ada, &mona).await.text().contains("The account is suspended."));
    assert_eq!(world.get(Who::Mona, "/practices").await.status, 303);
    assert_eq!(look_at_link(&world.services, &token).await.unwrap(), LinkState::Spent);
    let mails = outbox::Entity::find().all(world.services.store.read()).await.unwrap();
    assert_eq!(mails.len(), 1);
    assert!(mails.iter().all(|mail| mail.failed_at.is_some()), "{mails:?}");
    send(&world, Who::Ada, &status, &form(&world.get(Who::Ada, &status).await, "restore")).await;
    assert_eq!(account_of(&world, "Mona").await.status, "active");
    assert_eq!(world.get(Who::Mona, "/practices").await.status, 303, "her sessions stay ended");
}

#[tokio::test]
async fn nobody_changes_their_own_role_or_suspends_themselves() {
    let world = World::new().await;
    let ada = account(&world, "Ada").await;
    let refused = world.post(Who::Ada, &status_of(&ada), &[("form", "suspend")]).await;
    assert_eq!(refused.location(), ada, "there is no page for suspending oneself");
    let page = world.get(Who::Ada, &ada).await;
    assert!(page.status == 409 && page.text().contains("cannot suspend your own account"), "{}", page.text());
    assert_eq!(form(&page, "")["name"], "Ada", "the other form is as it was");
    let fields = [("name", "Ada"), ("role", "icb"), ("org", "X1A"), ("revision", "0")];
    let refused = world.post(Who::Ada, &ada, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text().contains("cannot change your own role"), "{}", refused.text());
    assert_eq!(account_of(&world, "Ada").await.role, "admin");
}
