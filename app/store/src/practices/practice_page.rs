//! One practice with everything that its page shows, in one query.

use chrono::{DateTime, NaiveDate, Utc};
use domain::accounts::PracticeHierarchy;
use domain::checklist::Signed;
use domain::organisations::{OdsCode, Supplier};
use domain::self_switch::SelfSwitch;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::{Result, StoreError};

/// A practice with what stands around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Where it stands in the hierarchy.
    pub hierarchy: PracticeHierarchy,
    pub name: String,
    pub postcode: String,
    /// The supplier of its clinical system.
    pub supplier: Supplier,
    /// Registered patients, and the day of the file that says so.
    pub list_size: Option<(i32, Option<NaiveDate>)>,
    /// Whether it is open.
    pub is_open: bool,
    /// The day it closed.
    pub closed_on: Option<NaiveDate>,
    /// The practice that took over.
    pub successor: Option<String>,
    /// The name of its sub-ICB location.
    pub sub_icb_name: Option<String>,
    pub icb_name: Option<String>,
    /// Code and name of its PCN; the name may not be known.
    pub pcn: Option<(String, Option<String>)>,
    /// The day since when its present stage holds, if anything was recorded.
    pub stage_since: Option<NaiveDate>,
    /// The date of its active EMIS booking.
    pub booked_on: Option<NaiveDate>,
    /// The TPP facts.
    pub self_switch: SelfSwitch,
    /// The day it confirmed.
    pub confirmed_on: Option<NaiveDate>,
    /// Whether the ICB agreed to that; only with another supplier.
    pub confirmation_agreed: bool,
    /// The day on which it plans to be switched on, and since when there is a plan.
    pub planned: Option<(NaiveDate, NaiveDate)>,
    /// Whether the ICB confirmed the supplier.
    pub supplier_confirmed: bool,
    /// The day of the file that named the supplier, or of that confirmation.
    pub supplier_dated: Option<NaiveDate>,
    /// The category of the exception that holds today, and its last day.
    pub exception: Option<(String, NaiveDate)>,
    /// Who declared its checklist complete, where that holds.
    pub signed: Option<Signed>,
    /// The id of the uploaded version of the checklist that is in force, if one is.
    pub checklist: Option<String>,
    /// Whether an exception of it has ended by itself.
    pub has_lapsed: bool,
    /// Whether there is anything to say of how it stands with the EMIS dates, beside the one it has.
    pub has_standing: bool,
    /// How many people its list of smartcards has, and how many of them still need something.
    pub smartcards: (u64, u64),
}

// Written out, not built: this is the most asked query of all, and building it anew each time costs more than running it.
const SQL: &str = "\
SELECT p.name, p.postcode, p.supplier, p.list_size, p.list_size_dated, p.is_open, p.closed_on, p.successor_code, \
  p.sub_icb_code, s.name AS sub_icb_name, s.icb_code, i.name AS icb_name, i.region_code, p.pcn_code, n.name AS pcn_name, \
  j.stage_since, d.date AS booked_on, w.default_on, w.existing_updated, c.confirmed_on, c.agreed_on, \
  l.planned_on, l.since AS planned_since, p.supplier_confirmed, p.supplier_dated, \
  x.category AS exception, x.review_on AS exception_until, \
  o.name AS signed_name, o.deputy AS signed_deputy, o.signed_at, o.version AS signed_version, \
  (SELECT v.id FROM checklist_version v WHERE v.programme = $2 AND v.state = 'live' ORDER BY v.version DESC LIMIT 1) AS checklist, \
  EXISTS (SELECT 1 FROM practice_exception e WHERE e.programme = $2 AND e.practice_code = p.ods_code AND e.ended_on IS NULL \
    AND e.review_on < $3) AS lapsed, \
  EXISTS (SELECT 1 FROM booking t WHERE t.programme = $2 AND t.practice_code = p.ods_code AND t.state = 'did_not_work') \
  OR EXISTS (SELECT 1 FROM slot_waiting t WHERE t.programme = $2 AND t.practice_code = p.ods_code AND t.state IN ('waiting', 'offered')) \
    AS stands, \
  (SELECT COUNT(*) FROM smartcard_holder h WHERE h.practice_code = p.ods_code) AS holders, \
  (SELECT COUNT(*) FROM smartcard_holder h WHERE h.practice_code = p.ods_code AND h.missing <> '') AS unready \
FROM practice p \
LEFT JOIN sub_icb s ON s.code = p.sub_icb_code \
LEFT JOIN icb i ON i.code = s.icb_code \
LEFT JOIN pcn n ON n.code = p.pcn_code \
LEFT JOIN journey j ON j.programme = $2 AND j.practice_code = p.ods_code \
LEFT JOIN booking b ON b.programme = $2 AND b.practice_code = p.ods_code AND b.state = 'active' \
LEFT JOIN slot d ON d.id = b.slot_id \
LEFT JOIN self_switch w ON w.programme = $2 AND w.practice_code = p.ods_code \
LEFT JOIN confirmation c ON c.programme = $2 AND c.practice_code = p.ods_code \
LEFT JOIN checklist_sign_off o ON o.programme = $2 AND o.practice_code = p.ods_code AND o.ended_at IS NULL \
LEFT JOIN switch_plan l ON l.programme = $2 AND l.practice_code = p.ods_code AND l.ended_at IS NULL \
LEFT JOIN practice_exception x ON x.id = (SELECT e.id FROM practice_exception e WHERE e.programme = $2 AND e.practice_code = p.ods_code \
  AND e.agreed_on <= $3 AND e.review_on >= $3 AND (e.ended_on IS NULL OR e.ended_on > $3) ORDER BY e.agreed_on DESC LIMIT 1) \
WHERE p.ods_code = $1";

#[derive(FromQueryResult)]
struct Row {
    name: String,
    postcode: String,
    supplier: String,
    list_size: Option<i32>,
    list_size_dated: Option<NaiveDate>,
    is_open: bool,
    closed_on: Option<NaiveDate>,
    successor_code: Option<String>,
    sub_icb_code: Option<String>,
    sub_icb_name: Option<String>,
    icb_code: Option<String>,
    icb_name: Option<String>,
    region_code: Option<String>,
    pcn_code: Option<String>,
    pcn_name: Option<String>,
    stage_since: Option<NaiveDate>,
    booked_on: Option<NaiveDate>,
    default_on: Option<NaiveDate>,
    existing_updated: Option<NaiveDate>,
    confirmed_on: Option<NaiveDate>,
    agreed_on: Option<NaiveDate>,
    planned_on: Option<NaiveDate>,
    planned_since: Option<NaiveDate>,
    supplier_confirmed: bool,
    supplier_dated: Option<NaiveDate>,
    exception: Option<String>,
    exception_until: Option<NaiveDate>,
    lapsed: bool,
    stands: bool,
    holders: i64,
    unready: i64,
    signed_name: Option<String>,
    signed_deputy: Option<String>,
    signed_at: Option<DateTime<Utc>>,
    signed_version: Option<i32>,
    checklist: Option<String>,
}

impl Row {
    fn signed(&self) -> Option<Signed> {
        let (name, deputy) = (self.signed_name.clone()?, self.signed_deputy.clone().unwrap_or_default());
        Some(Signed { name, deputy, at: self.signed_at?, version: self.signed_version? })
    }
}

/// The practice with this code, as on `today`. It takes no scope: its place is what the policy holds against the scope.
///
/// # Errors
/// When the database cannot be read or holds a code or supplier this version does not know.
pub async fn find(db: &impl ConnectionTrait, programme: &str, code: &OdsCode, today: NaiveDate) -> Result<Option<Practice>> {
    let values = [code.as_str().into(), programme.into(), today.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), SQL, values);
    let Some(row) = Row::find_by_statement(statement).one(db).await? else { return Ok(None) };
    let place = PracticeHierarchy {
        practice: code.clone(),
        sub_icb: parent(row.sub_icb_code.clone(), "practice.sub_icb_code")?,
        icb: parent(row.icb_code.clone(), "sub_icb.icb_code")?,
        region: parent(row.region_code.clone(), "icb.region_code")?,
    };
    Ok(Some(Practice {
        signed: row.signed(),
        checklist: row.checklist,
        hierarchy: place,
        name: row.name,
        postcode: row.postcode,
        supplier: super::supplier(&row.supplier)?,
        list_size: row.list_size.map(|size| (size, row.list_size_dated)),
        is_open: row.is_open,
        closed_on: row.closed_on,
        successor: row.successor_code,
        sub_icb_name: row.sub_icb_name,
        icb_name: row.icb_name,
        pcn: row.pcn_code.map(|code| (code, row.pcn_name)),
        stage_since: row.stage_since,
        booked_on: row.booked_on,
        self_switch: SelfSwitch { default_on: row.default_on, existing_updated: row.existing_updated },
        confirmed_on: row.confirmed_on,
        confirmation_agreed: row.agreed_on.is_some(),
        planned: row.planned_on.zip(row.planned_since),
        supplier_confirmed: row.supplier_confirmed,
        supplier_dated: row.supplier_dated,
        exception: row.exception.zip(row.exception_until),
        has_lapsed: row.lapsed,
        has_standing: row.stands,
        smartcards: (row.holders.unsigned_abs(), row.unready.unsigned_abs()),
    }))
}

fn parent(code: Option<String>, column: &'static str) -> Result<Option<OdsCode>> {
    code.map(|code| code.parse().map_err(|_| StoreError::unreadable(column, code))).transpose()
}
