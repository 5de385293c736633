//! Start and end of an app: once, in order, with what it yields (`LIFE-01` to `LIFE-04`, `LIFE-07` to `LIFE-09`, `RTR-12`).

use std::future::ready;
use std::io;
use std::sync::{Arc, Mutex};

use fasterapi::lifespan::LifespanError;
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;
use tokio::net::TcpListener;

use crate::client;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

struct Pool(u32);
struct Cache(String);

async fn pool(startup: Startup) -> Result<Lifespan<Pool>, io::Error> {
    let log = startup.state::<Log>().ok_or(io::ErrorKind::NotFound)?;
    log.add("pool opens");
    tokio::task::yield_now().await;
    Ok(Lifespan::new(Pool(5)).on_shutdown(move || async move {
        tokio::task::yield_now().await;
        log.add("pool closes");
    }))
}

/// It needs what the lifespan before it yielded.
async fn cache(startup: Startup) -> Lifespan<Cache> {
    let size = startup.state::<Pool>().map_or(0, |pool| pool.0);
    let log = startup.state::<Log>().unwrap();
    log.add("cache opens");
    Lifespan::new(Cache(format!("of {size}"))).on_shutdown(move || {
        log.add("cache closes");
        ready(())
    })
}

#[get("/")]
async fn read(pool: State<Pool>, cache: State<Cache>, log: State<Log>) -> Value {
    log.add("request");
    json!([pool.0, cache.0])
}

fn app(log: &Log) -> App {
    let (started, stopped, last) = (log.clone(), log.clone(), log.clone());
    App::new()
        .state(log.clone())
        .lifespan(pool)
        .on_startup(move || async move { started.add("on_startup") })
        .on_shutdown(move || async move { stopped.add("first on_shutdown") })
        .on_shutdown(move || async move { last.add("second on_shutdown") })
        .lifespan(cache)
        .routes(routes![read])
}

const STARTED: [&str; 3] = ["pool opens", "on_startup", "cache opens"];
const STOPPED: [&str; 4] = ["first on_shutdown", "second on_shutdown", "cache closes", "pool closes"];

#[test]
fn a_test_enters_and_leaves() {
    let log = Log::default();
    let client = client(app(&log));
    let started = client.start().wait().unwrap();
    assert_eq!(log.take(), STARTED);
    assert_eq!(client.get("/").send().json::<Value>(), json!([5, "of 5"]));
    assert_eq!(log.take(), ["request"]);
    started.stop().wait().unwrap();
    assert_eq!(log.take(), STOPPED);
}

#[test]
fn an_app_stops_when_the_test_leaves() {
    let log = Log::default();
    {
        let client = client(app(&log));
        let _started = client.start().wait().unwrap();
        log.take();
    }
    assert_eq!(log.take(), STOPPED);
}

#[test]
fn without_a_start_nothing_runs_and_the_state_is_missing() {
    let log = Log::default();
    let client = client(app(&log));
    client.get("/").send().assert_status(500);
    assert_eq!(log.take(), [""; 0]);
}

#[tokio::test]
async fn an_async_test_waits_for_both() {
    let log = Log::default();
    let client = client(app(&log));
    let started = client.start().await.unwrap();
    assert_eq!(client.get("/").await.json::<Value>(), json!([5, "of 5"]));
    started.stop().await.unwrap();
    assert_eq!(log.take().len(), STARTED.len() + 1 + STOPPED.len());
}

#[test]
fn an_app_starts_once() {
    let client = client(app(&Log::default()));
    let _started = client.start().wait().unwrap();
    let again = client.start().wait().unwrap_err();
    assert!(again.to_string().contains("starts once"), "{again}");
}

async fn fails(_: Startup) -> Result<Lifespan, io::Error> {
    Err(io::Error::other("no database"))
}

async fn panics(_: Startup) -> Lifespan {
    panic!("no disk")
}

async fn falls() {
    panic!("first")
}

fn refusal(app: App) -> LifespanError {
    client(app).start().wait().unwrap_err()
}

#[test]
fn a_start_that_fails_ends_what_had_started() {
    let log = Log::default();
    let error = refusal(app(&log).lifespan(fails));
    assert!(error.is_startup());
    assert_eq!(error.to_string(), "the app could not start: no database");
    assert_eq!(log.take(), [&STARTED[..], &STOPPED].concat());
    let error = refusal(App::new().lifespan(panics));
    assert_eq!(error.to_string(), "the app could not start: no disk");
    let error = refusal(App::new().on_startup(|| ready(Err::<(), _>("no key"))));
    assert_eq!(error.to_string(), "the app could not start: no key");
}

#[test]
fn an_end_that_fails_is_told_and_the_others_still_run() {
    let log = Log::default();
    let ours = log.clone();
    let app = App::new()
        .lifespan(async move |_: Startup| Lifespan::new(()).on_shutdown(move || async move { ours.add("still") }))
        .lifespan(async |_: Startup| Lifespan::new(()).on_shutdown(|| ready(Err::<(), _>("cannot close"))))
        .on_shutdown(falls);
    let client = TestClient::new(app).unwrap();
    let error = client.start().wait().unwrap().stop().wait().unwrap_err();
    assert!(!error.is_startup());
    assert_eq!(error.to_string(), "the app did not shut down as it should: first");
    assert_eq!(log.take(), ["still"]);
}

#[test]
fn mounted_apps_start_after_and_end_before_the_outer_one() {
    let log = Log::default();
    let outer = async |startup: Startup| {
        let log = startup.state::<Log>().unwrap();
        log.add("outer opens");
        Lifespan::new(7_u8).on_shutdown(move || async move { log.add("outer closes") })
    };
    let client = client(App::new().state(log.clone()).lifespan(outer).mount("/sub", app(&log)));
    let started = client.start().wait().unwrap();
    assert_eq!(client.get("/sub/").send().json::<Value>(), json!([5, "of 5"]));
    started.stop().wait().unwrap();
    let expected = [
        &["outer opens"],
        &STARTED[..],
        &["request"],
        &STOPPED,
        &["outer closes"],
    ]
    .concat();
    assert_eq!(log.take(), expected);
}

#[test]
fn a_mounted_app_that_does_not_start_ends_the_outer_one() {
    let log = Log::default();
    let error = refusal(app(&log).mount("/sub", App::new().lifespan(fails)));
    assert_eq!(error.to_string(), "the app could not start: no database");
    assert_eq!(log.take(), [&STARTED[..], &STOPPED].concat());
}

#[test]
fn one_type_is_yielded_by_one() {
    let error = App::new()
        .state(Pool(1))
        .state(Log::default())
        .lifespan(pool)
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("a lifespan yields State<") && error.to_string().contains("Pool>"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_starts_before_it_answers_and_stops_after() {
    let log = Log::default();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    app(&log).serve_until(listener, ready(())).await.unwrap();
    assert_eq!(log.take(), [&STARTED[..], &STOPPED].concat());

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = app(&log)
        .lifespan(fails)
        .serve_until(listener, ready(()))
        .await
        .unwrap_err();
    assert!(error.downcast_ref().is_some_and(LifespanError::is_startup), "{error}");
}
