//! A panic is a 500 for its request and nothing for the others.

use fasterapi::prelude::*;

use crate::client;

#[get("/now")]
async fn now() -> u8 {
    panic!("at once")
}

#[get("/later")]
async fn later() -> u8 {
    tokio::task::yield_now().await;
    panic!("later")
}

#[get("/pool")]
fn pool() -> u8 {
    panic!("on the pool")
}

#[get("/fine")]
fn fine() -> u8 {
    1
}

#[test]
fn a_panic_answers_500_wherever_it_happens() {
    let client = client(App::new().routes(routes![now, later, pool, fine]));
    for path in ["/now", "/later", "/pool"] {
        let response = client.get(path).send().assert_status(500);
        assert_eq!(response.text(), "Internal Server Error");
    }
    assert_eq!(client.get("/fine").send().json::<u8>(), 1);
}
