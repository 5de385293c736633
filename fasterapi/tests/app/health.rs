//! Health endpoints (PROD-04, DB-08), and the times of answers (OBS-08).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fasterapi::health::Health;
use fasterapi::middleware::{ServerTiming, Timings};
use fasterapi::prelude::*;

use crate::client;

type Up = Arc<AtomicBool>;

async fn database(request: Request) -> Result<(), AnyError> {
    let up = request.state::<Up>().ok_or("no state")?;
    if up.load(Ordering::Relaxed) {
        Ok(())
    } else {
        Err("postgres://user:password@db refused")?
    }
}

#[test]
fn a_check_that_fails_makes_it_503_and_its_error_stays_inside() {
    let up = Up::new(AtomicBool::new(true));
    let ready = Health::ready()
        .check("database", database)
        .check("nothing", async |_| {});
    let app = App::new()
        .state(Arc::clone(&up))
        .health("/livez", Health::live())
        .health("/readyz", ready);
    let client = client(app);
    let answer = client
        .get("/livez")
        .send()
        .assert_status(200)
        .assert_header("cache-control", "no-store");
    assert_eq!(answer.json::<Value>(), json!({"status": "ok"}));
    let answer: Value = client.get("/readyz").send().assert_status(200).json();
    assert_eq!(
        (&answer["status"], &answer["checks"]["database"]["status"]),
        (&json!("ok"), &json!("ok"))
    );
    assert!(answer["checks"]["nothing"]["duration_ms"].is_number(), "{answer}");
    up.store(false, Ordering::Relaxed);
    let answer = client.get("/readyz").send().assert_status(503);
    assert!(!answer.text().contains("postgres"), "{}", answer.text());
    let answer: Value = answer.json();
    assert_eq!(
        (&answer["status"], &answer["checks"]["database"]["status"]),
        (&json!("failed"), &json!("failed"))
    );
    assert_eq!(answer["checks"]["nothing"]["status"], "ok");
    client.head("/readyz").send().assert_status(503).assert_text("");
    client.get("/livez").send().assert_status(200);
}

async fn odd(_: Request) {
    panic!("on purpose")
}

#[test]
fn a_check_that_hangs_or_panics_has_failed() {
    let hangs = Health::ready().check("slow", async |_| std::future::pending::<()>().await);
    let panics = Health::ready().check("odd", odd);
    let hangs = hangs.timeout(Duration::from_millis(1));
    let client = client(App::new().health("/hangs", hangs).health("/panics", panics));
    let answer: Value = client.get("/hangs").send().assert_status(503).json();
    assert_eq!(answer["checks"]["slow"]["status"], "timeout");
    let answer: Value = client.get("/panics").send().assert_status(503).json();
    assert_eq!(answer["checks"]["odd"]["status"], "failed");
}

#[test]
fn it_is_in_the_document_where_it_is_asked_for() {
    let documented = Health::ready().include_in_schema(true);
    let client = client(
        App::new()
            .health("/livez", Health::live())
            .health("/readyz", documented),
    );
    let document: Value = client.get("/openapi.json").send().json();
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(paths, ["/readyz"]);
}

#[test]
fn two_checks_of_one_name_are_told_when_the_app_is_built() {
    let health = Health::ready().check("a", async |_| {}).check("a", async |_| {});
    let problem = App::new().health("/readyz", health).build().unwrap_err().to_string();
    assert!(problem.contains("two checks called \"a\""), "{problem}");
}

#[get("/work")]
async fn work(request: &Request) -> &'static str {
    Timings::of(request).add("db query", Duration::from_micros(1500));
    "done"
}

#[get("/timed")]
async fn timed(request: &Request, #[query] name: String) {
    Timings::of(request).add(&name, Duration::from_millis(2));
}

#[test]
fn no_name_can_make_the_header_say_something_else() {
    let client = client(App::new().middleware(ServerTiming::new()).routes(routes![timed]));
    for (name, shown) in [
        ("", "_"),
        ("a%0d%0ax:%20y", "a__x__y"),
        ("a;dur=1,b", "a_dur_1_b"),
        ("%C3%BC", "_"),
        ("a.b-c", "a.b-c"),
    ] {
        let answer = client.get(&format!("/timed?name={name}")).send().assert_status(200);
        let timing = answer.header("server-timing").unwrap();
        assert!(
            timing.starts_with(&format!("{shown};dur=2.000, total;dur=")),
            "{timing}"
        );
    }
}

#[test]
fn the_header_tells_how_long_it_took_and_what_handlers_add() {
    let client = client(
        App::new()
            .middleware(ServerTiming::new().slow(Duration::ZERO))
            .routes(routes![work]),
    );
    let answer = client.get("/work").send().assert_status(200);
    let timing = answer.header("server-timing").unwrap();
    let total = timing
        .strip_prefix("db_query;dur=1.500, total;dur=")
        .unwrap_or_else(|| panic!("{timing}"));
    assert!(total.parse::<f64>().unwrap() >= 0.0);
    // without the middleware it goes nowhere
    let answer = crate::client(App::new().routes(routes![work]))
        .get("/work")
        .send()
        .assert_status(200);
    assert_eq!(answer.header("server-timing"), None);
}
