//! Figures of the enhanced-review code, and the model of access.

use domain::checklist::{Model, Owed};
use domain::field::DateInput;
use domain::organisations::Supplier;
use sea_orm::ConnectionTrait;
use services::Error;
use services::checklist::{
    Figure, ModelSet, Named, TypedModel, add_figure, correct_figure, figure_seen, numbers, remove_figure, set_model,
};
use services::practices::What;
use store::on_both_databases;

use crate::fixtures::*;

/// A figure as its form names it.
fn named<'a>(figure: &'a Figure, seen: &'a str, reason: &'a str) -> Named<'a> {
    Named { id: &figure.id, seen, reason }
}

fn on(text: &str) -> DateInput {
    DateInput::of(day(text))
}

on_both_databases! {
    async fn the_figure_of_the_newest_day_counts_and_says_what_is_owed(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let sam = manager(&practice);
        add_figure(&services, &sam, &practice, "4,001", &on("2023-09-01")).await.unwrap();
        add_figure(&services, &sam, &practice, "10", &on("2023-08-01")).await.unwrap();
        let seen = numbers(&services, &icb_staff(), &practice).await.unwrap();
        assert_eq!(seen.owed, Owed::PlanAndFigures { next: day("2023-10-01"), overdue: false });
        assert_eq!(seen.figures.iter().map(|figure| figure.counted.patients).collect::<Vec<_>>(), [4001, 10]);
        assert_eq!(last_event(&services).await.action, "checklist.count");
        move_clock(&services, "2023-10-02");
        assert_eq!(numbers(&services, &sam, &practice).await.unwrap().owed, Owed::PlanAndFigures { next: day("2023-10-01"), overdue: true });
        // A correction of the same day is another row, and counts.
        add_figure(&services, &sam, &practice, "401", &on("2023-09-01")).await.unwrap();
        let seen = numbers(&services, &sam, &practice).await.unwrap();
        assert_eq!((seen.owed, seen.figures.len()), (Owed::Nothing, 3));
    }

    async fn of_one_day_a_correction_keeps_its_place(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let sam = manager(&practice);
        for patients in ["4001", "401"] {
            add_figure(&services, &sam, &practice, patients, &on("2023-09-01")).await.unwrap();
        }
        let older = numbers(&services, &sam, &practice).await.unwrap().figures.remove(1);
        move_clock(&services, "2023-09-19");
        let seen = figure_seen(older.counted);
        correct_figure(&services, &sam, &practice, named(&older, &seen, "A slip"), ("4010", &on("2023-09-01"))).await.unwrap();
        let view = numbers(&services, &sam, &practice).await.unwrap();
        assert_eq!(view.figures.iter().map(|figure| figure.counted.patients).collect::<Vec<_>>(), [401, 4010]);
        assert_eq!(view.owed, Owed::Nothing);
    }

    async fn a_figure_is_held_against_a_list_of_its_day_or_before(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let dated = "UPDATE practice SET list_size_dated = '2023-09-01'";
        services.store.writer().execute_unprepared(dated).await.unwrap();
        let sam = manager(&practice);
        add_figure(&services, &sam, &practice, "8001", &on("2023-08-31")).await.unwrap();
        let refused = add_figure(&services, &sam, &practice, "8001", &on("2023-09-01")).await.unwrap_err();
        let Error::Invalid(mistakes) = refused else { panic!("{refused:?}") };
        assert_eq!(mistakes[0].field, "patients");
        assert!(mistakes[0].message.starts_with("Your practice had 8,000 registered patients on 1 September 2023"), "{mistakes:?}");
    }

    async fn a_figure_is_corrected_and_removed_with_a_reason(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let sam = manager(&practice);
        add_figure(&services, &sam, &practice, "4001", &on("2023-09-01")).await.unwrap();
        let figure = numbers(&services, &sam, &practice).await.unwrap().figures.remove(0);
        let (seen, first) = (figure_seen(figure.counted), on("2023-09-01"));
        let before = traces(&services).await;
        for (reason, patients, field) in [(" ", "401", "reason"), ("A slip", "8,001", "patients"), ("A slip", "4001", "patients")] {
            let wrong = correct_figure(&services, &sam, &practice, named(&figure, &seen, reason), (patients, &first)).await.unwrap_err();
            assert!(matches!(&wrong, Error::Invalid(mistakes) if mistakes[0].field == field), "{wrong:?}");
        }
        for (viewer, told) in refused_people() {
            let named = named(&figure, &seen, "A slip");
            let correct = correct_figure(&services, &viewer, &practice, named, ("401", &first)).await.unwrap_err();
            let remove = remove_figure(&services, &viewer, &practice, named).await.unwrap_err();
            assert_eq!((correct.to_string(), remove.to_string()), (told.to_owned(), told.to_owned()), "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, before);

        correct_figure(&services, &deputy(&practice), &practice, named(&figure, &seen, "A slip"), ("401", &first)).await.unwrap();
        let view = numbers(&services, &sam, &practice).await.unwrap();
        assert_eq!((view.figures.len(), view.figures[0].counted.patients, view.owed), (1, 401, Owed::Nothing));
        assert_eq!(view.figures[0].recorded_by, "Alex");
        let late = remove_figure(&services, &sam, &practice, named(&figure, &seen, "Twice")).await.unwrap_err();
        assert!(matches!(&late, Error::Conflict(words) if words.starts_with("Alex changed the figure")), "{late:?}");
        let event = last_event(&services).await;
        assert!(event.action == "checklist.count-correct" && event.before.unwrap().contains("4001") && event.after.unwrap().contains("A slip"));

        let seen = figure_seen(view.figures[0].counted);
        remove_figure(&services, &sam, &practice, named(&figure, &seen, "Twice")).await.unwrap();
        assert!(numbers(&services, &sam, &practice).await.unwrap().figures.is_empty());
        let gone = remove_figure(&services, &sam, &practice, named(&figure, &seen, "Twice")).await.unwrap_err();
        assert!(matches!(&gone, Error::Conflict(words) if words.contains("removed")), "{gone:?}");
        let (_, history) = services::practices::history(&services, &sam, &practice).await.unwrap();
        let told: Vec<_> = history.iter().map(|entry| if let What::Event(event) = &entry.what { event.key() } else { "" }).collect();
        assert_eq!(told, ["checklist.count-remove", "checklist.count-correct", "checklist.count"]);
    }

    async fn mistakes_are_told_together_and_leave_nothing(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let wrong = add_figure(&services, &manager(&practice), &practice, "many", &on("2023-09-19")).await.unwrap_err();
        let Error::Invalid(mistakes) = wrong else { panic!("{wrong:?}") };
        assert_eq!(mistakes.iter().map(|mistake| mistake.field.as_str()).collect::<Vec<_>>(), ["patients", "counted"]);
        assert_eq!(traces(&services).await, (0, 0));
    }

    async fn a_model_is_recorded_after_the_assessment_and_changed_by_who_saw_it(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        let sam = manager(&practice);
        let typed = |model: Model, revision| TypedModel { model: model.key().into(), decided: on("2023-09-04"), revision };
        let early = set_model(&services, &sam, &practice, &typed(Model::OptIn, 0)).await.unwrap_err();
        assert!(early.to_string().starts_with("Finish your data protection impact assessment first"), "{early}");
        answer_everything(&services, &practice, Supplier::Emis).await;
        set_model(&services, &sam, &practice, &typed(Model::OptIn, 0)).await.unwrap();
        let clashed = set_model(&services, &deputy(&practice), &practice, &typed(Model::OptOut, 0)).await.unwrap();
        let ModelSet::Clashed { stands, oneself: false } = clashed else { panic!("nobody was told") };
        assert_eq!((stands.model, stands.recorded_by.as_str()), (Model::OptIn, "Sam"));
        set_model(&services, &deputy(&practice), &practice, &typed(Model::OptOut, 1)).await.unwrap();
        let chosen = numbers(&services, &icb_staff(), &practice).await.unwrap().model.unwrap();
        assert_eq!((chosen.model, chosen.revision, chosen.recorded_by.as_str()), (Model::OptOut, 2, "Alex"));
        let event = last_event(&services).await;
        assert!(event.before.unwrap().contains("opt_in") && event.after.unwrap().contains("opt_out"));
    }

    async fn nobody_else_may_record_numbers(store: TestStore) {
        let services = world(&store).await;
        let practice = a_practice(&services, "X10001", Supplier::Emis).await;
        for (viewer, told) in refused_people() {
            let count = add_figure(&services, &viewer, &practice, "1", &on("2023-09-01")).await.unwrap_err();
            let model = set_model(&services, &viewer, &practice, &TypedModel::default()).await.unwrap_err();
            assert_eq!((count.to_string(), model.to_string()), (told.to_owned(), told.to_owned()), "{}", viewer.name);
            assert_eq!(numbers(&services, &viewer, &practice).await.is_ok(), told == "not allowed", "{}", viewer.name);
        }
        assert_eq!(traces(&services).await, (0, 0));
    }
}
