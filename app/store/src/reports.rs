//! Reads what reports and lists are made from, whole or of a few practices: everything else about them is arithmetic in `domain`.

mod areas;
mod codes;
mod events;
mod facts;
mod known;
mod next;
mod whose;

use domain::accounts::Scope;
use domain::reports::{Register, Renewed};

use crate::{Result, Store, Tx};
use areas::Areas;
use codes::Codes;
use events::Written;
use whose::Whose;

/// The register of the practices in `scope`, as the database holds it at one moment, and the number of the newest event of the audit trail
/// at that moment.
///
/// # Errors
/// When the database cannot be read or holds a word or code that this version does not know.
pub async fn register(store: &Store, programme: &str, scope: &Scope) -> Result<(Register, i64)> {
    let tx: Tx = store.begin_read().await?;
    let mut register = Register::default();
    let places = areas::load(&tx, &mut register).await?;
    register.practices = areas::practices(&tx, scope, &places).await?;
    let practices = Codes::new(register.practices.iter().map(|practice| practice.code.to_string()));
    let slots = known::load(&tx, programme, &mut register).await?;
    let facts = facts::load(&tx, programme, &Whose { practices, sub_icbs: &places.sub_icbs, slots: &slots, few: None }).await?;
    register.renew(facts.unwrap_or_default());
    let newest = events::newest(&tx).await?;
    tx.rollback().await?;
    Ok((register, newest))
}

/// What has become of a register since it was read.
#[derive(Debug)]
pub enum Since {
    /// Only of these practices was anything written; of none where they are empty. The number is that of the newest event.
    Renewed(Box<Renewed>, i64),
    /// All has to be read again.
    Much,
}

/// What was written after the event of this number to what `register` was read from, at one moment.
///
/// # Errors
/// As [`register`].
pub async fn since(store: &Store, programme: &str, register: &Register, event: i64) -> Result<Since> {
    let tx: Tx = store.begin_read().await?;
    let found = match events::since(&tx, event).await? {
        Written::Much => Since::Much,
        Written::Of(of, newest) if of.is_empty() => Since::Renewed(Box::default(), newest),
        Written::Of(of, newest) => {
            let few: Vec<_> = of.into_iter().collect();
            anew(&tx, programme, register, &few).await?.map_or(Since::Much, |renewed| Since::Renewed(Box::new(renewed), newest))
        }
    };
    tx.rollback().await?;
    Ok(found)
}

/// These practices anew; none where one of them has no place in the register as it is: it is new, has another name, lies elsewhere, or has to
/// do with a new EMIS date.
async fn anew(tx: &Tx, programme: &str, register: &Register, few: &[String]) -> Result<Option<Renewed>> {
    let places = Areas::of(register);
    let mut practices = Vec::with_capacity(few.len());
    for practice in areas::few(tx, few, &places).await? {
        let known = register.practices.iter().position(|known| known.code == practice.code);
        let stays = |at: &usize| {
            let known = &register.practices[*at];
            known.name == practice.name && known.sub_icb == practice.sub_icb && known.pcn == practice.pcn
        };
        let Some(at) = known.filter(stays) else { return Ok(None) };
        practices.push((at, practice));
    }
    if practices.len() < few.len() {
        return Ok(None);
    }
    let codes = Codes::some(practices.iter().map(|(at, practice)| (practice.code.to_string(), *at)));
    let slots = known::of(register);
    let whose = Whose { practices: codes, sub_icbs: &places.sub_icbs, slots: &slots, few: Some(few) };
    Ok(facts::load(tx, programme, &whose).await?.map(|facts| Renewed { practices, ..facts }))
}
