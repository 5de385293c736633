//! What `build()` refuses, and that it says which routes and what to do (`ROUTE-26`, `RTR-01`, `DEP-20`).

use std::sync::Mutex;

use fasterapi::prelude::*;

#[get("/people/{id}")]
async fn by_id(id: u64) -> u64 {
    id
}

#[get("/people/{name}")]
async fn by_name(name: String) -> String {
    name
}

struct Db;

#[dependency]
async fn database(_db: State<Db>) -> u8 {
    1
}

#[get("/rows")]
async fn rows(#[depends(database)] db: u8) -> u8 {
    db
}

struct Session(#[allow(dead_code)] Mutex<()>);

#[dependency]
async fn session() -> Session {
    Session(Mutex::new(()))
}

#[get("/twice")]
async fn twice(#[depends(session)] _a: Session, #[depends(session)] _b: Session) {}

#[get("/fresh")]
async fn fresh(#[depends(session, cache = false)] _a: Session, #[depends(session, cache = false)] _b: Session) {}

#[get("/x")]
async fn x(#[query(pattern = "[a-")] q: Option<String>) -> Option<String> {
    q
}

#[get("/prefixed")]
async fn prefixed(#[path(from_prefix)] tenant: String) -> String {
    tenant
}

fn problems(app: App) -> Vec<String> {
    app.build()
        .err()
        .map(|error| error.problems().to_vec())
        .unwrap_or_default()
}

fn has(app: App, parts: &[&str]) {
    let problems = problems(app);
    let found = problems
        .iter()
        .any(|problem| parts.iter().all(|part| problem.contains(part)));
    assert!(found, "no problem with {parts:?} in {problems:#?}");
}

#[test]
fn two_routes_of_one_shape_are_both_named() {
    has(
        App::new().routes(routes![by_id, by_name]),
        &["two routes take GET", "by_id", "by_name", "build_errors.rs"],
    );
}

#[test]
fn a_missing_state_names_the_route_and_the_mend() {
    has(
        App::new().routes(routes![rows]),
        &["rows", "State<", "Db>", ".state(..)"],
    );
    assert_eq!(
        problems(App::new().state(Db).routes(routes![rows])),
        Vec::<String>::new()
    );
}

#[test]
fn a_value_that_cannot_be_shared_is_told() {
    has(
        App::new().routes(routes![twice]),
        &["session", "2 times", "not Clone", "cache = false"],
    );
    assert_eq!(problems(App::new().routes(routes![fresh])), Vec::<String>::new());
}

#[test]
fn a_pattern_that_does_not_compile_is_told() {
    has(App::new().routes(routes![x]), &["[a-"]);
}

#[test]
fn a_prefix_must_begin_but_not_end_with_a_slash() {
    for prefix in ["api", "/api/", "/"] {
        let router = Router::new().prefix(prefix).routes(routes![by_id]);
        has(App::new().include(router), &["prefix", prefix]);
    }
}

#[test]
fn a_parameter_of_the_prefix_must_be_there() {
    has(App::new().routes(routes![prefixed]), &["prefixed", "tenant", "path"]);
    let router = Router::new().prefix("/{tenant}").routes(routes![prefixed]);
    assert_eq!(problems(App::new().include(router)), Vec::<String>::new());
}

#[test]
fn a_root_path_must_be_a_path() {
    has(App::new().root_path("api v1"), &["root path", "api v1"]);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let app = App::new()
        .routes(routes![by_id, by_name, rows])
        .include(Router::new().prefix("x").routes(routes![twice]));
    assert!(problems(app).len() >= 4);
}

#[test]
fn links_of_the_document_lead_to_pages() {
    for link in [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
    ] {
        let error = App::new().terms_of_service(link).build().unwrap_err().to_string();
        assert!(
            error.contains("the terms of service link to") && error.contains("a script and no page"),
            "{error}"
        );
    }
    for link in [
        "https://example.com/terms",
        "/terms",
        "mailto:ann@example.com",
        "terms?x=javascript",
    ] {
        assert!(App::new().terms_of_service(link).build().is_ok(), "{link}");
    }
}
