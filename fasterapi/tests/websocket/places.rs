//! Routers, mounts, middleware, and the document.

use fasterapi::prelude::*;
use fasterapi::server::Config;
use fasterapi::testing::TestClient;

use crate::client;

#[websocket("/ws/{room}", name = "talk")]
async fn talk(ws: WebSocket, room: String, #[path(from_prefix)] org: u32) -> Result<(), WebSocketError> {
    ws.accept().await?;
    ws.send_text(format!("{org} {room} {}", ws.url())).await
}

#[dependency]
async fn refuse(#[query] refuse: Option<bool>) -> Result<(), WebSocketException> {
    match refuse {
        Some(true) => Err(WebSocketException::new(1008)),
        _ => Ok(()),
    }
}

fn router() -> Router {
    Router::new()
        .prefix("/orgs/{org}")
        .dependencies(depends![refuse])
        .routes(routes![talk])
}

/// WS-11.
#[test]
fn routers_give_prefix_and_dependencies() {
    let client = client(App::new().include(router()));
    let mut ws = client.websocket("/orgs/3/ws/a%20b").connect();
    assert_eq!(ws.receive_text(), "3 a b ws://testserver/orgs/3/ws/a%20b");
    let answer = client.websocket("/orgs/3/ws/a?refuse=1").try_connect().unwrap_err();
    assert_eq!(answer.status(), 403);
}

#[test]
fn mounts_and_root_paths_have_them_too() {
    for outer in [App::new(), App::new().routes(routes![other])] {
        let app = outer.mount("/sub", App::new().include(router()));
        let mut ws = client(app).websocket("/sub/orgs/4/ws/x").connect();
        assert_eq!(ws.receive_text(), "4 x ws://testserver/sub/orgs/4/ws/x");
    }
    let service = App::new()
        .include(router())
        .into_service_with(&Config::new().root_path("/pre"))
        .unwrap();
    let mut ws = TestClient::of(service).websocket("/orgs/4/ws/x").connect();
    assert_eq!(ws.receive_text(), "4 x ws://testserver/pre/orgs/4/ws/x");
}

#[websocket("/other")]
async fn other(ws: WebSocket) {
    let _ = ws.accept().await;
}

async fn marks(request: Request, next: Next) -> Response {
    next.run(request).await.header("x-marked", "yes")
}

async fn guards(request: Request, next: Next) -> Response {
    if request.headers().contains_key("x-evil") {
        return HttpError::new(StatusCode::IM_A_TEAPOT, "no").into();
    }
    next.run(request).await
}

/// WS-21: middleware sees the handshake, and its answer.
#[test]
fn middleware_is_around_the_handshake() {
    let app = App::new().routes(routes![other]).middleware(guards).middleware(marks);
    let client = client(app);
    let ws = client.websocket("/other").connect();
    assert_eq!(ws.headers()["x-marked"], "yes");
    let answer = client
        .websocket("/other")
        .header("x-evil", "1")
        .try_connect()
        .unwrap_err();
    assert_eq!(
        (answer.status().as_u16(), answer.header("x-marked")),
        (418, Some("yes"))
    );
}

#[cfg(feature = "compression")]
#[test]
fn the_middleware_of_the_house_leaves_it_alone() {
    use fasterapi::middleware::{BodyLimit, Compression, Cors, ProxyHeaders, RequestId, SecurityHeaders, Timeout};

    let app = App::new()
        .include(router())
        .middleware(Compression::new())
        .middleware(Cors::new().allow_origins(["*"]))
        .middleware(RequestId::new())
        .middleware(SecurityHeaders::new())
        .middleware(Timeout::new(std::time::Duration::from_secs(5)))
        .middleware(ProxyHeaders::trust(["*"]).unwrap())
        .middleware(BodyLimit::new(10));
    let mut ws = client(app)
        .websocket("/orgs/1/ws/r")
        .header("x-forwarded-proto", "https")
        .connect();
    assert_eq!(ws.receive_text(), "1 r wss://testserver/orgs/1/ws/r");
    assert_eq!(ws.closed().code, 1000);
}

#[get("/other")]
fn other_page() -> &'static str {
    "page"
}

/// WS-23.
#[test]
fn the_document_does_not_know_them() {
    let document = App::new()
        .routes(routes![other, other_page])
        .include(router())
        .openapi()
        .unwrap();
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/other"]);
    assert!(document["paths"]["/other"].as_object().unwrap().keys().eq(["get"]));
}

#[test]
fn one_path_may_be_both() {
    let client = client(App::new().routes(routes![other_page, other]));
    assert_eq!(client.get("/other").send().text(), r#""page""#);
    assert_eq!(client.websocket("/other").connect().closed().code, 1000);
}
