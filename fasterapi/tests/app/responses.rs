//! Response types, cookies, and headers that are none (`RCLS-01`, `RCLS-05`, `RCLS-06`, `RCLS-11`, `RCLS-12`).

use fasterapi::prelude::*;

use crate::client;

#[get("/split/{place}")]
async fn split(place: String) -> Response {
    let response = Response::new("never sent");
    let response = match place.as_str() {
        "value" => response.header("x-a", "b\r\nset-cookie: c=d"),
        "name" => response.header("x-a\r\nset-cookie", "c=d"),
        "type" => response.media_type("text/plain\r\nx: y"),
        "cookie" => response.cookie(Cookie::new("a", "b").path("/\r\nx: y")),
        _ => FileResponse::new("x").media_type("a\nb").into(),
    };
    response.status(StatusCode::CREATED)
}

#[get("/parts/{place}")]
async fn parts(place: String, response: &mut ResponseParts) -> &'static str {
    match place.as_str() {
        "value" => response.set_header("x-a", "b\r\nset-cookie: c=d"),
        "more" => response.append_header("x-a", "b\nc"),
        _ => response.set_cookie(Cookie::new("a;b", "c")),
    }
    "never sent"
}

#[test]
fn a_header_that_would_split_the_answer_is_a_500() {
    let client = client(App::new().routes(routes![split, parts]));
    for path in [
        "/split/value",
        "/split/name",
        "/split/type",
        "/split/cookie",
        "/split/file",
        "/parts/value",
        "/parts/more",
        "/parts/cookie",
    ] {
        let answer = client.get(path).send().assert_status(500);
        assert_eq!(answer.text(), "Internal Server Error", "{path}");
        assert!(answer.header("set-cookie").is_none(), "{path}");
    }
}

#[get("/away")]
async fn away() -> Redirect {
    Redirect::to("/a b\r\nset-cookie: c=d?ü=%20")
}

#[test]
fn an_address_is_encoded_and_never_splits() {
    let answer = client(App::new().routes(routes![away]))
        .get("/away")
        .send()
        .assert_status(307);
    assert_eq!(
        answer.header("location"),
        Some("/a%20b%0D%0Aset-cookie:%20c=d?%C3%BC=%20")
    );
}

#[get("/login")]
async fn login(#[query(default = "/")] next: String) -> Result<Redirect, HttpError> {
    Ok(Redirect::local(next)?.status(StatusCode::SEE_OTHER))
}

#[test]
fn an_address_of_the_client_stays_on_this_host() {
    let client = client(App::new().routes(routes![login]));
    for (next, location) in [
        ("/items?page=2", "/items?page=2"),
        ("/a b/ü", "/a%20b/%C3%BC"),
        ("/", "/"),
    ] {
        let answer = client.get("/login").query("next", next).send().assert_status(303);
        assert_eq!(answer.header("location"), Some(location), "{next}");
    }
    for next in [
        "//a.example",
        "/\\a.example",
        "/\t/a.example",
        "https:a.example",
        "javascript:alert(1)",
        " //a",
        "",
    ] {
        let answer = client.get("/login").query("next", next).send().assert_status(400);
        assert_eq!(answer.header("location"), None, "{next:?}");
        answer.assert_json(json!({"detail": "The address to go on to is not a path of this site"}));
    }
}

#[get("/set")]
async fn set(response: &mut ResponseParts) {
    response.set_cookie(Cookie::new("quoted", "a;b, \"é\"\\"));
    response.delete_cookie("old");
}

#[get("/read")]
async fn read(#[cookie] quoted: String) -> String {
    quoted
}

#[test]
fn a_cookie_comes_back_as_it_was_set() {
    let client = client(App::new().routes(routes![set, read]));
    let answer = client.get("/set").send();
    let mut cookies = answer
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap());
    let pair = cookies.next().unwrap().split("; ").next().unwrap();
    let value = pair.strip_prefix("quoted=").unwrap();
    assert_eq!(
        client.get("/read").cookie("quoted", value).send().json::<String>(),
        "a;b, \"é\"\\"
    );
    let removal = cookies.next().unwrap();
    assert!(
        removal.starts_with("old=\"\"; ") && removal.contains("Max-Age=0"),
        "{removal}"
    );
}

#[get("/failing")]
async fn failing() -> StreamingResponse {
    let pieces = produce(async |pieces| {
        pieces.send(Ok("first")).await;
        pieces.send(Err("broken")).await;
        pieces.send(Ok("never")).await;
    });
    StreamingResponse::try_new(pieces)
}

#[tokio::test]
async fn a_stream_that_fails_breaks_the_answer_off() {
    let mut service = App::new().routes(routes![failing]).build().unwrap();
    let request = http::Request::get("/failing").body(Body::empty()).unwrap();
    let response = tower_service::Service::call(&mut service, request).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.into_body().bytes().await.is_err());
}
