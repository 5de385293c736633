//! Unions of models: told apart by a tag, a field, a function, or tried in turn (`BODY-18`, `BODY-19`, `MODEL-27`,
//! `FORM-05`).

use fasterapi::prelude::*;

use crate::client;

#[model]
struct Circle {
    radius: f64,
}

#[model]
struct Square {
    side: f64,
    #[field(default)]
    notes: Vec<String>,
}

#[model]
#[serde(tag = "kind", rename_all = "lowercase")]
enum ByTag {
    Circle(Circle),
    #[serde(alias = "box")]
    Square(Square),
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Angular {
    Square,
    Box,
}

#[model]
struct Tile {
    kind: Angular,
    side: f64,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Round {
    Circle,
}

#[model]
struct Disc {
    kind: Round,
    radius: f64,
}

#[model(discriminator = "kind")]
#[serde(rename_all = "lowercase")]
enum ByField {
    #[serde(rename = "circle")]
    Disc(Disc),
    #[serde(rename = "square", alias = "box")]
    Tile(Tile),
}

fn sides(value: &Value) -> Option<&str> {
    match value.get("sides") {
        Some(Value::Number(sides)) if sides.as_u64() == Some(0) => Some("circle"),
        Some(Value::String(name)) => Some(name),
        _ => None,
    }
}

#[model(discriminator = sides)]
#[serde(rename_all = "snake_case")]
enum ByFunction {
    Circle(Circle),
    #[serde(rename = "four")]
    Square(Square),
}

#[model]
#[serde(untagged)]
enum Tried {
    Square(Square),
    Circle(Circle),
}

#[post("/tag")]
async fn by_tag(shape: ByTag) -> ByTag {
    shape
}

#[post("/field")]
async fn by_field(shape: ByField) -> ByField {
    shape
}

#[post("/function")]
async fn by_function(shapes: Vec<ByFunction>) -> Vec<ByFunction> {
    shapes
}

#[post("/form")]
async fn in_a_form(#[form] shape: Tried) -> Tried {
    shape
}

#[post("/field-form")]
async fn told_in_a_form(#[form] shape: Option<ByField>, #[form] copies: Option<u8>) -> Value {
    json!([shape, copies])
}

#[get("/query")]
async fn in_the_query(#[query] shape: Tried) -> Tried {
    shape
}

fn app() -> App {
    App::new().routes(routes![
        by_tag,
        by_field,
        by_function,
        in_a_form,
        told_in_a_form,
        in_the_query
    ])
}

fn post(path: &str, body: Value) -> Value {
    client(app()).post(path).json(&body).send().json()
}

fn form<const N: usize>(path: &str, fields: [(&str, &str); N]) -> Value {
    client(app()).post(path).form(fields).send().json()
}

#[test]
fn a_tag_and_a_field_tell_the_same() {
    for path in ["/tag", "/field"] {
        let circle = json!({"kind": "circle", "radius": 1.0});
        assert_eq!(post(path, circle.clone()), circle);
        let wrong = |body: Value| post(path, body)["detail"][0].clone();
        let told = wrong(json!({"kind": "oval"}));
        let text =
            "Input tag 'oval' found using 'kind' does not match any of the expected tags: 'circle', 'square', 'box'";
        assert_eq!(
            (&told["type"], &told["msg"]),
            (&json!("union_tag_invalid"), &json!(text))
        );
        let told = wrong(json!({"radius": 1}));
        assert_eq!(
            (&told["type"], &told["ctx"]),
            (&json!("union_tag_not_found"), &json!({"discriminator": "'kind'"}))
        );
        assert_eq!(wrong(json!([]))["type"], "model_attributes_type");
        assert_eq!(wrong(json!({"kind": 1}))["ctx"]["tag"], "1");
        assert_eq!(
            wrong(json!({"kind": "square"}))["loc"],
            json!(["body", "square", "side"])
        );
    }
}

#[test]
fn a_field_keeps_which_of_its_tags_was_sent() {
    let sent = json!({"kind": "box", "side": 2.0});
    assert_eq!(post("/field", sent.clone()), sent);
    // a tag of serde's is written as the first of them
    let answer = post("/tag", sent);
    assert_eq!(answer, json!({"kind": "square", "side": 2.0, "notes": []}));
}

#[test]
fn a_function_tells_what_no_field_does() {
    let sent = json!([{"sides": 0, "radius": 1.0}, {"sides": "four", "side": 2.0}]);
    let answer = post("/function", sent);
    assert_eq!(answer, json!([{"radius": 1.0}, {"side": 2.0, "notes": []}]));
    let told = post(
        "/function",
        json!([{"sides": 3}, 5, {"sides": "five"}, {"sides": "four"}]),
    );
    let told: Vec<_> = told["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            (
                error["type"].as_str().unwrap(),
                error["loc"].to_string(),
                error["msg"].as_str().unwrap(),
            )
        })
        .collect();
    let none = "Unable to extract tag using discriminator sides()";
    let five = "Input tag 'five' found using sides() does not match any of the expected tags: 'circle', 'four'";
    assert_eq!(
        told,
        [
            ("union_tag_not_found", r#"["body",0]"#.to_owned(), none),
            ("union_tag_not_found", r#"["body",1]"#.to_owned(), none),
            ("union_tag_invalid", r#"["body",2]"#.to_owned(), five),
            ("missing", r#"["body",3,"four","side"]"#.to_owned(), "Field required"),
        ]
    );
}

#[test]
fn a_form_or_a_query_may_be_one_of_several_models() {
    assert_eq!(form("/form", [("radius", "2")]), json!({"radius": 2.0}));
    let square = json!({"side": 2.0, "notes": ["a"]});
    assert_eq!(form("/form", [("side", "2"), ("notes", "a")]), square);
    assert_eq!(
        client(app()).get("/query?side=2&notes=a").send().json::<Value>(),
        square
    );
    let told = form("/form", [("notes", "a")]);
    assert_eq!(told["detail"][0]["loc"], json!(["body", "Square", "side"]));
    assert_eq!(told["detail"][1]["loc"], json!(["body", "Circle", "radius"]));
    assert_eq!(form("/field-form", [("copies", "2")]), json!([null, 2]));
    let answer = form("/field-form", [("kind", "box"), ("side", "2")]);
    assert_eq!(answer, json!([{"kind": "box", "side": 2.0}, null]));
    assert_eq!(
        form("/field-form", [("side", "2")])["detail"][0]["type"],
        "union_tag_not_found"
    );
}

#[test]
fn the_document_names_the_tag_where_there_is_one() {
    let document: Value = client(app()).get("/openapi.json").send().json();
    let schema = |path: &str| {
        let content = &document["paths"][path]["post"]["requestBody"]["content"];
        content.as_object().unwrap().values().next().unwrap()["schema"].clone()
    };
    for path in ["/tag", "/field"] {
        let told = &schema(path)["discriminator"];
        assert_eq!(told["propertyName"], "kind");
        let tags: Vec<_> = told["mapping"].as_object().unwrap().keys().collect();
        assert_eq!(tags, ["circle", "square", "box"]);
        assert_eq!(schema(path)["oneOf"].as_array().unwrap().len(), 2);
    }
    let items = &schema("/function")["items"];
    assert!(items["discriminator"].is_null() && items["oneOf"].is_array());
    assert!(schema("/form")["anyOf"].is_array());
    let body = &document["components"]["schemas"]["Body_told_in_a_form_field_form_post"];
    let fields: Vec<_> = body["properties"].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["kind", "radius", "side", "copies"]);
}

#[model]
struct Plus {
    of: Vec<Term>,
}

#[model]
struct Times {
    of: Vec<Term>,
}

/// Two variants of one shape: whatever is inside is tried as both.
#[model]
#[serde(untagged)]
enum Term {
    Plus(Plus),
    Times(Times),
    Number(i64),
}

impl Term {
    fn count(&self) -> usize {
        match self {
            Self::Plus(Plus { of }) | Self::Times(Times { of }) => 1 + of.iter().map(Self::count).sum::<usize>(),
            Self::Number(number) => usize::try_from(*number).unwrap_or(0),
        }
    }
}

#[post("/terms")]
async fn terms(term: Term) -> usize {
    term.count()
}

/// In every level twice as much is tried as in the one above it.
#[test]
fn what_may_be_read_in_too_many_ways_is_refused() {
    let client = client(App::new().routes(routes![terms]));
    let nested = |depth: usize, leaf: &str| format!("{}{leaf}{}", "{\"of\":[".repeat(depth), "]}".repeat(depth));
    let send = |body: String| {
        client
            .post("/terms")
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    assert_eq!(send(nested(6, "7")).json::<usize>(), 13);
    let shallow = send(nested(3, "\"x\"")).assert_status(422).json::<Value>();
    assert_eq!(shallow["detail"].as_array().map(Vec::len), Some(31));
    for (depth, leaf) in [(12, "7"), (60, "7"), (60, "\"x\""), (60, "")] {
        let error = send(nested(depth, leaf)).assert_status(422).json::<Value>();
        let detail = error["detail"].as_array().unwrap();
        assert_eq!(
            (detail.len(), &detail[0]["type"]),
            (1, &json!("union_too_complex")),
            "{depth} {leaf}"
        );
        assert_eq!(detail[0]["loc"], json!(["body"]));
    }
    // wide is not deep
    let wide = vec![nested(2, "7"); 2_000].join(",");
    assert_eq!(send(format!("{{\"of\":[{wide}]}}")).json::<usize>(), 1 + 2_000 * 9);
}
