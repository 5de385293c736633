//! Answers beside the usual one (`RESP-12`, `RESP-16` to `RESP-18`, `RESP-20` to `RESP-22`).

use fasterapi::prelude::*;

use crate::client;

#[model]
struct Item {
    name: String,
}

fn item() -> Item {
    Item {
        name: "Lamp".to_owned(),
    }
}

/// 201 the first time, 200 after it.
#[put("/items/{item_id}", responses((201, model = Item)))]
async fn put_item(item_id: u32, response: &mut ResponseParts) -> Item {
    if item_id > 10 {
        response.set_status(StatusCode::CREATED);
    }
    item()
}

#[put("/direct/{item_id}")]
async fn put_directly(item_id: u32) -> Response {
    let answer = Response::json(&item());
    if item_id > 10 {
        answer.status(StatusCode::CREATED).header("x-new", "yes")
    } else {
        answer
    }
}

#[get("/tuple")]
async fn tuple() -> (u16, Item) {
    (201, item())
}

static KEPT: &str = r#"{"kept":  "as it is"}"#;

#[get("/written")]
async fn written() -> Response {
    Response::new(KEPT).media_type("application/json")
}

#[dependency]
async fn first(response: &mut ResponseParts) -> Value {
    response.set_header("x-set-by", "dependency");
    response.append_header("x-seen", "dependency");
    response.set_status(StatusCode::ACCEPTED);
    Value::Null
}

#[get("/merged")]
async fn merged(#[depends(first)] _first: Value, response: &mut ResponseParts) -> Item {
    response.set_header("x-set-by", "handler");
    response.append_header("x-seen", "handler");
    response.set_status(StatusCode::CREATED);
    item()
}

#[get("/empty/{code}")]
async fn empty(code: u16, response: &mut ResponseParts) -> Item {
    response.set_status(StatusCode::from_u16(code).unwrap_or_default());
    item()
}

fn app() -> App {
    App::new().routes(routes![put_item, put_directly, tuple, written, merged, empty])
}

#[test]
fn another_status_may_be_answered() {
    let client = client(app());
    for path in ["/items", "/direct"] {
        let found = client.put(&format!("{path}/1")).send().assert_status(200);
        assert_eq!(found.json::<Value>(), json!({"name": "Lamp"}));
        let made = client.put(&format!("{path}/11")).send().assert_status(201);
        assert_eq!(made.json::<Value>(), json!({"name": "Lamp"}));
    }
}

#[test]
fn a_tuple_is_an_array() {
    let answer = client(app()).get("/tuple").send().assert_status(200);
    assert_eq!(answer.text(), r#"[201,{"name":"Lamp"}]"#);
}

#[test]
fn what_is_written_already_is_sent_as_it_is() {
    let answer = client(app()).get("/written").send().assert_status(200);
    assert_eq!(
        (answer.header("content-type"), answer.text()),
        (Some("application/json"), KEPT)
    );
}

#[test]
fn what_the_handler_sets_wins_and_what_is_added_is_kept() {
    let answer = client(app()).get("/merged").send().assert_status(201);
    assert_eq!(answer.header("x-set-by"), Some("handler"));
    let seen: Vec<_> = answer.headers().get_all("x-seen").iter().collect();
    assert_eq!(seen, ["dependency", "handler"]);
}

#[test]
fn a_status_without_a_body_has_none() {
    for code in [204, 205, 304] {
        let answer = client(app()).get(&format!("/empty/{code}")).send().assert_status(code);
        assert_eq!(answer.text(), "");
    }
}
