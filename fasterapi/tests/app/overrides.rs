//! Stand-ins for dependencies (`DEP-16`, `TEST-07`).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fasterapi::dependency::Teardown;
use fasterapi::prelude::*;

use crate::client;

struct Db;

#[dependency]
async fn db(_db: State<Db>) -> String {
    "real".into()
}

#[dependency]
async fn user(#[depends(db)] db: String, #[header] x_token: String) -> String {
    format!("{x_token} of {db}")
}

#[dependency]
async fn guard(#[header] x_key: String) -> Result<(), HttpError> {
    Err(HttpError::forbidden(x_key))
}

#[get("/me/{id}")]
async fn me(id: u32, #[depends(user)] user: String) -> String {
    format!("{id} {user}")
}

#[get("/twice")]
async fn twice(#[depends(user)] first: String, #[depends(user)] second: String) -> Value {
    json!([first, second])
}

#[get("/guarded", dependencies = [guard])]
async fn guarded() -> u8 {
    1
}

#[dependency]
async fn test_db() -> String {
    "test".into()
}

#[dependency]
async fn test_user(#[query(default = "tester", alias = "as")] name: String, id: Option<u32>) -> String {
    format!("{name} for {id:?}")
}

#[dependency]
async fn slow_user(n: u32) -> String {
    tokio::task::yield_now().await;
    format!("slow {n}")
}

#[dependency]
async fn open() {}

fn app() -> App {
    App::new().routes(routes![me, twice, guarded])
}

#[test]
fn a_stand_in_has_its_own_parameters_and_needs_no_state() {
    let client = client(app().override_dependency::<user, test_user>());
    assert_eq!(client.get("/me/5").send().json::<String>(), "5 tester for Some(5)");
    assert_eq!(client.get("/me/5?as=eve").send().json::<String>(), "5 eve for Some(5)");
    assert_eq!(
        client.get("/twice?as=eve").send().json::<Value>(),
        json!(["eve for None", "eve for None"])
    );
}

#[test]
fn deep_ones_have_stand_ins_too() {
    let client = client(app().override_dependency::<db, test_db>());
    assert_eq!(
        client.get("/me/5").header("x-token", "t").send().json::<String>(),
        "5 t of test"
    );
    client.get("/me/5").send().assert_status(422);
}

#[test]
fn guards_have_stand_ins() {
    let real = client(app().state(Db));
    real.get("/guarded").header("x-key", "k").send().assert_status(403);
    let client = client(app().state(Db).override_dependency::<guard, open>());
    assert_eq!(client.get("/guarded").send().json::<u8>(), 1);
}

#[dependency]
async fn of_path(#[path(from_prefix)] id: u32) -> Result<(), HttpError> {
    if id > 5 { Err(HttpError::forbidden(id)) } else { Ok(()) }
}

#[get("/{id}/two", dependencies = [guard, of_path])]
async fn two(id: u32) -> u32 {
    id
}

#[test]
fn guards_beside_a_stand_in_keep_their_parameters() {
    let client = client(App::new().routes(routes![two]).override_dependency::<guard, of_path>());
    assert_eq!(client.get("/5/two").send().json::<u32>(), 5);
    client.get("/6/two").send().assert_status(403);
}

#[test]
fn a_stand_in_may_wait_where_nobody_did_and_tells_its_errors() {
    let client = client(app().override_dependency::<user, slow_user>());
    assert_eq!(client.get("/me/5?n=3").send().json::<String>(), "5 slow 3");
    let errors = client.get("/me/x").send().assert_status(422).json::<Value>();
    let locs: Vec<&Value> = errors["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["loc"])
        .collect();
    assert_eq!(locs, [&json!(["query", "n"]), &json!(["path", "id"])]);
}

#[test]
fn a_value_stands_in_once_a_request() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let client = client(app().override_dependency_with::<user>(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        "value".into()
    }));
    assert_eq!(client.get("/twice").send().json::<Value>(), json!(["value", "value"]));
    assert_eq!(calls.load(Ordering::Relaxed), 1);
}

#[test]
fn the_last_one_counts_and_the_document_shows_the_original() {
    let app = || app().state(Db);
    let overridden = app()
        .override_dependency::<user, slow_user>()
        .override_dependency_with::<user>(|| "last".into());
    assert_eq!(app().openapi().unwrap(), overridden.openapi().unwrap());
    let overridden = app()
        .override_dependency::<user, slow_user>()
        .override_dependency_with::<user>(|| "last".into());
    assert_eq!(client(overridden).get("/me/1").send().json::<String>(), "1 last");
}

#[derive(Clone, Default)]
struct Ends(Arc<AtomicUsize>);

#[dependency]
async fn ends(ends: State<Ends>, teardown: Teardown) -> String {
    teardown.after_response(move |_| async move {
        ends.0.fetch_add(1, Ordering::Relaxed);
    });
    "ends".into()
}

#[test]
fn a_stand_in_may_do_something_at_the_end() {
    let counted = Ends::default();
    let app = App::new().state(counted.clone()).routes(routes![twice]);
    let client = client(app.override_dependency::<user, ends>());
    assert_eq!(client.get("/twice").send().json::<Value>(), json!(["ends", "ends"]));
    assert_eq!(counted.0.load(Ordering::Relaxed), 1);
}

#[dependency]
async fn circle(#[depends(user)] user: String) -> String {
    user
}

#[test]
fn a_stand_in_that_needs_what_it_replaces_is_an_error() {
    let error = app().override_dependency::<user, circle>().build().unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("circle stands in for the dependency user and depends on it: user → user"),
        "{text}"
    );
}

#[test]
fn what_a_stand_in_lacks_is_told_with_the_way_to_it() {
    let error = app().build().unwrap_err();
    let told = |route: &str, way: &str| {
        let found = error
            .problems()
            .iter()
            .any(|problem| problem.contains(route) && problem.contains("Db>") && problem.contains(way));
        assert!(found, "{error}");
    };
    told("me", "through its dependencies user → db, which");
    let error = app().override_dependency::<user, ends>().build().unwrap_err();
    assert!(
        error.to_string().contains("Ends> through its dependencies user, which"),
        "{error}"
    );
}
