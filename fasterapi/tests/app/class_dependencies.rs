//! Structs and configured instances as dependencies, their scope, and how many use one at once (`DEP-05`, `DEP-06`,
//! `DEP-09`, `DEP-27`).

use std::future::poll_fn;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::task::Poll;

use fasterapi::dependency::Teardown;
use fasterapi::prelude::*;
use tokio::sync::Notify;
use tower_service::Service;

use crate::client;

/// The part of a list to show.
#[dependency]
#[derive(Debug, Clone, Serialize)]
struct Page {
    /// What to look for.
    q: Option<String>,
    #[query(default = 0)]
    skip: u32,
    #[query(default = 100, le = 100)]
    limit: u32,
}

#[dependency(cache = false)]
struct Agent {
    #[header]
    user_agent: Option<String>,
    #[depends]
    page: Page,
}

#[get("/short")]
async fn short(#[depends] page: Page) -> Value {
    json!(page)
}

#[get("/long")]
async fn long(#[depends(Page)] page: Page, #[depends(Agent)] agent: Agent) -> Value {
    json!([page.limit, agent.page.limit, agent.user_agent])
}

#[get("/listed", dependencies = [Page])]
async fn listed() -> u8 {
    1
}

pub(crate) struct Contains {
    fixed: &'static str,
}

#[dependency]
impl Contains {
    /// Whether the query has the fixed text.
    async fn check(&self, #[query(default)] q: String) -> bool {
        q.contains(self.fixed)
    }
}

#[dependency]
static HAS_BAR: Contains = Contains { fixed: "bar" };

#[dependency(cache = false)]
pub(crate) static HAS_FOO: LazyLock<Contains> = LazyLock::new(|| Contains { fixed: "foo" });

#[get("/contains")]
async fn contains(#[depends(HAS_BAR)] first: bool, #[depends(HAS_FOO)] second: bool) -> Value {
    json!([first, second])
}

struct AtLeast(u32);

#[dependency(blocking)]
impl AtLeast {
    fn allow(&self, level: u32) -> Result<u32, HttpError> {
        if level < self.0 {
            return Err(HttpError::forbidden(format!("{} is needed", self.0)));
        }
        Ok(level)
    }
}

#[dependency]
static ADMIN: AtLeast = AtLeast(5);

#[get("/admin", dependencies = [ADMIN])]
async fn admin(#[depends(ADMIN)] level: u32) -> u32 {
    level
}

#[test]
fn the_fields_of_a_struct_are_parameters() {
    let client = client(App::new().routes(routes![short, long, listed]));
    let page = client.get("/short?q=x&limit=5").send().json::<Value>();
    assert_eq!(page, json!({"q": "x", "skip": 0, "limit": 5}));
    let errors = client
        .get("/short?limit=101&skip=a")
        .send()
        .assert_status(422)
        .json::<Value>();
    assert_eq!(errors["detail"].as_array().unwrap().len(), 2);
    let long = client.get("/long?limit=7").header("user-agent", "me").send();
    assert_eq!(long.json::<Value>(), json!([7, 7, "me"]));
    client.get("/listed?limit=x").send().assert_status(422);
    let document = App::new().routes(routes![short]).openapi().unwrap();
    let parameters = document["paths"]["/short"]["get"]["parameters"].as_array().unwrap();
    let names: Vec<&Value> = parameters.iter().map(|parameter| &parameter["name"]).collect();
    assert_eq!(names, ["q", "skip", "limit"]);
    assert_eq!(parameters[0]["description"], "What to look for.");
}

#[test]
fn instances_have_their_own_fields() {
    let client = client(App::new().routes(routes![contains, admin]));
    assert_eq!(
        client.get("/contains?q=foobar").send().json::<Value>(),
        json!([true, true])
    );
    assert_eq!(
        client.get("/contains?q=bar").send().json::<Value>(),
        json!([true, false])
    );
    assert_eq!(client.get("/admin?level=6").send().json::<u32>(), 6);
    let refused = client.get("/admin?level=1").send().assert_status(403);
    assert_eq!(refused.json::<Value>(), json!({"detail": "5 is needed"}));
}

#[test]
fn instances_have_stand_ins() {
    let app = App::new().routes(routes![contains]);
    let client = client(app.override_dependency::<HAS_BAR, HAS_FOO>());
    assert_eq!(
        client.get("/contains?q=foo").send().json::<Value>(),
        json!([true, true])
    );
}

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

#[dependency]
async fn connection(log: State<Log>, teardown: Teardown) -> u8 {
    log.add("open");
    teardown.at_end(move |outcome| {
        let sent = outcome.was_sent();
        async move { log.add(format!("close sent={sent}")) }
    });
    1
}

#[dependency]
async fn plain(#[depends(connection, scope = "function")] connection: u8) -> u8 {
    connection
}

#[dependency]
async fn lasting(#[depends(connection, scope = "function")] connection: u8, teardown: Teardown) -> u8 {
    teardown.at_end(|_| async {});
    connection
}

#[get("/early")]
async fn early(#[depends(plain)] _plain: u8, #[depends(connection, scope = "function")] _again: u8) -> u8 {
    1
}

#[get("/late")]
async fn late(#[depends(connection)] _connection: u8) -> u8 {
    1
}

#[get("/both")]
async fn both(#[depends(connection)] _late: u8, #[depends(connection, scope = "function")] _early: u8) -> u8 {
    1
}

#[get("/wrong")]
async fn wrong(#[depends(lasting)] _lasting: u8) -> u8 {
    1
}

#[get("/right")]
async fn right(#[depends(lasting, scope = "function")] _lasting: u8) -> u8 {
    1
}

#[test]
fn who_uses_a_dependency_says_when_it_ends() {
    let log = Log::default();
    let client = client(App::new().state(log.clone()).routes(routes![early, late, both, right]));
    let after = |path: &str| {
        client.get(path).send().assert_status(200);
        log.take()
    };
    assert_eq!(after("/early"), ["open", "close sent=false"]);
    assert_eq!(after("/late"), ["open", "close sent=true"]);
    assert_eq!(after("/both"), ["open", "open", "close sent=false", "close sent=true"]);
    assert_eq!(after("/right"), ["open", "close sent=false"]);
}

#[test]
fn what_lasts_cannot_depend_on_what_ends_before() {
    let error = App::new()
        .state(Log::default())
        .routes(routes![wrong])
        .build()
        .unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("wrong") && text.contains("the dependency lasting lasts"),
        "{text}"
    );
    assert!(
        text.contains("depends on connection, which has scope = \"function\""),
        "{text}"
    );
}

#[derive(Default)]
struct Gate {
    inside: AtomicUsize,
    most: AtomicUsize,
    waiting: AtomicUsize,
    open: Notify,
}

#[dependency]
async fn before(gate: State<Arc<Gate>>) {
    gate.waiting.fetch_add(1, Ordering::AcqRel);
}

#[dependency(max_concurrency = 2)]
async fn few(#[depends(before)] _before: (), gate: State<Arc<Gate>>, teardown: Teardown) -> u8 {
    let inside = gate.inside.fetch_add(1, Ordering::AcqRel) + 1;
    gate.most.fetch_max(inside, Ordering::AcqRel);
    teardown.at_end(move |_| async move {
        gate.inside.fetch_sub(1, Ordering::AcqRel);
    });
    1
}

#[get("/few")]
async fn use_few(#[depends(few)] few: u8, gate: State<Arc<Gate>>) -> u8 {
    gate.open.notified().await;
    few
}

#[dependency(max_concurrency = 1)]
async fn one(gate: State<Arc<Gate>>) -> u8 {
    let inside = gate.inside.fetch_add(1, Ordering::AcqRel) + 1;
    gate.most.fetch_max(inside, Ordering::AcqRel);
    tokio::task::yield_now().await;
    gate.inside.fetch_sub(1, Ordering::AcqRel);
    1
}

#[get("/one")]
async fn use_one(#[depends(one)] one: u8) -> u8 {
    one
}

fn counts(gate: &Gate) -> [usize; 3] {
    [&gate.waiting, &gate.inside, &gate.most].map(|counter| counter.load(Ordering::Acquire))
}

#[tokio::test]
async fn a_place_is_kept_until_the_teardown() {
    let gate = Arc::new(Gate::default());
    let client = client(App::new().state(Arc::clone(&gate)).routes(routes![use_few]));
    let requests: Vec<_> = (0..5)
        .map(|_| {
            let request = client.get("/few");
            tokio::spawn(async move { request.await.json::<u8>() })
        })
        .collect();
    // What it depends on runs before it waits for its turn.
    while counts(&gate) != [5, 2, 2] {
        tokio::task::yield_now().await;
    }
    for request in requests {
        while !request.is_finished() {
            gate.open.notify_one();
            tokio::task::yield_now().await;
        }
        assert_eq!(request.await.unwrap(), 1);
    }
    assert_eq!(counts(&gate), [5, 0, 2]);
}

#[tokio::test]
async fn a_place_without_teardown_is_free_when_the_function_returns() {
    let gate = Arc::new(Gate::default());
    let client = client(App::new().state(Arc::clone(&gate)).routes(routes![use_one]));
    let requests: Vec<_> = (0..5)
        .map(|_| {
            let request = client.get("/one");
            tokio::spawn(async move { request.await.json::<u8>() })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.unwrap(), 1);
    }
    assert_eq!(counts(&gate), [0, 0, 1]);
}

#[dependency(max_concurrency = 1)]
async fn low(teardown: Teardown) {
    teardown.at_end(|_| async {});
    tokio::task::yield_now().await;
}

#[dependency(max_concurrency = 1)]
async fn high(teardown: Teardown) {
    teardown.at_end(|_| async {});
    tokio::task::yield_now().await;
}

#[get("/low-high", dependencies = [low, high])]
async fn low_high() -> u8 {
    1
}

#[get("/high-low")]
async fn high_low(#[depends(high)] _high: (), #[depends(low, scope = "function")] _low: ()) -> u8 {
    1
}

/// Each would have the place that the other one waits for.
#[tokio::test(start_paused = true)]
async fn places_are_taken_in_one_order() {
    let client = client(App::new().routes(routes![low_high, high_low]));
    let requests: Vec<_> = (0..20)
        .map(|number| {
            let request = client.get(["/low-high", "/high-low"][number % 2]);
            tokio::spawn(async move { request.await.json::<u8>() })
        })
        .collect();
    for request in requests {
        let answer = tokio::time::timeout(std::time::Duration::from_secs(60), request).await;
        assert_eq!(answer.expect("they wait for each other").unwrap(), 1);
    }
}

#[dependency(max_concurrency = 1, cache = false)]
async fn only_one(gate: State<Arc<Gate>>, teardown: Teardown) -> u8 {
    gate.inside.fetch_add(1, Ordering::AcqRel);
    teardown.at_end(move |_| async move {
        gate.inside.fetch_sub(1, Ordering::AcqRel);
    });
    1
}

#[get("/thrice")]
async fn thrice(
    #[depends(only_one)] first: u8,
    #[depends(only_one)] second: u8,
    #[depends(only_one, scope = "function")] third: u8,
) -> u8 {
    first + second + third
}

#[tokio::test]
async fn a_request_does_not_wait_for_itself() {
    let gate = Arc::new(Gate::default());
    let app = App::new().state(Arc::clone(&gate)).routes(routes![thrice]);
    let mut service = app.build().unwrap();
    let request = || http::Request::builder().uri("/thrice").body(Body::empty()).unwrap();
    let mut first = Box::pin(service.call(request()));
    let Poll::Ready(Ok(answer)) = poll_fn(|cx| Poll::Ready(first.as_mut().poll(cx))).await else {
        panic!("it waits for itself");
    };
    // That of the function's scope has ended; the place is kept by the two others.
    assert_eq!(counts(&gate), [0, 2, 0]);
    let mut second = Box::pin(service.call(request()));
    assert!(poll_fn(|cx| Poll::Ready(second.as_mut().poll(cx))).await.is_pending());
    drop(answer);
    assert_eq!(second.await.unwrap().status(), 200);
}

#[dependency]
async fn brief(gate: State<Arc<Gate>>, teardown: Teardown) -> u8 {
    gate.inside.fetch_add(1, Ordering::AcqRel);
    teardown.at_end(move |outcome| {
        assert!(outcome.is_error() && outcome.status().is_none());
        async move {
            gate.inside.fetch_sub(1, Ordering::AcqRel);
        }
    });
    1
}

#[get("/brief")]
async fn wait_with_brief(#[depends(brief, scope = "function")] _brief: u8, gate: State<Arc<Gate>>) {
    gate.open.notified().await;
}

#[tokio::test]
async fn what_ends_with_the_function_ends_when_the_client_goes_away() {
    let gate = Arc::new(Gate::default());
    let app = App::new().state(Arc::clone(&gate)).routes(routes![wait_with_brief]);
    let mut service = app.build().unwrap();
    let request = http::Request::builder().uri("/brief").body(Body::empty()).unwrap();
    let mut answer = Box::pin(service.call(request));
    assert!(poll_fn(|cx| Poll::Ready(answer.as_mut().poll(cx))).await.is_pending());
    assert_eq!(counts(&gate), [0, 1, 0]);
    drop(answer);
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(counts(&gate), [0, 0, 0]);
}
