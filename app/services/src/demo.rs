//! Demonstration data: invented organisations and people with a believable history from March 2023 to [`start`].
//!
//! Everything is generated from one fixed seed, so that every load gives the same rows. No name and no code is a real organisation's:
//! practice codes are an X and five digits, every other code is an X, a letter and digits, and addresses end in `.example`.

mod calendar;
mod england;
mod history;
mod messages;
mod names;
mod organisations;
mod people;
mod plan;
mod random;
mod recorder;
mod rows;
mod rush;
mod slots;
#[cfg(test)]
mod tests;
mod write;

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::{Role, Scope};
use domain::checklist::Checklist;
use domain::time::london_instant;

pub use england::tell_history;
pub use rush::{Rush, rush, rushed, scale, write_on};

use crate::{Error, Result, Services};

/// The seed of everything that is generated.
const SEED: u64 = 20_230_918;

/// The day on which a demonstration starts.
fn start_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 9, 18).unwrap_or_default()
}

/// The instant at which the clock of a demonstration starts: 18 September 2023 at 9:05am BST. Nothing generated is later.
#[must_use]
pub fn start() -> DateTime<Utc> {
    london_instant(start_day(), 9, 5)
}

/// Somebody to sign in as in a demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// The word that names the persona in a form, e.g. `practice-manager-emis`.
    pub key: &'static str,
    /// The person's name.
    pub name: &'static str,
    /// The address of the person's account.
    pub email: &'static str,
    /// What the person does.
    pub role: Role,
    /// The code of the organisation the person works for; `ENGLAND` for all of it.
    pub org: &'static str,
    /// Where the person stands in the story, in one sentence.
    pub about: &'static str,
}

/// The people to sign in as.
pub const PERSONAS: [Persona; 5] = [
    Persona {
        key: "practice-manager-emis",
        name: "Priya Hallam",
        email: "priya.hallam@practice.example",
        role: Role::PracticeManager,
        org: "X10001",
        about: "Manages a practice that uses EMIS and has two checklist items to go before it can book a date.",
    },
    Persona {
        key: "practice-manager-tpp",
        name: "Tomos Redfern",
        email: "tomos.redfern@practice.example",
        role: Role::PracticeManager,
        org: "X10002",
        about: "Manages a practice that uses TPP, is ready, and can now switch itself on.",
    },
    Persona {
        key: "icb",
        name: "Ines Calloway",
        email: "ines.calloway@icb.example",
        role: Role::Icb,
        org: "XS11",
        about: "Works for an ICB sub-group and watches over its 30 practices.",
    },
    Persona {
        key: "commissioner",
        name: "Colin Okafor",
        email: "colin.okafor@region.example",
        role: Role::Commissioner,
        org: "XC1",
        about: "Reads the reports of a whole ICB.",
    },
    Persona {
        key: "admin",
        name: "Ada Winterbourne",
        email: "ada.winterbourne@programme.example",
        role: Role::Admin,
        org: "ENGLAND",
        about: "Runs the programme: slots, imports and accounts.",
    },
];

impl Persona {
    /// The persona that `key` names.
    #[must_use]
    pub fn by_key(key: &str) -> Option<&'static Self> {
        PERSONAS.iter().find(|persona| persona.key == key)
    }

    fn scope(&self) -> Scope {
        let mut scope = Scope::default();
        let Ok(code) = self.org.parse() else { return scope };
        match self.role {
            Role::PracticeManager => drop(scope.practices.insert(code)),
            Role::Icb => drop(scope.sub_icbs.insert(code)),
            Role::Commissioner => drop(scope.icbs.insert(code)),
            Role::Admin => scope = Scope::england(),
        }
        scope
    }
}

/// Fills an empty database with the demonstration data, in one transaction. A database that holds it already stays as it is.
///
/// # Errors
/// [`Error::Conflict`] where the database holds other practices; a fault of the database.
pub async fn load(services: &Services) -> Result<()> {
    let tx = services.store.begin().await?;
    if store::accounts::by_email(&tx, PERSONAS[0].email).await?.is_some() {
        return Ok(());
    }
    if write::has_practices(&tx).await? {
        return Err(Error::Conflict("This database holds practices already: demonstration data goes into an empty one.".to_owned()));
    }
    let world = plan::world(services.programme, Checklist::bundled(), &services.settings.public_url);
    write::world(&tx, world).await?;
    Ok(tx.commit().await?)
}
