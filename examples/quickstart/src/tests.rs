use fasterapi::testing::TestClient;

use super::*;

fn client() -> TestClient {
    TestClient::new(app()).expect("the app is well made")
}

#[test]
fn reads_an_item() {
    let response = client().get("/items/5").query("q", "lamp").send().assert_status(200);
    assert_eq!(response.json::<Value>(), json!({"item_id": 5, "q": "lamp"}));
}

#[test]
fn replaces_an_item() {
    let lamp = Item {
        name: "Lamp".into(),
        price: 35.5,
    };
    let response = client().put("/items/5").json(&lamp).send().assert_status(200);
    assert_eq!(
        response.json::<Value>(),
        json!({"item_id": 5, "name": "Lamp", "price": 35.5})
    );
}

#[test]
fn tells_everything_that_is_wrong_at_once() {
    let response = client()
        .put("/items/five")
        .json(&json!({"price": 0}))
        .send()
        .assert_status(422);
    let detail = response.json::<Value>()["detail"].clone();
    let errors = detail.as_array().expect("a list of errors");
    let kinds: Vec<_> = errors.iter().map(|error| (&error["type"], &error["loc"])).collect();
    assert_eq!(
        kinds,
        [
            (&json!("int_parsing"), &json!(["path", "item_id"])),
            (&json!("missing"), &json!(["body", "name"])),
            (&json!("greater_than"), &json!(["body", "price"])),
        ]
    );
}
