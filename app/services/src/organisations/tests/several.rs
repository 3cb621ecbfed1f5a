//! Several files one after the other, and several in one.

use domain::reports::Question;

use super::*;

const PCNS: &[u8] = include_bytes!("../../../../domain/tests/samples/epcn-details.csv");
const PARTNERS: &[u8] = include_bytes!("../../../../domain/tests/samples/epcn-core-partners.csv");

/// A workbook with a sheet for each CSV file.
fn workbook(sheets: &[(&str, &[u8])]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, bytes) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(*bytes);
        for (row, record) in (0..).zip(reader.records()) {
            for (column, cell) in (0..).zip(&record.unwrap()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

on_both_databases! {
    async fn a_first_register_of_few_practices_and_one_far_shorter_than_another_are_refused_unless_accepted(store: TestStore) {
        let services = services(&store);
        let refused = import(&services, &admin(), vec![file(DECEMBER_2022)], Accept { closures: true, part: false }).await.unwrap_err();
        let sentence = "A register has 9 rows, and one of all England has 15,000, so it may be a part of a register. If that is right, accept \
                        the part.";
        assert!(matches!(&refused, Error::Conflict(text) if text == sentence), "{refused}");
        assert_eq!(rows(&services).await, [0; 4]);
        imported(&services, &[DECEMBER_2022]).await;
        let text = String::from_utf8(DECEMBER_2023.to_vec()).unwrap();
        let short: String = text.split_inclusive('\n').take(3).collect();
        let outcome = preview(&services, &admin(), vec![file(short.as_bytes())]).await.unwrap();
        let doubts: Vec<_> = outcome.doubts().iter().map(ToString::to_string).collect();
        assert!(doubts.last().unwrap().starts_with("A register has 3 rows, and that of 5 December 2022 has 9"), "{doubts:?}");
        let refused = import(&services, &admin(), vec![file(short.as_bytes())], Accept { closures: true, part: false }).await.unwrap_err();
        assert!(matches!(&refused, Error::Conflict(text) if text.contains("accept the part")), "{refused}");
        assert!(import(&services, &admin(), vec![file(short.as_bytes())], Accept::ALL).await.unwrap().import_id.is_some());
    }

    async fn a_workbook_is_read_sheet_by_sheet(store: TestStore) {
        let services = services(&store);
        let bytes = workbook(&[("Read me", b"These are the PCNs\n"), ("PCNDetails", PCNS), ("PCN Core Partner Details", PARTNERS)]);
        let read = read_bytes("ePCN.xlsx", &bytes, &ReadOptions { today: day("2024-06-01"), dated: None }).unwrap();
        let outcome = import(&services, &admin(), vec![read, file(DECEMBER_2022)], Accept::ALL).await.unwrap();
        let csv = import(&services, &admin(), vec![file(PCNS), file(PARTNERS)], Accept::default()).await.unwrap();
        assert!(csv.plan.is_empty, "the same as from CSV: {:?}", csv.plan);
        let names: Vec<_> = outcome.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["sample.csv", "ePCN.xlsx, sheet PCNDetails", "ePCN.xlsx, sheet PCN Core Partner Details"]);
        assert_eq!(outcome.files[1].report.notes, ["The sheet \"Read me\" is passed over: it is no organisation file."]);
        let none = read_bytes("notes.xlsx", &workbook(&[("Read me", b"a,b\n1,2\n")]), &ReadOptions { today: day("2024-06-01"), dated: None });
        let refused = none.unwrap_err().to_string();
        assert!(refused.starts_with("notes.xlsx, sheet Read me: The columns are not those"), "{refused}");
    }

    async fn a_map_before_its_register_is_the_same_as_after_it(store: TestStore) {
        let services = services(&store);
        imported(&services, &[MAP]).await;
        assert!(imported(&services, &[MAP]).await.plan.is_empty);
        let plan = imported(&services, &[DECEMBER_2022]).await.plan;
        assert_eq!((plan.count(What::Opened), plan.learned.supplier), (4, 3));
        assert!(imported(&services, &[MAP, DECEMBER_2022]).await.plan.is_empty);
    }

    async fn a_later_register_leaves_reports_of_earlier_days_as_they_are(store: TestStore) {
        let services = services(&store);
        let row = |code: &str, status: &str, closed: &str| format!("{code},NAME,{status},4,{closed}\n");
        let rows = |open: [(&str, &str); 3]| ["X10001", "X10002", "X10003"].iter().zip(open).map(|(code, (status, closed))| row(code, status, closed)).collect::<String>();
        let registers = [
            ("2022-11-14", [("A", ""), ("D", ""), ("A", "")], 2),
            ("2023-05-12", [("D", ""), ("D", ""), ("A", "")], 1),
            ("2023-09-01", [("C", "20230831"), ("A", ""), ("C", "20230630")], 1),
        ];
        let header = "Organisation Code,Name,Status Code,Prescribing Setting,Close Date\n";
        for order in [[0, 1, 2], [2, 0, 1]] {
            for (dated, says, _) in order.map(|number| registers[number]) {
                let options = ReadOptions { today: day("2024-06-01"), dated: Some(day(dated)) };
                let read = read_bytes("register.csv", format!("{header}{}", rows(says)).as_bytes(), &options).unwrap();
                import(&services, &admin(), vec![read], Accept::ALL).await.unwrap();
            }
            for (dated, _, open) in registers {
                let report = crate::reports::deadline(&services, &admin(), &Question { by: None, within: None, as_at: day(dated) }).await.unwrap();
                assert_eq!(report.total.practices, open, "{dated} after {order:?}");
            }
        }
    }
}
