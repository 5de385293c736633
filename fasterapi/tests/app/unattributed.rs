//! Rule 1: a plain argument's type tells where it comes from.

use fasterapi::prelude::*;

use crate::client;

#[model]
enum Order {
    Up,
    Down,
}

#[get("/plain")]
async fn plain(order: Order, q: Option<String>, n: Option<i32>) -> Value {
    json!([order, q, n])
}

#[post("/list")]
async fn list(items: Vec<u32>) -> u32 {
    items.iter().sum()
}

#[get("/state")]
async fn state(greeting: State<&'static str>) -> String {
    (*greeting).to_owned()
}

#[test]
fn scalars_and_enums_are_query_parameters() {
    let client = client(App::new().routes(routes![plain]));
    assert_eq!(
        client.get("/plain?order=Up&n=3").send().json::<Value>(),
        json!(["Up", null, 3])
    );
    client.get("/plain").send().assert_status(422);
    client.get("/plain?order=Sideways").send().assert_status(422);
}

#[test]
fn sequences_are_the_body() {
    let client = client(App::new().routes(routes![list]));
    assert_eq!(client.post("/list").json(&[1, 2, 3]).send().json::<u32>(), 6);
}

#[test]
fn state_is_handed_out_by_type() {
    let client = client(App::new().state("hi").routes(routes![state]));
    assert_eq!(client.get("/state").send().json::<String>(), "hi");
}
