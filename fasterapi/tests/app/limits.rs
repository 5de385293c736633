//! How much of a request is read, and what is told of more.

use fasterapi::Route;
use fasterapi::prelude::*;
use fasterapi::request::FormLimits;
use fasterapi::testing::TestResponse;

use crate::client;

#[get("/query")]
async fn query(a: Option<String>) -> Option<String> {
    a
}

#[get("/cookies")]
async fn cookies(#[cookie] a: Option<String>) -> Option<String> {
    a
}

#[model]
struct Crumbs {
    a: Option<String>,
}

#[get("/model")]
async fn crumbs(#[cookie] crumbs: Crumbs) -> Option<String> {
    crumbs.a
}

#[post("/depth")]
async fn depth(#[body] _value: Value) {}

fn app() -> App {
    App::new().routes(routes![query, cookies, crumbs, depth])
}

fn get(app: App, target: &str, cookie: &str) -> TestResponse {
    client(app).get(target).header("cookie", cookie).send()
}

#[test]
fn parameters_of_a_query_are_counted() {
    let target = |count: usize| format!("/query?{}", vec!["a=1"; count].join("&"));
    get(app(), &target(1000), "").assert_status(200);
    let answer = get(app(), &target(1001), "").assert_status(400);
    assert_eq!(
        answer.json::<Value>()["detail"],
        "Too many query parameters. Maximum number is 1000."
    );
    let strict = || app().max_query_params(2);
    get(strict(), "/query?a&&b=&", "").assert_status(200);
    get(strict(), "/query?a&b&c", "").assert_status(400);
}

#[test]
fn a_target_or_field_may_not_be_too_long_in_a_process_either() {
    get(app(), &format!("/query?{}", "a".repeat(8185)), "").assert_status(200);
    get(app(), &format!("/query?{}", "a".repeat(8186)), "").assert_status(414);
    get(app(), "/query", &"a".repeat(16 * 1024 - "cookie".len())).assert_status(200);
    get(app(), "/query", &"a".repeat(16 * 1024)).assert_status(431);
}

#[test]
fn cookies_are_counted_where_they_are_read() {
    let cookies = |count: usize| vec!["a=1"; count].join("; ");
    for path in ["/cookies", "/model"] {
        get(app(), path, &cookies(100)).assert_status(200);
        let answer = get(app(), path, &cookies(101)).assert_status(400);
        assert_eq!(
            answer.json::<Value>()["detail"],
            "Too many cookies. Maximum number is 100."
        );
        get(app().max_cookies(1), path, "a;b").assert_status(400);
        get(app().max_cookies(1), path, "a; ;").assert_status(200);
    }
    get(app(), "/query", &cookies(1000)).assert_status(200);
}

#[cfg(feature = "sessions")]
#[test]
fn a_session_counts_them_too() {
    use fasterapi::middleware::Sessions;

    let app = || app().middleware(Sessions::new("keep this one out of the repository"));
    get(app(), "/query", &"a; ".repeat(100)).assert_status(200);
    get(app(), "/query", &"a; ".repeat(101)).assert_status(400);
}

#[test]
fn json_is_128_levels_deep_at_most() {
    let nested = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    let send = |levels: usize| {
        let request = client(app()).post("/depth").header("content-type", "application/json");
        request.body(nested(levels)).send()
    };
    send(127).assert_status(200);
    for levels in [128, 100_000] {
        let answer = send(levels).assert_status(422);
        assert_eq!(answer.json::<Value>()["detail"][0]["type"], "json_invalid");
    }
}

#[cfg(feature = "multipart")]
#[test]
fn headers_of_a_part_have_8_kib_at_most() {
    #[post("/form")]
    async fn form(#[form] a: String) -> String {
        a
    }
    let send = |limits: FormLimits, length: usize| {
        let app = App::new().routes(routes![form]).form_limits(limits);
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=a\r\nx: {}\r\n\r\nv\r\n--x--\r\n",
            "y".repeat(length)
        );
        let request = client(app)
            .post("/form")
            .header("content-type", "multipart/form-data; boundary=x");
        request.body(body).send()
    };
    send(FormLimits::new(), 8000).assert_status(200);
    let answer = send(FormLimits::new(), 8192).assert_status(400);
    assert_eq!(
        answer.json::<Value>()["detail"],
        "Part headers exceeded maximum size of 8192 bytes."
    );
    send(FormLimits::new().max_part_headers(9000), 8192).assert_status(200);
}

#[test]
fn a_path_has_255_parameters_at_most() {
    async fn handler(_: Request) -> &'static str {
        "found"
    }
    let path = |params: usize| (0..params).map(|number| format!("/{{p{number}}}")).collect::<String>();
    let build = |params: usize| {
        App::new()
            .route(Route::handle([Method::GET], &path(params), handler))
            .build()
    };
    assert!(build(255).is_ok());
    let error = build(256).unwrap_err();
    assert!(error.problems()[0].contains("has more than 255 parameters"), "{error}");
}
