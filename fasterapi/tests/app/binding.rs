//! Where arguments come from: attributes, sources, several bodies, errors of all of them (`VERR-01`, `VERR-10`).

use std::collections::HashMap;

use fasterapi::prelude::*;

use crate::client;

#[model]
struct Item {
    #[field(min_length = 2)]
    name: String,
    #[field(gt = 0)]
    price: f64,
}

#[put("/items/{item_id}")]
async fn update(
    item_id: u64,
    item: Item,
    #[header] x_token: Option<String>,
    #[cookie] theme: Option<String>,
    #[query(ge = 1)] page: u32,
) -> Value {
    json!([item_id, item, x_token, theme, page])
}

#[post("/two")]
async fn two(first: Item, second: Item, #[body(ge = 1)] rank: u8) -> Value {
    json!([first.name, second.name, rank])
}

#[post("/map")]
async fn map(weights: HashMap<String, f64>) -> usize {
    weights.len()
}

#[post("/raw")]
async fn raw(mut request: Request) -> Result<usize, HttpError> {
    Ok(request.body().await.map_err(|_| HttpError::bad_request("gone"))?.len())
}

#[get("/parts")]
async fn parts(response: &mut ResponseParts, headers: &HeaderMap) -> usize {
    response.set_status(StatusCode::ACCEPTED);
    response.headers_mut().insert("x-set", HeaderValue::from_static("yes"));
    headers.len()
}

fn app() -> App {
    App::new().routes(routes![update, two, map, raw, parts])
}

#[test]
fn every_source_is_read() {
    let request = client(app())
        .put("/items/5?page=2")
        .header("x-token", "t")
        .cookie("theme", "dark");
    let response = request
        .json(&json!({"name": "ab", "price": "1.5"}))
        .send()
        .assert_status(200);
    assert_eq!(
        response.json::<Value>(),
        json!([5, {"name": "ab", "price": 1.5}, "t", "dark", 2])
    );
}

#[test]
fn everything_wrong_is_told_at_once_in_order() {
    let request = client(app())
        .put("/items/x?page=0")
        .json(&json!({"name": "a", "price": 0}));
    let errors = request.send().assert_status(422).json::<Value>();
    let found: Vec<(&Value, &Value)> = errors["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (&error["type"], &error["loc"]))
        .collect();
    let expected = json!([
        ["int_parsing", ["path", "item_id"]],
        ["greater_than_equal", ["query", "page"]],
        ["string_too_short", ["body", "name"]],
        ["greater_than", ["body", "price"]],
    ]);
    assert_eq!(json!(found), expected);
}

#[test]
fn several_bodies_are_members_of_one_object() {
    let client = client(app());
    let item = json!({"name": "ab", "price": 1});
    let body = json!({"first": item, "second": item, "rank": "3"});
    assert_eq!(
        client.post("/two").json(&body).send().json::<Value>(),
        json!(["ab", "ab", 3])
    );
    let errors = client
        .post("/two")
        .json(&json!({"first": item}))
        .send()
        .assert_status(422)
        .json::<Value>();
    let locs: Vec<&Value> = errors["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["loc"])
        .collect();
    assert_eq!(locs, [&json!(["body", "second"]), &json!(["body", "rank"])]);
}

#[test]
fn several_bodies_are_read_the_same_whichever_way() {
    let client = client(app());
    let post = |body: &str| {
        let request = client.post("/two").header("content-type", "application/json");
        request.body(body.to_owned()).send().json::<Value>()
    };
    let item = r#"{"name": "ab", "price": 1}"#;
    // of a name that is there twice the last counts; what nobody asks for is passed over
    let twice = format!(r#"{{"first": 5, "second": {item}, "rank": 3, "first": {item}, "more": [[[]]]}}"#);
    assert_eq!(post(&twice), json!(["ab", "ab", 3]));
    let lax = format!(r#" {{"first": {item}, "second": {{"name": "cd", "price": "1.5"}}, "rank": "4"}} "#);
    assert_eq!(post(&lax), json!(["ab", "cd", 4]));
    let wrong = format!(r#"{{"first": {item}, "second": {{"name": "c", "price": 1}}, "rank": 0}}"#);
    let errors = post(&wrong)["detail"].as_array().unwrap().clone();
    let locations: Vec<&Value> = errors.iter().map(|error| &error["loc"]).collect();
    assert_eq!(
        locations,
        [&json!(["body", "second", "name"]), &json!(["body", "rank"])]
    );
    let broken = format!(r#"{{"first": {item}, "second": {item}, "rank": 3"#);
    assert_eq!(post(&broken)["detail"][0]["type"], "json_invalid");
    assert_eq!(post("[1]")["detail"].as_array().unwrap().len(), 3);
}

#[test]
fn json_that_is_none_is_one_error() {
    let response = client(app())
        .post("/two")
        .header("content-type", "application/json")
        .body("{\"a\" 1}")
        .send();
    let errors = response.assert_status(422).json::<Value>();
    assert_eq!(errors["detail"].as_array().unwrap().len(), 1);
    assert_eq!(errors["detail"][0]["type"], "json_invalid");
    assert_eq!(errors["detail"][0]["loc"], json!(["body", 5]));
}

#[test]
fn a_map_is_a_body_and_a_request_can_be_owned() {
    let client = client(app());
    assert_eq!(
        client
            .post("/map")
            .json(&json!({"a": 1, "b": "2"}))
            .send()
            .json::<usize>(),
        2
    );
    assert_eq!(client.post("/raw").body("12345").send().json::<usize>(), 5);
}

#[test]
fn status_and_headers_can_be_set_beside_the_value() {
    let response = client(app()).get("/parts").send().assert_status(202);
    assert_eq!(response.header("x-set"), Some("yes"));
}

#[test]
fn nested_json_without_end_is_refused() {
    let deep = "[".repeat(100_000);
    let response = client(app())
        .post("/map")
        .header("content-type", "application/json")
        .body(deep)
        .send();
    response.assert_status(422);
}
