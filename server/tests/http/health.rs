//! For whoever runs the service.

use crate::support::{Who, World};

#[tokio::test]
async fn alive_and_ready() {
    let world = World::new().await;
    assert_eq!(world.get(Who::Nobody, "/health/live").await.status, 200);
    let ready = world.get(Who::Nobody, "/health/ready").await;
    assert_eq!((ready.status.as_u16(), ready.text().as_str()), (200, "ready\n"));
}
