//! What an issuer says of a person, and what may be seen by it: never more than the roles on the card allow.

#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use cis2::{CardClaims, TokenClaims};
use domain::accounts::Role;
use domain::accounts::card::{ACTIVITIES, Assurance, CardRole, Known, Limits, Proof, View, codes, prove, views};
use domain::organisations::{Level, OdsCode};
use libfuzzer_sys::fuzz_target;
use openidconnect::core::CoreGenderClaim;
use openidconnect::{IdTokenClaims, UserInfoClaims};

fuzz_target!(|json: &[u8]| {
    fuzz::in_time(json.len(), || {
        if let Ok(info) = UserInfoClaims::<CardClaims, CoreGenderClaim>::from_json::<std::convert::Infallible>(json, None) {
            scope_is_of_the_card(&info.additional_claims().nhsid_nrbac_roles.clone().unwrap_or_default());
        }
        if let Ok(token) = serde_json::from_slice::<IdTokenClaims<TokenClaims, CoreGenderClaim>>(json) {
            only_the_strong_and_fresh_are_let_in(&token);
            only_what_is_for_us_and_of_now_is_believed(&token);
        }
    });
});

/// What is known of an organisation, told from the end of its code so that every level comes up.
fn known(code: &OdsCode) -> Option<Known> {
    let level = match code.as_str().bytes().last()? % 8 {
        0 => return None,
        1 => Level::SubIcb,
        2 => Level::Icb,
        3 => Level::Region,
        4 => Level::Pcn,
        _ => Level::Practice,
    };
    Some(Known { level, is_open: !code.as_str().ends_with(['5', 'E']) })
}

fn opens(role: &CardRole) -> bool {
    let codes = role.activity_codes.iter().flatten();
    codes.map(|code| code.trim().to_ascii_uppercase()).any(|code| ACTIVITIES.contains(&code.as_str()))
}

fn scope_is_of_the_card(roles: &[CardRole]) {
    let known: BTreeMap<_, _> = codes(roles).into_iter().filter_map(|code| Some((code.clone(), known(&code)?))).collect();
    let found = views(roles, &known);
    let seen: &[View] = found.as_deref().unwrap_or_default();
    let of = |role: Role| seen.iter().find(|view| view.role == role).map(|view| view.scope.clone()).unwrap_or_default();
    // Asked the other way round: organisation by organisation, which of them the card opens.
    let standing = |level: Level| -> BTreeSet<OdsCode> {
        let at = |role: &&CardRole| role.org_code.parse().ok().filter(|code| known.get(code).is_some_and(|found| found.level == level));
        roles.iter().filter(|role| level != Level::Practice || opens(role)).filter_map(|role| at(&role)).collect()
    };
    let open = standing(Level::Practice).into_iter().filter(|code| known[code].is_open).collect();
    let practices = of(Role::PracticeManager);
    assert_eq!(practices.practices, open, "a practice is seen where a role of its own carries one of the four, and nowhere else");
    assert_eq!(of(Role::Icb).sub_icbs, standing(Level::SubIcb));
    assert_eq!((of(Role::Commissioner).icbs, of(Role::Commissioner).regions), (standing(Level::Icb), standing(Level::Region)));
    assert!(seen.iter().all(|view| !view.scope.everything && !view.scope.is_empty() && view.role != Role::Admin));
    assert_eq!(seen.len(), seen.iter().map(|view| view.role.key()).collect::<BTreeSet<_>>().len(), "one view a role");
    let backwards: Vec<_> = roles.iter().rev().chain(roles).cloned().collect();
    assert_eq!(views(&backwards, &known), found, "order and repetition tell nothing");
    let again: Vec<CardRole> = serde_json::from_str(&serde_json::to_string(roles).unwrap()).unwrap();
    assert_eq!(again, roles);
}

fn only_the_strong_and_fresh_are_let_in(token: &IdTokenClaims<TokenClaims, CoreGenderClaim>) {
    let claims = token.additional_claims();
    let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
    let level = |assurance: &Option<Assurance>| assurance.as_ref().and_then(Assurance::level);
    let proof = Proof {
        subject: token.subject(),
        userinfo_subject: token.subject(),
        uid: None,
        auth_time: token.auth_time(),
        identity: level(&claims.id_assurance_level),
        authentication: level(&claims.authentication_assurance_level),
    };
    if prove(&proof, Limits::default(), now).is_ok() {
        let seconds = (now - token.auth_time().expect("a time")).num_seconds();
        assert!((-60..=300).contains(&seconds), "{seconds}");
        assert!(proof.identity >= Some(3) && proof.authentication >= Some(2), "{proof:?}");
    }
}

fn only_what_is_for_us_and_of_now_is_believed(token: &IdTokenClaims<TokenClaims, CoreGenderClaim>) {
    const NOW: i64 = 1_700_000_000;
    if cis2::id_token::check(token, "us", DateTime::from_timestamp(NOW, 0).unwrap()).is_err() {
        return;
    }
    assert!((NOW - 600..=NOW + 60).contains(&token.issue_time().timestamp()));
    assert!(token.authorized_party().map_or(token.audiences().len() <= 1, |party| party.as_str() == "us"));
    let from = token.additional_claims().nbf.as_ref().map(|from| from.as_f64().expect("a number"));
    assert!(from.is_none_or(|from| from <= 1_700_000_060.0), "{from:?}");
}
