//! Bodies beyond one JSON model (`BODY-02` to `BODY-05`, `BODY-11`, `BODY-13` to `BODY-16`, `BODY-22`, `BODY-23`).

use fasterapi::prelude::*;
use fasterapi::testing::TestResponse;

use crate::client;

#[model]
struct Item {
    #[field(examples = ["Lamp"])]
    name: String,
    #[field(default = 1.0, gt = 0)]
    price: f64,
}

#[post("/raw")]
async fn raw(body: Bytes) -> Value {
    json!([body.len(), String::from_utf8_lossy(&body)])
}

#[dependency]
async fn sent(body: Bytes, #[header] x_length: Option<usize>) -> Result<usize, HttpError> {
    match x_length {
        Some(length) if length != body.len() => Err(HttpError::new(StatusCode::UNAUTHORIZED, "altered on the way")),
        _ => Ok(body.len()),
    }
}

#[dependency]
async fn name(item: Item) -> String {
    item.name
}

/// The model, its bytes, and two dependencies that look at either.
#[post("/signed")]
async fn signed(
    #[body(embed = false)] item: Item,
    raw: Bytes,
    #[depends(sent)] length: usize,
    request: &Request,
) -> Value {
    let again = raw.clone();
    json!([item, raw.len() == again.len(), length, request.method().as_str()])
}

#[post("/both")]
async fn both(item: Item, #[depends(name)] name: String) -> Value {
    json!([item.price, name])
}

#[post("/text")]
async fn text(#[body(media_type = "text/plain", min_length = 3)] note: String) -> String {
    note
}

#[post("/maybe")]
async fn maybe(item: Option<Item>) -> Option<Item> {
    item
}

#[post("/vendor")]
async fn vendor(
    #[body(media_type = "application/vnd.shop+json", openapi_examples = {"lamp": {"value": {"name": "Lamp"}}})]
    item: Item,
) -> Item {
    item
}

#[delete("/items")]
async fn remove(item: Item) -> Item {
    item
}

#[get("/items")]
async fn search(item: Item) -> Item {
    item
}

/// Lines of `name: price`, which the framework does not read.
#[post("/lines", openapi_extra = {"requestBody": {"required": true, "content": {
    "text/x-lines": {"schema": {"type": "array", "items": {"type": "string"}}}
}}})]
async fn lines(body: Bytes) -> Result<Vec<Item>, HttpError> {
    let text = std::str::from_utf8(&body).map_err(|_| HttpError::bad_request("not UTF-8"))?;
    let item = |line: &str| {
        let (name, price) = line.split_once(": ")?;
        Some(Item {
            name: name.to_owned(),
            price: price.parse().ok()?,
        })
    };
    let items = text
        .lines()
        .map(|line| item(line).ok_or_else(|| HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "no item")));
    items.collect()
}

fn app() -> App {
    App::new().routes(routes![raw, signed, both, text, maybe, vendor, remove, search, lines])
}

fn post(path: &str, content_type: Option<&str>, body: impl Into<Bytes>) -> TestResponse {
    let request = client(app()).post(path).body(body);
    match content_type {
        Some(content_type) => request.header("content-type", content_type).send(),
        None => request.send(),
    }
}

fn first_error(response: TestResponse) -> (String, Value) {
    let answer: Value = response.assert_status(422).json();
    let error = &answer["detail"][0];
    (
        error["type"].as_str().unwrap_or_default().to_owned(),
        error["loc"].clone(),
    )
}

#[test]
fn bytes_are_the_body_as_it_came() {
    for content_type in [
        None,
        Some("application/json"),
        Some("application/octet-stream"),
        Some("nonsense"),
    ] {
        let answer = post("/raw", content_type, &b"\xff{"[..]).assert_status(200);
        assert_eq!(answer.json::<Value>(), json!([2, "\u{fffd}{"]));
    }
    assert_eq!(post("/raw", None, "").json::<Value>(), json!([0, ""]));
    let limited = client(app().max_body_size(4));
    limited.post("/raw").body("12345").send().assert_status(413);
}

#[test]
fn a_body_is_read_once_and_there_for_all() {
    let body = r#"{"name": "Lamp", "price": 2}"#;
    let request = client(app()).post("/signed").header("content-type", "application/json");
    let answer = request.body(body).send().assert_status(200);
    assert_eq!(
        answer.json::<Value>(),
        json!([{"name": "Lamp", "price": 2.0}, true, 28, "POST"])
    );
    let request = client(app()).post("/signed").header("content-type", "application/json");
    request.header("x-length", "27").body(body).send().assert_status(401);
    // two bodies of two functions are members of one object
    let answer = post("/both", Some("application/json"), r#"{"item": {"name": "Lamp"}}"#);
    assert_eq!(answer.json::<Value>(), json!([1.0, "Lamp"]));
}

#[test]
fn only_json_is_read_as_json() {
    let body = r#"{"name": "Lamp"}"#;
    for content_type in [
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/vnd.shop+json",
    ] {
        post("/vendor", Some(content_type), body).assert_status(200);
    }
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/jsonp"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let error = first_error(post("/vendor", content_type, body));
        assert_eq!(
            error,
            ("model_attributes_type".to_owned(), json!(["body"])),
            "{content_type:?}"
        );
    }
    assert_eq!(first_error(post("/vendor", Some("application/json"), "")).0, "missing");
    let error = first_error(post("/vendor", Some("application/json"), r#"{"name": }"#));
    assert_eq!(error, ("json_invalid".to_owned(), json!(["body", 9])));
}

#[test]
fn bytes_that_are_no_text_are_no_json() {
    let answer = post("/vendor", Some("application/json"), &b"{\"name\": \"\xff\"}"[..]).assert_status(400);
    assert_eq!(
        answer.json::<Value>(),
        json!({"detail": "There was an error parsing the body"})
    );
}

#[test]
fn a_text_is_a_body_too() {
    assert_eq!(post("/text", Some("text/plain"), "hello").json::<String>(), "hello");
    assert_eq!(
        first_error(post("/text", Some("text/plain"), "no")).0,
        "string_too_short"
    );
    assert_eq!(
        post("/text", Some("application/json"), "\"hello\"").json::<String>(),
        "hello"
    );
}

#[test]
fn a_body_may_be_left_out() {
    assert_eq!(
        post("/maybe", Some("application/json"), "").json::<Value>(),
        Value::Null
    );
    assert_eq!(post("/maybe", None, "").json::<Value>(), Value::Null);
    assert_eq!(
        post("/maybe", Some("application/json"), "null").json::<Value>(),
        Value::Null
    );
    assert_eq!(
        first_error(post("/maybe", Some("application/json"), "{}")).1,
        json!(["body", "name"])
    );
}

#[test]
fn every_method_may_have_a_body() {
    let client = client(app());
    for request in [client.get("/items"), client.delete("/items")] {
        request.json(&json!({"name": "x"})).send().assert_status(200);
    }
}

#[test]
fn other_formats_are_read_by_hand_and_documented_so() {
    let answer = post("/lines", Some("text/x-lines"), "a: 1\nb: 2.5").assert_status(200);
    assert_eq!(
        answer.json::<Value>(),
        json!([{"name": "a", "price": 1.0}, {"name": "b", "price": 2.5}])
    );
    post("/lines", None, "nothing").assert_status(422);
    let document: Value = client(app()).get("/openapi.json").send().json();
    let body = |path: &str, method: &str| document["paths"][path][method]["requestBody"].clone();
    let content = |path: &str, method: &str| {
        let body = body(path, method);
        body["content"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(content("/lines", "post"), ["text/x-lines"]);
    assert_eq!(content("/vendor", "post"), ["application/vnd.shop+json"]);
    let examples = &body("/vendor", "post")["content"]["application/vnd.shop+json"]["examples"];
    assert_eq!(examples["lamp"]["value"]["name"], "Lamp");
    assert_eq!(
        document["components"]["schemas"]["Item"]["properties"]["name"]["examples"],
        json!(["Lamp"])
    );
    assert_eq!(content("/text", "post"), ["text/plain"]);
    assert_eq!(content("/items", "get"), ["application/json"]);
    assert_eq!(content("/items", "delete"), ["application/json"]);
    assert!(body("/maybe", "post")["required"].is_null());
    assert!(body("/raw", "post").is_null());
}

#[post("/form")]
async fn form(#[form] note: String, body: Bytes) -> usize {
    note.len() + body.len()
}

#[test]
fn a_form_leaves_no_bytes() {
    let error = App::new().routes(routes![form]).build().unwrap_err().to_string();
    assert!(
        error.contains("takes \"note\" from a form and the body as `Bytes`"),
        "{error}"
    );
}

#[post("/sums")]
async fn sums(lists: std::collections::HashMap<String, Vec<i64>>) -> usize {
    lists.len()
}

/// Each mistake below a key tells of the key: it must not be as long as the client likes, once for each.
#[test]
fn a_long_key_is_not_told_again_and_again() {
    let client = client(App::new().routes(routes![sums]));
    let send = |key: &str, items: usize| {
        let body = json!({key: vec!["x"; items]}).to_string();
        let request = client.post("/sums").header("content-type", "application/json");
        request.body(body).send().assert_status(422)
    };
    let long = "é".repeat(100_000);
    assert!(send(&long, 1000).text().len() < 1_000_000);
    let detail = send(&long, 1).json::<Value>()["detail"].clone();
    assert_eq!(detail[0]["loc"], json!(["body", format!("{}...", "é".repeat(128)), 0]));
    let short = "é".repeat(128);
    let detail = send(&short, 1).json::<Value>()["detail"].clone();
    assert_eq!(detail[0]["loc"], json!(["body", short, 0]));
}
