//! What runs when a request is over: background tasks and teardown, once and in order, however it ends.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;

use fasterapi::app::AppService;
use fasterapi::background::BackgroundTasks;
use fasterapi::dependency::Teardown;
use fasterapi::prelude::*;
use fasterapi::testing::TestClient;
use tower_service::Service;

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

fn ends(name: &'static str, log: State<Log>, teardown: &Teardown) {
    teardown.after_response(move |outcome| {
        let status = outcome.status().map(|status| status.as_u16());
        let (error, sent) = (outcome.is_error(), outcome.was_sent());
        async move {
            tokio::task::yield_now().await;
            log.add(format!("{name} {status:?} error={error} sent={sent}"));
        }
    });
}

#[dependency]
fn outer(log: State<Log>, teardown: Teardown) {
    ends("outer", log, &teardown);
}

#[dependency]
fn inner(#[depends(outer)] _outer: (), log: State<Log>, teardown: Teardown, tasks: BackgroundTasks) {
    ends("inner", log.clone(), &teardown);
    tasks.add_task(async move { log.add("task") });
}

#[get("/ok", dependencies = [inner])]
async fn ok() -> u8 {
    1
}

#[get("/refused", dependencies = [inner])]
async fn refused(n: u8) -> u8 {
    n
}

#[get("/panic", dependencies = [inner])]
async fn panics() -> u8 {
    panic!("on purpose")
}

#[get("/waits", dependencies = [inner])]
async fn waits() -> u8 {
    pending::<()>().await;
    1
}

#[get("/blocking")]
fn blocking(#[depends(inner)] _inner: ()) -> Result<u8, AnyError> {
    Err("broken".into())
}

#[get("/before/{how}")]
async fn before(how: String, log: State<Log>, teardown: Teardown) -> Result<String, std::fmt::Error> {
    let first = log.clone();
    teardown.before_response(move |outcome| {
        first.add(format!("first {:?}", outcome.status().map(|status| status.as_u16())));
        async { Ok::<_, HttpError>(()) }
    });
    teardown.before_response(move |outcome| {
        let known = outcome.downcast_error::<std::fmt::Error>().is_some();
        log.add(format!("second error={}", outcome.is_error()));
        async move {
            if known {
                Err(HttpError::conflict("translated"))
            } else {
                Ok(())
            }
        }
    });
    if how == "fails" { Err(std::fmt::Error) } else { Ok(how) }
}

fn app(log: &Log) -> App {
    App::new()
        .state(log.clone())
        .routes(routes![ok, refused, panics, waits, blocking, before])
}

fn after(path: &str) -> Vec<String> {
    let log = Log::default();
    let client = TestClient::new(app(&log)).unwrap();
    client.get(path).send();
    log.take()
}

#[test]
fn tasks_come_first_then_the_innermost_dependency() {
    let sent = "Some(200) error=false sent=true";
    assert_eq!(
        after("/ok"),
        ["task".to_owned(), format!("inner {sent}"), format!("outer {sent}")]
    );
}

#[test]
fn errors_and_panics_end_as_well_without_tasks() {
    for (path, status) in [("/refused", 422), ("/panic", 500), ("/blocking", 500)] {
        let told = format!("Some({status}) error=true sent=true");
        assert_eq!(
            after(path),
            [format!("inner {told}"), format!("outer {told}")],
            "{path}"
        );
    }
}

#[test]
fn what_runs_before_the_response_may_answer_instead() {
    let log = Log::default();
    let client = TestClient::new(app(&log)).unwrap();
    assert_eq!(client.get("/before/works").send().json::<String>(), "works");
    assert_eq!(log.take(), ["second error=false", "first Some(200)"]);
    let translated = client.get("/before/fails").send();
    assert_eq!(
        (translated.status().as_u16(), translated.json::<Value>()),
        (409, json!({"detail": "translated"}))
    );
    assert_eq!(log.take(), ["second error=true", "first Some(409)"]);
}

fn request(path: &str) -> http::Request<Body> {
    http::Request::builder().uri(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_client_that_goes_away_ends_it_too() {
    let log = Log::default();
    let mut service: AppService = app(&log).build().unwrap();
    {
        let mut answer = pin!(service.call(request("/waits")));
        poll_fn(|cx| {
            assert!(answer.as_mut().poll(cx).is_pending());
            Poll::Ready(())
        })
        .await;
    }
    settled(&log, 2).await;
    let gone = "None error=true sent=false";
    assert_eq!(log.take(), [format!("inner {gone}"), format!("outer {gone}")]);
}

/// Lets spawned tasks run until `lines` lines are there.
async fn settled(log: &Log, lines: usize) {
    while log.0.lock().unwrap().len() < lines {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nothing_runs_while_the_answer_is_not_sent() {
    let log = Log::default();
    let mut service: AppService = app(&log).build().unwrap();
    let answer = service.call(request("/ok")).await.unwrap();
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
    assert!(log.take().is_empty());
    drop(answer);
    settled(&log, 3).await;
    assert_eq!(log.take()[0], "task");
}

#[tokio::test]
async fn ten_thousand_aborted_requests_leave_nothing() {
    let log = Log::default();
    let mut service: AppService = app(&log).build().unwrap();
    for _ in 0..10_000 {
        let mut answer = Box::pin(service.call(request("/waits")));
        poll_fn(|cx| Poll::Ready(answer.as_mut().poll(cx).is_pending())).await;
    }
    settled(&log, 20_000).await;
    assert_eq!(log.take().len(), 20_000);
    drop(service);
    while Arc::strong_count(&log.0) > 1 {
        tokio::task::yield_now().await;
    }
}

async fn observed(_: Request, error: HttpError) -> Response {
    Response::from(error).header("x-observed", "yes")
}

#[get("/http")]
async fn http_error(#[depends(outer)] _outer: ()) -> Result<u8, HttpError> {
    Err(HttpError::conflict("no"))
}

#[test]
fn a_handler_of_errors_keeps_what_is_left_to_do() {
    let log = Log::default();
    let app = App::new()
        .state(log.clone())
        .routes(routes![http_error])
        .error_handler(observed);
    let response = TestClient::new(app).unwrap().get("/http").send();
    assert_eq!(response.header("x-observed"), Some("yes"));
    assert_eq!(log.take(), ["outer Some(409) error=true sent=true"]);
}

#[post("/tasks")]
async fn tasks(tasks: BackgroundTasks, log: State<Log>) {
    let (first, second) = (log.clone(), log);
    tasks.add_task(async move {
        first.add("first");
        assert!(first.take().is_empty(), "a task that panics");
    });
    tasks.add_blocking(move || second.add("never"));
}

#[test]
fn a_task_that_fails_ends_the_list() {
    let log = Log::default();
    let client = TestClient::new(App::new().state(log.clone()).routes(routes![tasks])).unwrap();
    assert_eq!(client.post("/tasks").send().status(), 200);
    assert_eq!(log.take(), [""; 0]);
}

#[test]
fn a_mounted_app_is_waited_for() {
    let log = Log::default();
    let client = TestClient::new(App::new().mount("/sub", app(&log))).unwrap();
    client.get("/sub/ok").send();
    assert_eq!(log.take().len(), 3);
}

#[get("/own")]
async fn own(log: State<Log>) -> Response {
    let (first, second) = (log.clone(), log);
    Response::new("own")
        .background(async move { first.add("first") })
        .background_blocking(move || second.add("second"))
}

#[get("/both")]
async fn both(tasks: BackgroundTasks, log: State<Log>) -> Response {
    let injected = log.clone();
    tasks.add_task(async move { injected.add("injected") });
    Response::new("both").background(async move { log.add("own") })
}

#[get("/own-error")]
async fn own_error(log: State<Log>) -> Response {
    Response::from(HttpError::conflict("no")).background(async move { log.add("told") })
}

async fn stamped(request: Request, next: Next) -> Response {
    let log = request.state::<Log>().unwrap();
    next.run(request)
        .await
        .background(async move { log.add("of the middleware") })
}

#[test]
fn an_answer_may_bring_tasks() {
    let log = Log::default();
    let app = || App::new().state(log.clone()).routes(routes![own, both, own_error]);
    let client = TestClient::new(app()).unwrap();
    assert_eq!(client.get("/own").send().text(), "own");
    assert_eq!(log.take(), ["first", "second"]);
    assert_eq!(client.get("/both").send().text(), "both");
    assert_eq!(log.take(), ["own"]);
    client.get("/own-error").send().assert_status(409);
    assert_eq!(log.take(), ["told"]);
}

#[tokio::test]
async fn a_middleware_may_add_tasks_to_an_answer() {
    let log = Log::default();
    let app = App::new().state(log.clone()).routes(routes![own]).middleware(stamped);
    let client = TestClient::new(app).unwrap();
    assert_eq!(client.get("/own").await.text(), "own");
    settled(&log, 3).await;
    assert_eq!(log.take().len(), 3);
}

/// `STAT-14`.
#[test]
fn the_dependencies_around_a_frontend_or_a_whole_request_end_as_those_of_a_handler() {
    let whole = async |request: Request| request.path().to_owned();
    let whole = fasterapi::Route::handle([Method::GET], "/whole", whole);
    let guarded = Router::new()
        .dependencies(fasterapi::depends![inner])
        .routes(routes![ok]);
    let guarded = guarded.route(whole).frontend("/", env!("CARGO_MANIFEST_DIR"));
    let log = Log::default();
    let client = TestClient::new(App::new().state(log.clone()).include(guarded)).unwrap();
    let ended = |path: &str| {
        client.get(path).send().assert_status(200);
        log.take()
    };
    let expected = ended("/ok");
    assert!(expected.contains(&"task".to_owned()), "{expected:?}");
    for path in ["/whole", "/Cargo.toml"] {
        assert_eq!(ended(path), expected, "{path}");
    }
}
