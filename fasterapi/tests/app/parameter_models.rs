//! Models as groups of parameters (`QRY-17`, `QRY-18`, `QRY-26`, `QRY-27`, `HDR-04`, `COOK-02`).

use fasterapi::prelude::*;

use crate::client;

#[model]
struct Page {
    #[field(default = 20, ge = 1, le = 100)]
    limit: u32,
    #[field(default)]
    offset: u32,
}

#[model]
struct Filters {
    #[field(min_length = 2)]
    needle: String,
    #[serde(flatten)]
    page: Page,
    /// Any of these.
    #[field(default, alias = "tag", deprecated = true)]
    tags: Vec<String>,
}

#[model(extra = "forbid")]
struct Only {
    a: Option<i32>,
}

#[model]
struct Trace {
    x_trace_id: String,
    #[field(alias = "X_Span")]
    span: Option<u32>,
    #[serde(flatten)]
    client: Client,
}

#[model]
struct Client {
    user_agent: Option<String>,
}

fn even(page: &Page) -> Result<(), String> {
    if page.offset.is_multiple_of(2) {
        Ok(())
    } else {
        Err("the offset is odd".to_owned())
    }
}

#[get("/flat")]
async fn flat(#[query] filters: Filters) -> Value {
    json!([filters.needle, filters.page.limit, filters.page.offset, filters.tags])
}

#[get("/several")]
async fn several(#[query(validate = even)] page: Page, #[query] only: Only, #[query] single: Option<bool>) -> Value {
    json!([page, only, single])
}

#[get("/optional")]
async fn optional(#[query] filters: Option<Filters>) -> Value {
    json!(filters.map(|filters| filters.needle))
}

fn first_page() -> Page {
    Page { limit: 7, offset: 0 }
}

#[get("/default")]
async fn default(#[query(default_with = first_page)] page: Page) -> u32 {
    page.limit
}

#[get("/headers")]
async fn trace(#[header] trace: Trace) -> Value {
    json!([trace.x_trace_id, trace.span, trace.client.user_agent])
}

#[get("/cookies")]
async fn cookies(#[cookie(include_in_schema = false)] only: Option<Only>) -> Value {
    json!(only)
}

fn app() -> App {
    App::new().routes(routes![flat, several, optional, default, trace, cookies])
}

fn errors(path: &str) -> Vec<(String, Value)> {
    let answer = client(app()).get(path).send().assert_status(422).json::<Value>();
    let errors = answer["detail"].as_array().unwrap().iter();
    errors
        .map(|error| (error["type"].as_str().unwrap().to_owned(), error["loc"].clone()))
        .collect()
}

#[test]
fn flattened_fields_are_parameters_too() {
    let answer = client(app())
        .get("/flat?needle=ab&limit=3&tag=x&tag=y&tags=z&other=1")
        .send()
        .assert_status(200);
    assert_eq!(answer.json::<Value>(), json!(["ab", 3, 0, ["x", "y"]]));
    let expected = [
        ("string_too_short".to_owned(), json!(["query", "needle"])),
        ("less_than_equal".to_owned(), json!(["query", "limit"])),
    ];
    assert_eq!(errors("/flat?limit=101&needle=a"), expected);
}

#[test]
fn each_of_several_models_is_checked_on_its_own() {
    let answer = client(app()).get("/several?a=1").send().assert_status(200);
    assert_eq!(
        answer.json::<Value>(),
        json!([{"limit": 20, "offset": 0}, {"a": 1}, null])
    );
    let expected = [
        ("value_error".to_owned(), json!(["query"])),
        ("extra_forbidden".to_owned(), json!(["query", "offset"])),
        ("extra_forbidden".to_owned(), json!(["query", "single"])),
        ("bool_parsing".to_owned(), json!(["query", "single"])),
    ];
    assert_eq!(errors("/several?offset=3&single=maybe"), expected);
}

#[test]
fn an_optional_model_is_none_until_a_field_is_sent() {
    let client = client(app());
    assert_eq!(client.get("/optional?other=1").send().json::<Value>(), Value::Null);
    assert_eq!(client.get("/optional?needle=ab").send().json::<Value>(), json!("ab"));
    assert_eq!(
        errors("/optional?limit=3"),
        [("missing".to_owned(), json!(["query", "needle"]))]
    );
    assert_eq!(client.get("/default").send().json::<Value>(), json!(7));
    assert_eq!(client.get("/default?offset=2").send().json::<Value>(), json!(20));
}

#[test]
fn names_of_headers_have_dashes_and_aliases_are_as_written() {
    let client = client(app());
    let request = client
        .get("/headers")
        .header("x-trace-id", "t")
        .header("x_span", "4")
        .header("x_trace_id", "other")
        .header("user-agent", "me");
    let answer = request.send().assert_status(200).json::<Value>();
    assert_eq!(answer, json!(["t", 4, "me"]));
    let errors = errors("/headers");
    assert_eq!(errors, [("missing".to_owned(), json!(["header", "x-trace-id"]))]);
}

#[test]
fn cookies_make_a_model() {
    let client = client(app());
    assert_eq!(client.get("/cookies").send().json::<Value>(), Value::Null);
    let answer = client.get("/cookies").cookie("a", "4").send();
    assert_eq!(answer.json::<Value>(), json!({"a": 4}));
}

#[test]
fn the_document_lists_every_field() {
    let document = client(app()).get("/openapi.json").send().json::<Value>();
    let names = |path: &str| -> Vec<(Value, Value)> {
        let parameters = &document["paths"][path]["get"]["parameters"];
        let parameters = parameters.as_array().cloned().unwrap_or_default().into_iter();
        parameters
            .map(|parameter| (parameter["name"].clone(), parameter["required"].clone()))
            .collect()
    };
    let expected = [("needle", true), ("limit", false), ("offset", false), ("tag", false)];
    assert_eq!(
        names("/flat"),
        expected.map(|(name, required)| (json!(name), json!(required)))
    );
    assert!(names("/optional").iter().all(|(_, required)| required == false));
    let headers = [("x-trace-id", true), ("X_Span", false), ("user-agent", false)];
    assert_eq!(
        names("/headers"),
        headers.map(|(name, required)| (json!(name), json!(required)))
    );
    assert_eq!(names("/cookies"), []);
    let tag = &document["paths"]["/flat"]["get"]["parameters"][3];
    assert_eq!(
        (&tag["description"], &tag["deprecated"]),
        (&json!("Any of these."), &json!(true))
    );
}
