//! What the attributes promise, seen from a client.

use fasterapi::App;
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

async fn later() {
    give_way().await;
}

/// Gives way once, so that a handler really waits.
fn give_way() -> impl Future<Output = ()> {
    let mut given = false;
    std::future::poll_fn(move |context| {
        if std::mem::replace(&mut given, true) {
            return std::task::Poll::Ready(());
        }
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
}

macro_rules! hidden_await {
    ($future:expr) => {
        $future.await
    };
}

#[get("/waits/{type}")]
async fn waits(r#type: String, request: &Request, parts: &mut ResponseParts) -> String {
    later().await;
    hidden_await!(later());
    parts.set_status(StatusCode::ACCEPTED);
    format!("{type} {}", request.uri().path(), r#type = r#type)
}

#[route("/several", methods = ["GET", "DELETE"])]
fn several(method: Method) -> String {
    method.to_string()
}

#[dependency]
fn inline(request: &Request, #[query(alias = "n-th")] nth: u8) -> Result<u8, HttpError> {
    if request.uri().path() == "/refused" {
        Err(HttpError::forbidden("no"))
    } else {
        Ok(nth)
    }
}

#[dependency(blocking)]
fn blocking(#[depends(inline)] nth: u8) -> u16 {
    u16::from(nth) * 2
}

#[dependency]
async fn waiting(#[depends(blocking)] double: u16, #[query(default = "x")] text: String) -> String {
    later().await;
    format!("{double}{text}")
}

#[get("/depends")]
async fn depends_on(last: u8, #[depends(waiting)] text: String, #[depends(inline)] nth: u8) -> String {
    format!("{last} {text} {nth}")
}

#[get("/guarded", dependencies = [waiting])]
async fn guarded() -> &'static str {
    "in"
}

#[get("/refused")]
async fn refused(#[depends(blocking)] double: u16) -> u16 {
    double
}

#[get("/{item}")]
async fn from_prefix(#[path(from_prefix)] shop: u32, item: String, r#where: Option<String>) -> String {
    format!("{shop} {item} {}", r#where.unwrap_or_default())
}

#[post("/sum/{start}")]
async fn sum(numbers: Vec<i64>, start: i64, #[header(default = 1)] x_factor: i64) -> i64 {
    (start + numbers.iter().sum::<i64>()) * x_factor
}

fn even(number: &i64) -> Result<(), &'static str> {
    if number % 2 == 0 { Ok(()) } else { Err("must be even") }
}

#[post("/checked")]
async fn checked(#[body(embed, validate = even)] number: i64, #[query(default = 1, assert = even)] other: i64) -> i64 {
    number + other
}

fn client() -> TestClient {
    let prefixed = fasterapi::Router::new()
        .prefix("/shops/{shop}")
        .routes(routes![from_prefix]);
    let routes = routes![waits, several, depends_on, guarded, refused, sum, checked];
    TestClient::new(App::new().routes(routes).include(prefixed)).expect("a sound app")
}

#[test]
fn handlers_may_wait() {
    let answer = client().get("/waits/slow").send().assert_status(202);
    assert_eq!(answer.json::<String>(), "slow /waits/slow");
}

#[test]
fn a_route_answers_all_its_methods() {
    assert_eq!(client().get("/several").send().json::<String>(), "GET");
    assert_eq!(client().delete("/several").send().json::<String>(), "DELETE");
    client().post("/several").send().assert_status(405);
}

#[test]
fn dependencies_find_their_own_parameters() {
    let answer = client().get("/depends?n-th=4&text=y&last=9").send().assert_status(200);
    assert_eq!(answer.json::<String>(), "9 8y 4");
    let errors: Value = client().get("/depends?n-th=x").send().assert_status(422).json();
    let places: Vec<&Value> = errors["detail"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|error| &error["loc"])
        .collect();
    assert_eq!(places[0], &json!(["query", "n-th"]));
    assert_eq!(places.last(), Some(&&json!(["query", "last"])));
}

#[test]
fn guards_run_and_refuse() {
    assert_eq!(
        client()
            .get("/guarded?n-th=1")
            .send()
            .assert_status(200)
            .json::<String>(),
        "in"
    );
    client().get("/guarded").send().assert_status(422);
    client().get("/refused?n-th=1").send().assert_status(403);
}

#[test]
fn a_prefix_may_bind_arguments() {
    let answer = client().get("/shops/5/pen?where=shelf").send().assert_status(200);
    assert_eq!(answer.json::<String>(), "5 pen shelf");
}

#[test]
fn names_decide_not_positions() {
    let answer = client()
        .post("/sum/10")
        .header("x-factor", "2")
        .json(&[1, 2, 3])
        .send()
        .assert_status(200);
    assert_eq!(answer.json::<i64>(), 32);
}

#[test]
fn checks_of_ones_own_are_told_like_all_others() {
    assert_eq!(
        client()
            .post("/checked")
            .json(&json!({"number": 2}))
            .send()
            .json::<i64>(),
        3
    );
    let answer = client()
        .post("/checked?other=3")
        .json(&json!({"number": 1}))
        .send()
        .assert_status(422);
    let expected = json!({"detail": [
        {"type": "assertion_error", "loc": ["query", "other"], "msg": "Assertion failed, must be even", "input": "3",
         "ctx": {"error": {}}},
        {"type": "value_error", "loc": ["body", "number"], "msg": "Value error, must be even", "input": 1,
         "ctx": {"error": {}}},
    ]});
    assert_eq!(answer.json::<Value>(), expected);
}
