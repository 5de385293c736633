//! Dependencies: nested, cached once a request, guards, errors (`DEP-01` to `DEP-04`, `DEP-13`, `DEP-14`, `DEP-24`).

use std::sync::atomic::{AtomicUsize, Ordering};

use fasterapi::prelude::*;
use serde_json::json;

use crate::client;

#[derive(Default)]
struct Calls(AtomicUsize);

#[dependency]
async fn base(calls: State<Calls>, #[header] x_base: Option<i64>) -> i64 {
    calls.0.fetch_add(1, Ordering::Relaxed);
    x_base.unwrap_or(1)
}

#[dependency]
fn left(#[depends(base)] base: i64) -> i64 {
    base + 1
}

#[dependency]
async fn right(#[depends(base)] base: i64) -> Result<i64, HttpError> {
    if base < 0 {
        Err(HttpError::bad_request("negative"))
    } else {
        Ok(base + 2)
    }
}

#[get("/sum")]
async fn sum(#[depends(left)] left: i64, #[depends(right)] right: i64, calls: State<Calls>) -> Value {
    json!([left, right, calls.0.swap(0, Ordering::Relaxed)])
}

#[get("/fresh")]
async fn fresh(#[depends(left)] left: i64, #[depends(base, cache = false)] base: i64, calls: State<Calls>) -> Value {
    json!([left, base, calls.0.swap(0, Ordering::Relaxed)])
}

#[dependency]
async fn gate(#[header] x_gate: String) -> Result<(), HttpError> {
    if x_gate == "open" {
        Ok(())
    } else {
        Err(HttpError::forbidden("shut").header("x-gate", "shut"))
    }
}

#[get("/guarded", dependencies = [gate])]
async fn guarded(n: u32) -> u32 {
    n
}

#[dependency]
async fn owner(user_id: u64) -> u64 {
    user_id * 10
}

#[get("/things")]
async fn things(user_id: u64, #[depends(owner)] owner: u64) -> Value {
    json!([user_id, owner])
}

#[dependency]
async fn slow(#[query(default = 1)] n: u32) -> u32 {
    tokio::task::yield_now().await;
    n
}

#[get("/slow", dependencies = [slow])]
async fn waits(#[depends(slow)] n: u32) -> u32 {
    n
}

fn app() -> App {
    App::new()
        .state(Calls::default())
        .routes(routes![sum, fresh, guarded, waits])
}

#[test]
fn a_dependency_runs_once_a_request() {
    let client = client(app());
    assert_eq!(client.get("/sum").send().json::<Value>(), json!([2, 3, 1]));
    assert_eq!(
        client.get("/sum").header("x-base", "10").send().json::<Value>(),
        json!([11, 12, 1])
    );
    assert_eq!(client.get("/fresh").send().json::<Value>(), json!([2, 1, 2]));
}

#[test]
fn an_error_of_a_dependency_is_the_answer() {
    let response = client(app())
        .get("/sum")
        .header("x-base", "-5")
        .send()
        .assert_status(400);
    assert_eq!(response.json::<Value>(), json!({"detail": "negative"}));
}

#[test]
fn errors_of_dependencies_come_first() {
    let response = client(app()).get("/guarded?n=x").send().assert_status(422);
    let errors = response.json::<Value>();
    let locs: Vec<&Value> = errors["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["loc"])
        .collect();
    assert_eq!(locs, [&json!(["header", "x-gate"]), &json!(["query", "n"])]);
}

#[test]
fn a_guard_answers_before_parameters_are_looked_at() {
    let response = client(app())
        .get("/guarded?n=x")
        .header("x-gate", "no")
        .send()
        .assert_status(403);
    assert_eq!(response.header("x-gate"), Some("shut"));
    client(app())
        .get("/guarded?n=3")
        .header("x-gate", "open")
        .send()
        .assert_status(200);
}

#[test]
fn dependencies_see_the_path_of_the_route_and_its_routers() {
    let router = Router::new().prefix("/users/{user_id}").routes(routes![things]);
    assert_eq!(
        client(App::new().include(router))
            .get("/users/7/things")
            .send()
            .json::<Value>(),
        json!([7, 70])
    );
    let query = client(App::new().routes(routes![things]));
    assert_eq!(query.get("/things?user_id=8").send().json::<Value>(), json!([8, 80]));
}

#[test]
fn dependencies_may_wait() {
    assert_eq!(client(app()).get("/slow?n=4").send().json::<u32>(), 4);
}

#[test]
fn routers_and_the_app_add_dependencies() {
    let router = Router::new()
        .prefix("/r")
        .dependencies(depends![gate])
        .routes(routes![waits]);
    let app = App::new().dependencies(depends![slow]).include(router);
    let client = client(app);
    client.get("/r/slow").send().assert_status(422);
    client
        .get("/r/slow?n=x")
        .header("x-gate", "open")
        .send()
        .assert_status(422);
    client.get("/r/slow").header("x-gate", "open").send().assert_status(200);
}

#[dependency]
async fn loose(#[query(min_length = 2)] word: Option<String>) -> usize {
    word.map_or(0, |word| word.len())
}

#[dependency]
async fn strict(word: String) -> usize {
    word.len()
}

#[get("/word")]
async fn word(#[depends(loose)] loose: usize, #[depends(strict)] strict: usize, word: Option<String>) -> Value {
    json!([loose, strict, word])
}

#[test]
fn a_parameter_of_several_is_there_once_and_required_if_one_requires_it() {
    let client = client(App::new().routes(routes![word]));
    assert_eq!(
        client.get("/word?word=abc").send().json::<Value>(),
        json!([3, 3, "abc"])
    );
    client.get("/word").send().assert_status(422);
    let document = App::new().routes(routes![word]).openapi().unwrap();
    let parameters = document["paths"]["/word"]["get"]["parameters"].as_array().unwrap();
    assert_eq!(parameters.len(), 1);
    assert_eq!(parameters[0]["required"], true);
}

#[test]
fn functions_stay_callable() {
    assert_eq!(left(4), 5);
}
