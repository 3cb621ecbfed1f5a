//! The published files, where they are: the folder that `TEST_DATA_FOLDER` names, else `../shared/data` beside the workspace. They are
//! not part of the project. The figures were counted from the files by another program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use store::entity::{icb, region, sub_icb};

use domain::reports::Question;

use super::*;

/// The folder, or nothing after saying so.
fn folder() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("TEST_DATA_FOLDER").map_or_else(beside, PathBuf::from);
    if folder.join("epraccur-2023-02.csv").is_file() {
        return Some(folder);
    }
    println!("skipped: no published files in {}; set TEST_DATA_FOLDER to their folder", folder.display());
    None
}

async fn import_from(services: &Services, folder: &Path, names: &[&str]) -> Outcome {
    let options = ReadOptions { today: services.clock.today(), dated: None };
    let files = names.iter().map(|name| read_path(&folder.join(name), &options).unwrap()).collect();
    import(services, &admin(), files, Accept::default()).await.unwrap()
}

/// Open practices by region, as the database has them.
async fn by_region(services: &Services) -> BTreeMap<String, i64> {
    let db = services.store.read();
    let icbs: BTreeMap<_, _> = icb::Entity::find().all(db).await.unwrap().into_iter().map(|row| (row.code, row.region_code)).collect();
    let regions: BTreeMap<_, _> =
        sub_icb::Entity::find().all(db).await.unwrap().into_iter().map(|row| (row.code, icbs[&row.icb_code.unwrap()].clone())).collect();
    let mut counts = BTreeMap::new();
    let open: Vec<Option<String>> = practice::Entity::find()
        .filter(practice::Column::IsOpen.eq(true))
        .select_only()
        .column(practice::Column::SubIcbCode)
        .into_tuple()
        .all(db)
        .await
        .unwrap();
    for sub_icb in open {
        *counts.entry(regions[&sub_icb.unwrap()].clone().unwrap()).or_default() += 1;
    }
    counts
}

/// The registers, each with its own day and the practices that it shows open.
const REGISTERS: [(&str, &str, u32); 4] = [
    ("epraccur-2023-02.csv", "2022-11-14", 6455),
    ("epraccur-2024-01.csv", "2023-11-12", 6348),
    ("epraccur-2024-05.csv", "2024-05-01", 6298),
    ("epraccur-2026-02-ods-export.csv", "2026-02-03", 6202),
];

on_both_databases! {
    async fn england_in_february_2023_and_january_2024(store: TestStore) {
        let Some(folder) = folder() else { return };
        let services = services(&store);
        let set = [
            "gp-reg-pat-prac-all-2022-05.csv",
            "subicb-to-icb-lookup-2022-07.csv",
            "epcn-core-partner-details-2023-02.csv",
            "epcn-details-2023-02.csv",
            "epraccur-2023-02.csv",
        ];
        let plan = import_from(&services, &folder, &set).await.plan;
        assert_eq!((plan.after.open_practices, plan.after.sub_icbs, plan.after.icbs, plan.after.regions), (6455, 106, 42, 7));
        let db = store.read();
        assert_eq!(practice::Entity::find().count(db).await.unwrap(), 6455);
        let places = [
            sub_icb::Entity::find().count(db).await.unwrap(),
            icb::Entity::find().count(db).await.unwrap(),
            region::Entity::find().count(db).await.unwrap(),
        ];
        assert_eq!(places, [106, 42, 7]);
        let regions = [("Y56", 1180), ("Y58", 550), ("Y59", 819), ("Y60", 1293), ("Y61", 667), ("Y62", 972), ("Y63", 974)];
        assert_eq!(by_region(&services).await, regions.map(|(code, count)| (code.to_owned(), count)).into());

        let plan = import_from(&services, &folder, &["epraccur-2024-01.csv"]).await.plan;
        let counts = [What::Opened, What::Closed, What::Reopened, What::Renamed, What::Moved, What::Postcode].map(|what| plan.count(what));
        assert_eq!(counts, [3, 110, 0, 156, 1, 70]);
        assert_eq!(by_region(&services).await.values().sum::<i64>(), 6348);
        let history = practice_change::Entity::find().count(db).await.unwrap();
        assert_eq!(history, 3 + 110 + 156 + 1 + 70);

        let again = import_from(&services, &folder, &["epraccur-2023-02.csv", "epraccur-2024-01.csv", set[0], set[2]]).await;
        assert!(again.plan.is_empty && again.import_id.is_none());
    }

    async fn registers_in_any_order_give_each_day_its_own_count(store: TestStore) {
        let Some(folder) = folder() else { return };
        let services = services(&store);
        services.clock.move_to(london_instant(day("2026-11-28"), 9, 5));
        import_from(&services, &folder, &["subicb-to-icb-lookup-2022-07.csv"]).await;
        let mut taken = Vec::new();
        for number in [2, 0, 3, 1] {
            import_from(&services, &folder, &[REGISTERS[number].0]).await;
            taken.push(number);
            for (_, dated, open) in taken.iter().map(|number| REGISTERS[*number]) {
                let question = Question { by: None, within: None, as_at: day(dated) };
                let report = crate::reports::deadline(&services, &admin(), &question).await.unwrap();
                assert_eq!(report.total.practices, open, "{dated} after {taken:?}");
            }
        }
    }

    async fn every_file_of_the_folder_imports(store: TestStore) {
        let Some(folder) = folder() else { return };
        let services = services(&store);
        let mut names: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(&folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            names.extend(Some(name).filter(|name| name.ends_with(".csv")));
        }
        services.clock.move_to(london_instant(day("2026-11-28"), 9, 5));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let outcome = import_from(&services, &folder, &names).await;
        assert_eq!((outcome.plan.after.open_practices, outcome.plan.after.closed_practices), (6202, 264));
        assert!(outcome.files.iter().all(|file| file.report.bad_rows.count == 0));
        let stored = store::organisations::known(store.read()).await.unwrap();
        assert_eq!(stored.counts(), outcome.plan.after, "the database holds what the plan says");
    }
}
