//! Two ICBs, each in a region of its own; five sub-ICB locations, thirty PCNs, 150 practices and two that closed.

use chrono::NaiveDate;
use domain::organisations::Supplier;
use store::entity::{icb, pcn, practice, practice_change, region, sub_icb};

use super::calendar::day;
use super::names::{self, Places};
use super::random::Random;

/// The organisations, as rows.
pub(super) struct Organisations {
    pub regions: Vec<region::Model>,
    pub icbs: Vec<icb::Model>,
    pub sub_icbs: Vec<sub_icb::Model>,
    pub pcns: Vec<pcn::Model>,
    pub practices: Vec<practice::Model>,
    pub changes: Vec<practice_change::Model>,
}

/// Code, ICB, and how many of the thirty practices use EMIS.
const SUB_ICBS: [(&str, &str, usize); 5] =
    [("XS11", "XC1", 24), ("XS12", "XC1", 21), ("XS13", "XC1", 18), ("XS21", "XC2", 9), ("XS22", "XC2", 10)];
const REGIONS: [(&str, &str); 2] = [("XR1", "Northmarsh and the Wolds"), ("XR2", "Southvale")];
const ICBS: [(&str, &str, &str); 2] = [("XC1", "Northmarsh and Elverdale ICB", "XR1"), ("XC2", "Southvale and Quillshire ICB", "XR2")];
/// One practice of each location uses something other than EMIS or TPP.
const OTHERS: [Supplier; 5] = [Supplier::Vision, Supplier::Vision, Supplier::Other, Supplier::Vision, Supplier::Unknown];
const PRACTICES_EACH: usize = 30;
const PCNS_EACH: usize = 6;

/// The day of the files that these facts would have come from.
fn dated() -> Option<NaiveDate> {
    Some(day(2, 24))
}

pub(super) fn generate(random: &Random) -> Organisations {
    let mut places = Places::new(random);
    let mut made = Organisations {
        regions: REGIONS
            .map(|(code, name)| region::Model { code: code.into(), name: name.into(), dated: dated(), parent_dated: None })
            .into(),
        icbs: ICBS
            .map(|(code, name, region)| icb::Model {
                code: code.into(),
                name: name.into(),
                dated: dated(),
                parent_dated: dated(),
                region_code: Some(region.into()),
            })
            .into(),
        sub_icbs: Vec::new(),
        pcns: Vec::new(),
        practices: Vec::new(),
        changes: Vec::new(),
    };
    for (position, (code, icb, _)) in SUB_ICBS.into_iter().enumerate() {
        let icb_name = ICBS.iter().find(|row| row.0 == icb).map_or("", |row| row.1);
        made.sub_icbs.push(sub_icb::Model {
            code: code.into(),
            name: format!("{icb_name} - {code}"),
            dated: dated(),
            parent_dated: dated(),
            icb_code: Some(icb.into()),
        });
        for number in 1..=PCNS_EACH {
            made.pcns.push(pcn::Model {
                code: format!("XP{:03}", position * PCNS_EACH + number),
                name: format!("{} PCN", places.next()),
                dated: dated(),
                parent_dated: dated(),
                period_dated: dated(),
                sub_icb_code: Some(code.into()),
                opened_on: NaiveDate::from_ymd_opt(2019, 7, 1),
                closed_on: None,
            });
        }
    }
    for position in 0..SUB_ICBS.len() {
        practices_of(random, &mut places, position, &mut made);
    }
    particular_cases(random, &mut places, &mut made);
    made
}

fn practices_of(random: &Random, places: &mut Places, position: usize, made: &mut Organisations) {
    let (sub_icb, _, emis) = SUB_ICBS[position];
    let mut suppliers = vec![Supplier::Emis; emis];
    suppliers.push(OTHERS[position]);
    suppliers.resize(PRACTICES_EACH, Supplier::Tpp);
    // The first two practices are the personas': one EMIS, one TPP.
    let fixed = if position == 0 { 2 } else { 0 };
    if position == 0 {
        suppliers.swap(1, PRACTICES_EACH - 1);
    }
    random.shuffle(&mut suppliers[fixed..]);
    for (number, supplier) in suppliers.into_iter().enumerate() {
        let pcn = position * PCNS_EACH + number % PCNS_EACH + 1;
        let code = 10_001 + position * PRACTICES_EACH + number;
        let place = places.next();
        let row = practice(random, &place, code, sub_icb);
        made.practices.push(practice::Model { pcn_code: Some(format!("XP{pcn:03}")), supplier: supplier.key().into(), ..row });
    }
}

fn practice(random: &Random, place: &str, number: usize, sub_icb: &str) -> practice::Model {
    // Three dice together: most lists are of some 8,000 patients, few are very small or very large.
    let list_size = random.between(500, 4_800) + random.between(600, 4_800) + random.between(700, 7_000);
    practice::Model {
        ods_code: format!("X{number}"),
        name: names::practice(random, place),
        // No postcode begins with ZX.
        postcode: format!("ZX{} {}AA", number % 90 + 1, number % 9 + 1),
        sub_icb_code: Some(sub_icb.into()),
        pcn_code: None,
        supplier: Supplier::Unknown.key().into(),
        list_size: i32::try_from(list_size).ok(),
        is_open: true,
        opened_on: NaiveDate::from_ymd_opt(i32::try_from(random.between(1974, 2015)).unwrap_or(1974), 4, 1),
        closed_on: None,
        successor_code: None,
        existence_dated: dated(),
        name_dated: dated(),
        parent_dated: dated(),
        pcn_dated: dated(),
        supplier_dated: dated(),
        list_size_dated: dated(),
        supplier_confirmed: false,
    }
}

/// What a report must get right: closed into another, opened this year, moved, in no PCN, in a PCN of another location, no list size.
fn particular_cases(random: &Random, places: &mut Places, made: &mut Organisations) {
    for (number, successor) in [(10_151, "X10040"), (10_152, "X10100")] {
        let place = places.next();
        let row = practice(random, &place, number, if number == 10_151 { "XS12" } else { "XS21" });
        made.practices.push(practice::Model {
            is_open: false,
            closed_on: Some(day(6, 30)),
            // The last day on which it was shown open.
            existence_dated: Some(day(6, 1)),
            successor_code: Some(successor.into()),
            supplier: Supplier::Tpp.key().into(),
            ..row
        });
    }
    made.practices[69].opened_on = Some(day(5, 2));
    made.practices[58].pcn_code = None;
    made.practices[117].pcn_code = None;
    made.practices[35].pcn_code = Some("XP001".into());
    made.practices[88].list_size = None;
    made.practices[142].list_size = None;
    let moved = &mut made.practices[64];
    moved.parent_dated = Some(day(7, 3));
    made.changes.push(practice_change::Model {
        id: 1,
        practice_code: moved.ods_code.clone(),
        what: "moved".into(),
        before: Some("XS12".into()),
        after: moved.sub_icb_code.clone(),
        dated: day(7, 3),
        import_id: random.id(),
        recorded_at: super::start() - chrono::TimeDelta::days(70),
    });
}
