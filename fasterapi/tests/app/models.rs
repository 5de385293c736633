//! Models through requests and in the document (`MODEL-05`, `MODEL-13` to `MODEL-15`, `MODEL-17`, `MODEL-22`, `MODEL-23`,
//! `MODEL-31`, `MODEL-33`), and JSON that is out of all proportion (`VERR-01`).

use std::collections::BTreeMap;

use fasterapi::prelude::*;

use crate::client;

#[model]
struct Counts {
    whole: i64,
    #[field(default)]
    part: f64,
    #[field(default, strict)]
    exact: i64,
}

#[model(strict)]
struct Exact {
    whole: i64,
    text: String,
}

#[model]
struct Page<T> {
    items: Vec<T>,
    next: Option<u32>,
}

#[model]
struct Node {
    value: i64,
    #[field(default)]
    children: Vec<Node>,
    parent: Option<Box<Node>>,
}

/// Any other names are kept.
#[model]
struct Open {
    id: u32,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[model(extra = "forbid")]
struct Closed {
    id: u32,
}

#[model]
#[serde(rename_all = "camelCase")]
struct Names {
    first_name: String,
    #[field(alias = "@type")]
    kind: String,
    #[serde(alias = "mail")]
    mail_address: Option<String>,
}

#[model]
#[serde(rename_all = "kebab-case")]
enum Size {
    Small,
    ExtraLarge,
}

#[model]
enum Level {
    Low = 1,
    High = 10,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Only {
    This,
}

#[model]
struct Choices {
    size: Size,
    level: Level,
    only: Only,
}

/// As another crate's derive would check it.
fn elsewhere(counts: &Counts) -> Result<(), std::num::TryFromIntError> {
    u8::try_from(counts.whole).map(drop)
}

#[model(validate = of_another_crate)]
struct Outer {
    counts: Counts,
}

fn of_another_crate(outer: &Outer) -> Result<(), std::num::TryFromIntError> {
    elsewhere(&outer.counts)
}

#[post("/counts")]
async fn counts(counts: Counts) -> Counts {
    counts
}

#[post("/exact")]
async fn exact(exact: Exact) -> Exact {
    exact
}

#[post("/page")]
async fn page(page: Page<Names>) -> Page<Names> {
    page
}

#[post("/node")]
async fn node(node: Node) -> Node {
    node
}

#[post("/open")]
async fn open(open: Open) -> Open {
    open
}

#[post("/closed")]
async fn closed(closed: Closed) -> Closed {
    closed
}

#[post("/choices")]
async fn choices(choices: Choices) -> Choices {
    choices
}

#[post("/outer")]
async fn outer(outer: Outer) -> Outer {
    outer
}

#[post("/anything")]
async fn anything(#[body] anything: Value) -> Value {
    anything
}

fn app() -> App {
    App::new().routes(routes![
        counts, exact, page, node, open, closed, choices, outer, anything
    ])
}

/// The answer's JSON; of a refusal the type and place of each error.
fn told(path: &str, body: &Value) -> Value {
    let response = client(app()).post(path).json(body).send();
    let json: Value = response.json();
    let Some(errors) = json["detail"].as_array() else {
        return json;
    };
    assert_eq!(response.status(), 422);
    let shortened = errors.iter().map(|error| json!([error["type"], error["loc"]]));
    shortened.collect()
}

#[test]
fn values_are_converted_unless_it_is_strict() {
    let read = told("/counts", &json!({"whole": "3", "part": 2}));
    assert_eq!(read, json!({"whole": 3, "part": 2.0, "exact": 0}));
    assert_eq!(
        told("/counts", &json!({"whole": 3.0})),
        json!({"whole": 3, "part": 0.0, "exact": 0})
    );
    assert_eq!(
        told("/counts", &json!({"whole": 3.5})),
        json!([["int_from_float", ["body", "whole"]]])
    );
    assert_eq!(
        told("/counts", &json!({"whole": 3, "exact": "3"})),
        json!([["int_type", ["body", "exact"]]])
    );
    let both = json!([["int_type", ["body", "whole"]], ["string_type", ["body", "text"]]]);
    assert_eq!(told("/exact", &json!({"whole": "3", "text": 3})), both);
    assert_eq!(
        told("/exact", &json!({"whole": 3, "text": "3"})),
        json!({"whole": 3, "text": "3"})
    );
}

#[test]
fn names_of_clients_are_read_and_written() {
    let sent = json!({"items": [{"firstName": "A", "@type": "x", "mail": "m"}], "next": null});
    let written = json!({"items": [{"firstName": "A", "@type": "x", "mailAddress": "m"}], "next": null});
    assert_eq!(told("/page", &sent), written);
    let missing = json!([
        ["missing", ["body", "items", 0, "firstName"]],
        ["missing", ["body", "items", 0, "@type"]]
    ]);
    assert_eq!(told("/page", &json!({"items": [{}]})), missing);
}

#[test]
fn other_names_are_left_kept_or_forbidden() {
    assert_eq!(told("/counts", &json!({"whole": 1, "more": 2}))["more"], json!(null));
    assert_eq!(
        told("/open", &json!({"id": 1, "more": [2]})),
        json!({"id": 1, "more": [2]})
    );
    assert_eq!(
        told("/closed", &json!({"id": 1, "more": 2})),
        json!([["extra_forbidden", ["body", "more"]]])
    );
}

#[test]
fn one_of_some_values() {
    let sent = json!({"size": "extra-large", "level": 10, "only": "this"});
    assert_eq!(told("/choices", &sent), sent);
    let wrong = json!([
        ["enum", ["body", "size"]],
        ["enum", ["body", "level"]],
        ["literal_error", ["body", "only"]]
    ]);
    assert_eq!(
        told("/choices", &json!({"size": "ExtraLarge", "level": 2, "only": "that"})),
        wrong
    );
}

#[test]
fn checks_of_another_crate_are_told_in_its_words() {
    let response = client(app())
        .post("/outer")
        .json(&json!({"counts": {"whole": 300}}))
        .send();
    let error = &response.json::<Value>()["detail"][0];
    assert_eq!(
        error["msg"],
        "Value error, out of range integral type conversion attempted"
    );
}

#[test]
fn the_document_names_generic_and_recursive_models() {
    let document = app().openapi().expect("the app can be built");
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Page_Names_"]["title"], "Page[Names]");
    assert_eq!(
        schemas["Page_Names_"]["properties"]["items"]["items"]["$ref"],
        "#/components/schemas/Names"
    );
    let children = &schemas["Node"]["properties"]["children"];
    assert_eq!(children["items"]["$ref"], "#/components/schemas/Node");
    assert_eq!(schemas["Open"]["additionalProperties"], json!(true));
    assert_eq!(schemas["Closed"]["additionalProperties"], json!(false));
    assert_eq!(
        schemas["Level"],
        json!({"enum": [1, 10], "title": "Level", "type": "integer"})
    );
    assert_eq!(schemas["Choices"]["properties"]["only"]["const"], "this");
    let names = schemas["Names"]["properties"].as_object().expect("it has properties");
    assert_eq!(names.keys().collect::<Vec<_>>(), ["firstName", "@type", "mailAddress"]);
}

#[test]
fn a_tree_as_deep_as_json_may_be() {
    let nested = |depth: usize| {
        let mut tree = json!({"value": 0});
        for value in 1..depth {
            tree = json!({"value": value, "children": [tree]});
        }
        tree
    };
    let answered = told("/node", &nested(60));
    assert_eq!(answered["children"][0]["children"][0]["value"], 57);
    let mut wrong = nested(60);
    wrong["children"][0]["value"] = json!("x");
    assert_eq!(
        told("/node", &wrong),
        json!([["int_parsing", ["body", "children", 0, "value"]]])
    );
}

/// The status and the answer to a body of these bytes.
fn sent(path: &str, body: impl Into<Vec<u8>>) -> (u16, Value) {
    let request = client(app()).post(path).header("content-type", "application/json");
    let response = request.body(body.into()).send();
    (response.status().as_u16(), response.json())
}

#[test]
fn nesting_without_end_is_refused_and_not_walked() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let nested = |depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
        assert_eq!(sent("/anything", nested(127)).0, 200);
        let (status, answer) = sent("/anything", nested(100_000));
        assert_eq!((status, &answer["detail"][0]["type"]), (422, &json!("json_invalid")));
        let (status, _) = sent("/node", open.repeat(300_000));
        assert_eq!(status, 422, "it is not even closed");
    }
}

#[test]
fn numbers_beyond_all_types_are_told() {
    let digits = "9".repeat(100_000);
    let (status, answer) = sent("/counts", format!("{{\"whole\": {digits}}}"));
    assert_eq!((status, answer["detail"][0]["loc"][0].as_str()), (422, Some("body")));
    let (status, answer) = sent("/counts", r#"{"whole": 18446744073709551615}"#);
    assert_eq!((status, &answer["detail"][0]["type"]), (422, &json!("less_than_equal")));
    assert_eq!(sent("/counts", r#"{"whole": 1, "part": 1e-400}"#).1["part"], json!(0.0));
    assert_eq!(sent("/counts", r#"{"whole": -0, "part": -0.0}"#).0, 200);
}

#[test]
fn a_float_keeps_its_last_digit() {
    for text in ["51.248178375505404", "-93.31137037688033", "7.101215824554616e260"] {
        let (status, read) = sent("/counts", format!(r#"{{"whole": 1, "part": {text}}}"#));
        assert_eq!(
            (status, &read["part"]),
            (200, &json!(text.parse::<f64>().unwrap())),
            "{text}"
        );
        assert_eq!(read["part"].to_string().parse::<f64>(), text.parse::<f64>());
    }
}

#[test]
fn the_last_of_equal_names_counts() {
    let twice = r#"{"whole": 1, "part": 1, "whole": 2, "whole": "3"}"#;
    assert_eq!(
        sent("/counts", twice),
        (200, json!({"whole": 3, "part": 1.0, "exact": 0}))
    );
    assert_eq!(sent("/counts", r#"{"whole": "x", "whole": 3}"#).0, 200);
    assert_eq!(sent("/anything", r#"{"a": 1, "a": 2}"#).1, json!({"a": 2}));
}

#[test]
fn text_that_is_no_text_is_told() {
    assert_eq!(sent("/anything", r#""\ud83d\ude00""#), (200, json!("\u{1f600}")));
    for lone in [r#""\ud83d""#, r#""\ude00\ud83d""#, r#"{"\ud800": 1}"#] {
        let (status, answer) = sent("/anything", lone);
        assert_eq!(
            (status, &answer["detail"][0]["type"]),
            (422, &json!("json_invalid")),
            "{lone}"
        );
    }
    assert_eq!(sent("/anything", b"\"\xff\xfe\"".to_vec()).0, 400);
    assert_eq!(sent("/anything", "\u{feff}[1]"), (200, json!([1])));
}
