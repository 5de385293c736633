//! Answers that a client has already (`RESP-23`).

use fasterapi::middleware::ETags;
use fasterapi::prelude::*;

use crate::client;

#[get("/items/{item_id}")]
async fn read(item_id: u32) -> Value {
    json!({"item_id": item_id})
}

#[get("/tagged")]
async fn tagged() -> Response {
    Response::json(&1).header("etag", "W/\"v7\"").header("vary", "x-user")
}

#[get("/secret")]
async fn secret() -> Response {
    Response::json(&1).header("cache-control", "private, No-Store")
}

#[get("/missing")]
async fn missing() -> HttpError {
    HttpError::not_found("No")
}

#[get("/stream")]
async fn stream() -> StreamingResponse {
    StreamingResponse::new(produce(async |pieces| {
        pieces.send("piece").await;
    }))
}

#[post("/items/{item_id}")]
async fn change(item_id: u32) -> u32 {
    item_id
}

fn app() -> App {
    App::new()
        .middleware(ETags)
        .routes(routes![read, tagged, secret, missing, stream, change])
}

#[test]
fn the_tag_is_that_of_the_content() {
    let tag = |path: &str| {
        let answer = client(app()).get(path).send().assert_status(200);
        answer.header("etag").map(str::to_owned)
    };
    assert_eq!(tag("/items/1"), tag("/items/1"));
    assert_ne!(tag("/items/1"), tag("/items/2"));
    assert!(tag("/items/1").is_some_and(|tag| tag.starts_with('"') && tag.ends_with('"')));
    assert_eq!(tag("/tagged").as_deref(), Some("W/\"v7\""));
    assert_eq!((tag("/secret"), tag("/stream")), (None, None));
    assert_eq!(
        client(app()).get("/missing").send().assert_status(404).header("etag"),
        None
    );
    assert_eq!(
        client(app()).post("/items/1").send().assert_status(200).header("etag"),
        None
    );
}

#[test]
fn a_client_that_has_it_is_not_sent_it_again() {
    let client = client(app());
    let tag = client.get("/items/1").send().header("etag").unwrap().to_owned();
    for list in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let answer = client
            .get("/items/1")
            .header("if-none-match", &list)
            .send()
            .assert_status(304);
        assert_eq!(
            (answer.text(), answer.header("etag")),
            ("", Some(tag.as_str())),
            "{list}"
        );
        assert_eq!(answer.header("content-type"), None);
    }
    client
        .get("/items/2")
        .header("if-none-match", &tag)
        .send()
        .assert_status(200);
    client
        .post("/items/1")
        .header("if-none-match", "*")
        .send()
        .assert_status(200);
    let answer = client
        .get("/tagged")
        .header("if-none-match", "\"v7\"")
        .send()
        .assert_status(304);
    assert_eq!(answer.header("vary"), Some("x-user"));
}
