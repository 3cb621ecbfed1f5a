//! Who works where: managers of most practices, some deputies, people of the sub-groups, and the personas.

use chrono::TimeDelta;
use domain::accounts::{Role, Scope};
use store::accounts::NewAccount;
use store::entity::practice;

use super::names;
use super::random::Random;
use super::{PERSONAS, start};

/// The name of each practice's manager, in the order of the practices.
pub(super) fn managers(random: &Random, practices: &[practice::Model]) -> Vec<String> {
    practices
        .iter()
        .map(|practice| {
            let made_up = names::person(random);
            PERSONAS.iter().find(|persona| persona.org == practice.ods_code).map_or(made_up, |persona| persona.name.to_owned())
        })
        .collect()
}

/// The accounts. Some practices have nobody yet, some a deputy who looks after two.
pub(super) fn accounts(random: &Random, practices: &[practice::Model], managers: &[String]) -> Vec<NewAccount> {
    let mut accounts: Vec<NewAccount> =
        PERSONAS.iter().map(|persona| account(random, persona.name, persona.email.to_owned(), persona.role, persona.scope())).collect();
    let known = |code: &str| PERSONAS.iter().any(|persona| persona.org == code);
    let codes: Vec<_> = practices.iter().map(|practice| practice.ods_code.parse().ok()).collect();
    for (number, (practice, manager)) in practices.iter().zip(managers).enumerate() {
        let Some(code) = codes[number].clone() else { continue };
        if known(&practice.ods_code) || !practice.is_open || random.one_in(8) {
            continue;
        }
        accounts.push(account(random, manager, address(manager, &practice.ods_code), Role::PracticeManager, Scope::practices([code])));
    }
    for pair in codes.iter().flatten().collect::<Vec<_>>().chunks(2).step_by(9) {
        let name = names::person(random);
        let scope = Scope::practices(pair.iter().copied().cloned());
        accounts.push(account(random, &name, address(&name, pair[0].as_str()), Role::PracticeManager, scope));
    }
    for code in ["XS12", "XS13", "XS21", "XS22"] {
        let name = names::person(random);
        let scope = Scope::sub_icbs(code.parse().ok());
        accounts.push(account(random, &name, address(&name, code), Role::Icb, scope));
    }
    accounts
}

/// "dawn.pryce.x10007@practice.example".
fn address(name: &str, code: &str) -> String {
    let name = name.replace(' ', ".");
    format!("{name}.{code}@practice.example").to_lowercase()
}

pub(super) fn account(random: &Random, name: &str, email: String, role: Role, scope: Scope) -> NewAccount {
    NewAccount {
        id: random.id(),
        email,
        name: name.to_owned(),
        role,
        scope,
        unsubscribe_token: random.id().replace('-', ""),
        created_at: start() - TimeDelta::days(random.between(60, 190)),
    }
}
