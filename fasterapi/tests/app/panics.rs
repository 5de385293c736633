//! A panic is a 500 for its request and nothing for the others.

use std::ops::ControlFlow;

use fasterapi::middleware::{Cors, Hook, RequestId};
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

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

/// Panics where the request's `x-panic` names it: in `before`, in `after` or, on the way to a future, in `call`.
#[derive(Clone, Copy)]
struct Panics;

impl Hook for Panics {
    type Kept = bool;

    fn before(&self, request: &mut Request) -> ControlFlow<Response, bool> {
        assert!(!asks(request, "before"), "before");
        ControlFlow::Continue(asks(request, "after"))
    }

    fn after(&self, panics: bool, _: &mut Response) {
        assert!(!panics, "after");
    }
}

fn asks(request: &Request, place: &str) -> bool {
    request.headers().get("x-panic").is_some_and(|value| value == place)
}

fn in_function(request: Request, next: Next) -> impl Future<Output = Response> {
    assert!(!asks(&request, "call"), "before there is a future");
    async move {
        assert!(!asks(&request, "polled"), "in the future");
        next.run(request).await
    }
}

/// What every answer has from the middleware outside of the one that panics.
fn assert_all_saw_it(client: &TestClient, path: &str, place: &str) {
    let request = client.get(path).header("x-panic", place);
    let response = request.header("origin", "https://a.example").send();
    assert_eq!(response.status(), 500, "{path} {place}");
    assert_eq!(response.text(), "Internal Server Error");
    assert_eq!(
        response.header("access-control-allow-origin"),
        Some("*"),
        "{path} {place}"
    );
    assert!(response.header("x-request-id").is_some(), "{path} {place}");
    assert_eq!(response.header("x-waited"), Some("yes"), "{path} {place}");
}

async fn waits(request: Request, next: Next) -> Response {
    next.run(request).await.header("x-waited", "yes")
}

#[get("/waiting")]
async fn waiting() -> u8 {
    tokio::task::yield_now().await;
    1
}

#[get("/routed", middleware = [Panics])]
async fn routed() -> u8 {
    1
}

#[test]
fn a_panic_of_a_middleware_passes_those_outside_of_it() {
    let around = |app: App| {
        app.middleware(waits)
            .middleware(Cors::new().allow_origins(["*"]))
            .middleware(RequestId::new())
    };
    let routes = || App::new().routes(routes![fine, waiting]);
    let hooked = client(around(routes().middleware(Panics)));
    let function = client(around(routes().middleware(in_function)));
    let mounted = client(around(
        App::new().mount("/in", routes().middleware(Panics).middleware(in_function)),
    ));
    let routed = client(around(App::new().routes(routes![routed])));
    for place in ["before", "after"] {
        for path in ["/fine", "/waiting", "/none"] {
            assert_all_saw_it(&hooked, path, place);
            assert_all_saw_it(&mounted, &format!("/in{path}"), place);
        }
        assert_all_saw_it(&routed, "/routed", place);
    }
    for place in ["call", "polled"] {
        for path in ["/fine", "/waiting"] {
            assert_all_saw_it(&function, path, place);
            assert_all_saw_it(&mounted, &format!("/in{path}"), place);
        }
    }
    assert_eq!(hooked.get("/fine").send().json::<u8>(), 1);
}

#[test]
fn the_outermost_middleware_may_panic_too() {
    let client = client(App::new().routes(routes![fine]).middleware(Panics));
    for place in ["before", "after"] {
        client.get("/fine").header("x-panic", place).send().assert_status(500);
    }
    assert_eq!(client.get("/fine").send().json::<u8>(), 1);
}
