//! Who does what at a practice, the page to hand over with, and the table of somebody with several practices.

use crate::journey::{a_slot, make_ready, of_x1a};
use crate::support::{Who, World};

#[tokio::test]
async fn the_handover_is_for_those_who_work_with_the_practice() {
    let world = World::new().await;
    assert_eq!(world.matrix("/practices/X10001/handover").await, of_x1a(303, 200, 200, 403, 200));
}

#[tokio::test]
async fn a_practice_names_its_people_but_not_to_those_who_only_read_figures() {
    let world = World::new().await;
    for who in [Who::Mona, Who::Ines, Who::Ada] {
        let text = world.get(who, "/practices/X10001").await.text();
        assert!(text.contains("Who does what") && text.contains("mailto:mona@practice.example"), "{who:?}: {text}");
        assert!(text.contains("mailto:ines@practice.example") && text.contains("/practices/X10001/handover"), "{who:?}: {text}");
        // Suspended, or of another practice or sub-group.
        for other in ["sid@", "otto@", "olga@"] {
            assert!(!text.contains(other), "{who:?} sees {other}");
        }
    }
    let text = world.get(Who::Colin, "/practices/X10001").await.text();
    assert!(!text.contains("Who does what") && !text.contains("mona@") && !text.contains("/handover"), "{text}");
}

#[tokio::test]
async fn the_handover_says_where_things_stand() {
    let world = World::new().await;
    let before = world.get(Who::Mona, "/practices/X10001/handover").await.text();
    assert!(before.contains("Complete a data protection impact assessment") && before.contains("Nobody has written any."), "{before}");
    let form = world.get(Who::Mona, "/practices/X10001/checklist/staff").await;
    assert_eq!(form.status, 200);
    make_ready(&world, "X10001").await;
    let slot = a_slot(&world, "2023-10-18", 20).await;
    let check = format!("/practices/X10001/slots/{}/book", slot.id);
    let booked = world.post(Who::Mona, &check, &[("form", "book"), ("declared", "yes")]).await;
    assert_eq!(booked.status, 303);
    let text = world.get(Who::Ines, "/practices/X10001/handover").await.text();
    for part in [
        "18 September 2023 at 9:05am BST",
        "Wait for your EMIS date, 18 October 2023.",
        "Nothing: every required item is complete.",
        "Booked the EMIS date 18 October 2023, by Mona",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn somebody_with_several_practices_sees_what_each_does_next() {
    let world = World::new().await;
    make_ready(&world, "X10001").await;
    a_slot(&world, "2023-10-18", 20).await;
    let order = async |sort: &str| {
        let text = world.get(Who::Mona, &format!("/practices{sort}")).await.text();
        assert!(text.contains("<h1 class=\"nhsuk-heading-l\">My practices</h1>"), "{text}");
        let place = |name: &str| text.find(name).unwrap_or_else(|| panic!("{name} in {text}"));
        assert!(text.contains("Book a date on which EMIS switches your practice on.") && text.contains("43 days left"), "{text}");
        place("Alder Surgery") < place("Birch Surgery")
    };
    assert!(!order("").await, "what is furthest behind comes first");
    assert!(order("?sort=name").await);
    assert!(!order("?sort=stage").await);
    assert!(order("?sort=stage-last").await);
    assert!(!order("?sort=nonsense").await);
    // A filter in the address is the list's, as before; and others have the list.
    for (who, path) in [(Who::Mona, "/practices?q=alder"), (Who::Ines, "/practices")] {
        assert!(!world.get(who, path).await.text().contains("My practices"), "{who:?}");
    }
}
