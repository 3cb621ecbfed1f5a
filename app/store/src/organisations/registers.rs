//! What registers say, and what comes of it: rows of registers, of what they say of practices, and of the spells of these.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::organisations::import::{Ahead, Dated, Organisations, Registers, Said, WholeRegister};
use domain::organisations::{OdsCode, Spell, Spells, Standing};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use super::put::{ROWS, code, differing, parent, put};
use crate::entity::{practice_ahead, practice_spell, register_day, register_statement};
use crate::{Result, StoreError};

/// Words of a statement.
const OPEN: &str = "open";
const NOT_OPEN: &str = "not-open";
const UNCLEAR: &str = "unclear";

/// All registers.
pub(super) async fn registers(db: &impl ConnectionTrait) -> Result<Registers> {
    let mut registers = Registers::default();
    for row in register_day::Entity::find().all(db).await? {
        let last = row.last_code.map(|last| code(&last, "register_day.last_code")).transpose()?;
        let rows = row.rows.and_then(|rows| usize::try_from(rows).ok());
        registers.whole.insert(row.dated, WholeRegister { rows, last });
    }
    for row in register_statement::Entity::find().all(db).await? {
        let said = match row.says.as_str() {
            OPEN => Said::Clearly(Standing::Open(row.day)),
            NOT_OPEN => Said::Clearly(Standing::NotOpen(row.day)),
            UNCLEAR => Said::Unclear,
            other => return Err(StoreError::unreadable("register_statement.says", other)),
        };
        registers.said.entry(code(&row.ods_code, "register_statement.ods_code")?).or_default().insert(row.dated, said);
    }
    Ok(registers)
}

/// The spells of practices, by their codes: of all, or of few. Practices without any are not in it.
pub(crate) async fn spells(db: &impl ConnectionTrait, few: Option<&[String]>) -> Result<BTreeMap<String, Spells>> {
    use practice_spell::Column;
    let find = practice_spell::Entity::find().order_by_asc(Column::OdsCode).order_by_asc(Column::Number);
    let find = match few {
        Some(few) => find.filter(Column::OdsCode.is_in(few)),
        None => find,
    };
    let mut of: BTreeMap<String, Vec<Spell>> = BTreeMap::new();
    for row in find.all(db).await? {
        of.entry(row.ods_code).or_default().push(Spell { from: row.opened_on, until: row.closed_on });
    }
    Ok(of.into_iter().map(|(code, spells)| (code, Spells::of(spells))).collect())
}

/// What waits for a register.
pub(super) async fn ahead(db: &impl ConnectionTrait) -> Result<BTreeMap<OdsCode, Ahead>> {
    let mut ahead = BTreeMap::new();
    for row in practice_ahead::Entity::find().all(db).await? {
        let pcn = row.pcn_code.map(|pcn| code(&pcn, "practice_ahead.pcn_code")).transpose()?;
        let supplier = row.supplier.map(|word| crate::practices::supplier(&word)).transpose()?;
        let list_size = row.list_size.and_then(|patients| u32::try_from(patients).ok());
        let facts = Ahead {
            sub_icb: parent(row.sub_icb_code, row.parent_dated)?,
            pcn: (pcn.is_some() || row.pcn_dated.is_some()).then(|| Dated::new(pcn, row.pcn_dated)),
            supplier: supplier.map(|supplier| Dated::new(supplier, row.supplier_dated)),
            list_size: list_size.map(|patients| Dated::new(patients, row.list_size_dated)),
        };
        ahead.insert(code(&row.ods_code, "practice_ahead.ods_code")?, facts);
    }
    Ok(ahead)
}

/// Writes what differs.
pub(super) async fn apply(db: &impl ConnectionTrait, before: &Organisations, after: &Organisations) -> Result<()> {
    let days: Result<Vec<_>> =
        differing(&before.registers.whole, &after.registers.whole).map(|(dated, whole)| whole_row(*dated, whole)).collect();
    put(db, days?).await?;
    statements(db, &before.registers.said, &after.registers.said).await?;
    let changed = || after.practices.iter().filter(|(code, new)| before.practices.get(*code).map(|old| &old.spells) != Some(&new.spells));
    let known: Vec<&str> = changed().filter(|(code, _)| before.practices.contains_key(*code)).map(|(code, _)| code.as_str()).collect();
    for some in known.chunks(ROWS) {
        let old = practice_spell::Column::OdsCode.is_in(some.iter().copied());
        practice_spell::Entity::delete_many().filter(old).exec(db).await?;
    }
    let row = |code: &OdsCode, (number, spell): (i32, Spell)| practice_spell::ActiveModel {
        ods_code: Set(code.to_string()),
        number: Set(number),
        opened_on: Set(spell.from),
        closed_on: Set(spell.until),
    };
    put(db, changed().flat_map(|(code, new)| (0..).zip(new.spells.iter()).map(move |spell| row(code, spell))).collect()).await?;
    apply_ahead(db, before, after).await
}

fn whole_row(dated: NaiveDate, whole: &WholeRegister) -> Result<register_day::ActiveModel> {
    let rows = whole.rows.map(i32::try_from).transpose().map_err(|_| StoreError::unreadable("register_day.rows", dated.to_string()))?;
    Ok(register_day::ActiveModel { dated: Set(dated), rows: Set(rows), last_code: Set(whole.last.as_ref().map(ToString::to_string)) })
}

type Statements = BTreeMap<OdsCode, BTreeMap<NaiveDate, Said>>;

async fn statements(db: &impl ConnectionTrait, before: &Statements, after: &Statements) -> Result<()> {
    let none = BTreeMap::new();
    let mut gone: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
    for (code, said) in before {
        let left = after.get(code).unwrap_or(&none);
        for dated in said.keys().filter(|dated| !left.contains_key(dated)) {
            gone.entry(*dated).or_default().push(code.as_str());
        }
    }
    for (dated, codes) in gone {
        use register_statement::Column;
        for some in codes.chunks(ROWS) {
            let these = register_statement::Entity::delete_many().filter(Column::Dated.eq(dated));
            these.filter(Column::OdsCode.is_in(some.iter().copied())).exec(db).await?;
        }
    }
    let row = |code: &OdsCode, dated: NaiveDate, said: Said| {
        let (says, day) = match said {
            Said::Clearly(standing) => (if standing.is_open() { OPEN } else { NOT_OPEN }, standing.day()),
            Said::Unclear => (UNCLEAR, None),
        };
        register_statement::ActiveModel { ods_code: Set(code.to_string()), dated: Set(dated), says: Set(says.to_owned()), day: Set(day) }
    };
    let new = after
        .iter()
        .flat_map(|(code, said)| differing(before.get(code).unwrap_or(&none), said).map(move |(dated, said)| row(code, *dated, *said)));
    put(db, new.collect()).await
}

async fn apply_ahead(db: &impl ConnectionTrait, before: &Organisations, after: &Organisations) -> Result<()> {
    let gone: Vec<&str> = before.ahead.keys().filter(|code| !after.ahead.contains_key(*code)).map(OdsCode::as_str).collect();
    for some in gone.chunks(ROWS) {
        let these = practice_ahead::Column::OdsCode.is_in(some.iter().copied());
        practice_ahead::Entity::delete_many().filter(these).exec(db).await?;
    }
    let rows: Result<Vec<_>> = differing(&before.ahead, &after.ahead).map(|(code, facts)| ahead_row(code, facts)).collect();
    put(db, rows?).await
}

fn ahead_row(code: &OdsCode, facts: &Ahead) -> Result<practice_ahead::ActiveModel> {
    let patients = facts.list_size.map(|fact| i32::try_from(fact.value)).transpose();
    Ok(practice_ahead::ActiveModel {
        ods_code: Set(code.to_string()),
        sub_icb_code: Set(facts.sub_icb.as_ref().map(|fact| fact.value.to_string())),
        parent_dated: Set(facts.sub_icb.as_ref().and_then(|fact| fact.dated)),
        pcn_code: Set(facts.pcn.as_ref().and_then(|fact| fact.value.as_ref()).map(ToString::to_string)),
        pcn_dated: Set(facts.pcn.as_ref().and_then(|fact| fact.dated)),
        supplier: Set(facts.supplier.map(|fact| fact.value.key().to_owned())),
        supplier_dated: Set(facts.supplier.and_then(|fact| fact.dated)),
        list_size: Set(patients.map_err(|_| StoreError::unreadable("practice_ahead.list_size", code.as_str()))?),
        list_size_dated: Set(facts.list_size.and_then(|fact| fact.dated)),
    })
}
