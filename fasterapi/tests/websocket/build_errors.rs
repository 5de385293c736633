//! What is wrong with an app that the compiler cannot see.

use fasterapi::prelude::*;

type Socket = WebSocket;

#[get("/disguised")]
async fn disguised(_ws: Socket) {}

#[model]
struct Item {
    name: String,
}

#[websocket("/body")]
async fn body(_ws: WebSocket, item: Item) {
    drop(item.name);
}

#[websocket("/twice/{a}")]
async fn twice(_ws: WebSocket, a: u8) {
    let _ = a;
}

#[websocket("/twice/{b}")]
async fn again(_ws: WebSocket, b: u8) {
    let _ = b;
}

fn problems(route: fasterapi::Route) -> String {
    App::new().route(route).build().unwrap_err().to_string()
}

#[test]
fn a_websocket_where_none_comes() {
    let text = problems(fasterapi::Route::of::<disguised>());
    assert!(
        text.contains("takes a WebSocket, but is not marked with #[websocket]"),
        "{text}"
    );
}

#[test]
fn a_body_where_none_comes() {
    let text = problems(fasterapi::Route::of::<body>());
    assert!(text.contains(r#"takes "item" from the body"#), "{text}");
}

#[test]
fn a_ping_that_nobody_can_answer() {
    let app = |config| App::new().websockets(config).routes(routes![twice]).build();
    let config = fasterapi::websocket::WebSocketConfig::new().ping_timeout(std::time::Duration::ZERO);
    let text = app(config.clone()).unwrap_err().to_string();
    assert!(text.contains("ping_timeout(Duration::ZERO)"), "{text}");
    // where no pings are sent, none is waited for
    assert!(app(config.ping_interval(std::time::Duration::ZERO)).is_ok());
}

#[test]
fn two_of_one_path() {
    let text = App::new()
        .routes(routes![twice, again])
        .build()
        .unwrap_err()
        .to_string();
    assert!(text.contains("two routes take WEBSOCKET /twice/{b}"), "{text}");
}
