//! Two regions, an ICB in each, two sub-groups of the first ICB, and four practices.

use domain::organisations::Supplier;
use sea_orm::{ActiveValue::Set, EntityTrait};
use store::entity::{icb, practice, region, sub_icb};
use store::testing::{TestStore, practice_row};

pub(super) async fn organisations(database: &TestStore) {
    let db = database.writer();
    for (code, name) in [("X01", "First region"), ("X02", "Second region")] {
        let row = region::ActiveModel { code: Set(code.into()), name: Set(name.into()), dated: Set(None), parent_dated: Set(None) };
        region::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    for (code, name, region) in [("XA1", "First ICB", "X01"), ("XB1", "Second ICB", "X02")] {
        let row = icb::ActiveModel {
            code: Set(code.into()),
            name: Set(name.into()),
            dated: Set(None),
            parent_dated: Set(None),
            region_code: Set(Some(region.into())),
        };
        icb::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    for (code, name) in [("X1A", "First sub-group"), ("X1B", "Second sub-group")] {
        let row = sub_icb::ActiveModel {
            code: Set(code.into()),
            name: Set(name.into()),
            dated: Set(None),
            parent_dated: Set(None),
            icb_code: Set(Some("XA1".into())),
        };
        sub_icb::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    for (code, name, sub_icb, supplier) in [
        ("X10001", "Alder Surgery", "X1A", Supplier::Emis),
        ("X10002", "Birch Surgery", "X1A", Supplier::Tpp),
        ("X10003", "Cedar Surgery", "X1B", Supplier::Emis),
        ("X10004", "Dogwood Surgery", "X1A", Supplier::Vision),
    ] {
        let row = practice::ActiveModel { sub_icb_code: Set(Some(sub_icb.into())), ..practice_row(code, name, supplier) };
        practice::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
}
