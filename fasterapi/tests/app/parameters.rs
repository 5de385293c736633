//! Parameters beyond plain ones (`PATH-10`, `PATH-13`, `QRY-09`, `QRY-22`, `QRY-28`, `HDR-07`, `HDR-08`).

use std::collections::BTreeSet;

use fasterapi::prelude::*;
use fasterapi::types::Json;
use headers::{HeaderMapExt, IfNoneMatch, Range};

use crate::client;

#[derive(Clone)]
struct Place {
    building: u32,
    floor: i8,
}

#[dependency]
async fn place(building: u32, #[path(ge = -2)] floor: i8) -> Place {
    Place { building, floor }
}

#[get("/at/{building}/{floor}")]
async fn at(#[depends(place)] place: Place) -> Value {
    json!([place.building, place.floor])
}

#[model]
struct Year(#[field(pattern = "^[0-9]{4}$")] String);

#[get("/years/{year}")]
async fn of_year(year: Year) -> String {
    year.0
}

#[model]
struct Filter {
    #[serde(rename(serialize = "out", deserialize = "in"), alias = "from")]
    range: Vec<i64>,
}

#[get("/filter")]
async fn filter(#[query] filter: Json<Filter>, #[query] ids: Option<Json<Vec<u8>>>) -> Value {
    json!([filter, ids])
}

#[model]
struct Names {
    #[serde(rename(serialize = "written", deserialize = "read"), alias = "old")]
    name: String,
}

#[get("/names")]
async fn names(#[query] names: Names) -> Names {
    names
}

#[get("/typed")]
async fn typed(headers: &HeaderMap) -> Value {
    let range = headers
        .typed_get::<Range>()
        .map(|range| range.satisfiable_ranges(100).count());
    let tag = "\"v1\"".parse().expect("a tag");
    let known = headers
        .typed_get::<IfNoneMatch>()
        .is_some_and(|tags| !tags.precondition_passes(&tag));
    json!([range, known])
}

#[get("/latin")]
async fn latin(#[header] x_name: String, #[header] x_list: Option<Vec<String>>, #[header] rest: Rest) -> Value {
    json!([x_name, x_list, rest.x_more])
}

#[model]
struct Rest {
    x_more: Option<String>,
}

#[model(union_mode = "left_to_right")]
#[serde(untagged)]
enum FirstFit {
    Float(f64),
    Int(i64),
}

#[model]
#[serde(untagged)]
enum BestFit {
    Float(f64),
    Int(i64),
}

#[model]
struct Fits {
    first: Option<FirstFit>,
    best: Option<BestFit>,
    #[field(default, fail_fast)]
    few: Vec<u8>,
}

#[post("/fits")]
async fn fits(
    fits: Fits,
    #[query(default, fail_fast = true)] q: BTreeSet<i8>,
    #[query(default)] all: Vec<i8>,
) -> Value {
    let first = fits.first.map(|fit| matches!(fit, FirstFit::Float(_)));
    let best = fits.best.map(|fit| matches!(fit, BestFit::Int(_)));
    json!([first, best, q, all])
}

fn app() -> App {
    App::new().routes(routes![at, of_year, filter, names, typed, latin, fits])
}

fn get(path: &str) -> Value {
    client(app()).get(path).send().json()
}

#[test]
fn segments_are_gathered_by_a_dependency() {
    assert_eq!(get("/at/7/-1"), json!([7, -1]));
    let errors = get("/at/x/-3");
    let locations: Vec<_> = errors["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| &error["loc"])
        .collect();
    assert_eq!(locations, [&json!(["path", "building"]), &json!(["path", "floor"])]);
}

#[test]
fn a_segment_may_have_a_type_of_its_own() {
    assert_eq!(get("/years/2024"), "2024");
    assert_eq!(get("/years/24")["detail"][0]["type"], "string_pattern_mismatch");
}

#[test]
fn a_parameter_may_hold_json() {
    let answer = client(app())
        .get("/filter")
        .query("filter", r#"{"in": [1, "2"]}"#)
        .query("ids", "[1]")
        .send();
    assert_eq!(answer.json::<Value>(), json!([{"out": [1, 2]}, [1]]));
    let answer = client(app()).get("/filter").query("filter", r#"{"from": [1]}"#).send();
    assert_eq!(answer.json::<Value>(), json!([{"out": [1]}, null]));
    let answer: Value = client(app())
        .get("/filter")
        .query("filter", "{")
        .query("ids", "[256]")
        .send()
        .json();
    let told: Vec<_> = answer["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (&error["type"], &error["loc"]))
        .collect();
    let expected = [
        (json!("json_invalid"), json!(["query", "filter"])),
        (json!("less_than_equal"), json!(["query", "ids", 0])),
    ];
    assert_eq!(told, expected.each_ref().map(|(kind, location)| (kind, location)));
    let document = get("/openapi.json");
    let schema = &document["paths"]["/filter"]["get"]["parameters"][0]["schema"];
    assert_eq!(schema["contentMediaType"], "application/json");
}

#[test]
fn names_differ_by_direction_and_age() {
    for name in ["read", "old"] {
        assert_eq!(get(&format!("/names?{name}=x")), json!({"written": "x"}));
    }
    assert_eq!(get("/names?written=x")["detail"][0]["loc"], json!(["query", "read"]));
}

#[test]
fn a_union_takes_the_best_or_the_first() {
    let answer = client(app()).post("/fits").json(&json!({"first": 1, "best": 1})).send();
    assert_eq!(answer.json::<Value>(), json!([true, true, [], []]));
}

#[test]
fn a_list_may_be_told_its_first_mistake_alone() {
    let request = client(app()).post("/fits?q=x&q=y&all=x&all=y");
    let answer: Value = request
        .json(&json!({"few": [1, 256, "a", 300]}))
        .send()
        .assert_status(422)
        .json();
    let locations: Vec<_> = answer["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["loc"].clone())
        .collect();
    let expected = [
        json!(["query", "q", 0]),
        json!(["query", "all", 0]),
        json!(["query", "all", 1]),
    ];
    assert_eq!(locations[..3], expected);
    assert_eq!(locations[3..], [json!(["body", "few", 1])]);
}

#[test]
fn headers_have_types_elsewhere() {
    let request = client(app()).get("/typed").header("range", "bytes=0-9,20-29");
    let answer = request.header("if-none-match", "\"v0\", \"v1\"").send();
    assert_eq!(answer.json::<Value>(), json!([2, true]));
    assert_eq!(get("/typed"), json!([null, false]));
}

#[test]
fn headers_that_are_no_ascii_are_latin_1() {
    let request = client(app())
        .get("/latin")
        .header("x-name", b"M\xfcller")
        .header("x-more", b"\xe9");
    let answer = request
        .header("x-list", b"\xff")
        .header("x-list", "a")
        .send()
        .assert_status(200);
    assert_eq!(answer.json::<Value>(), json!(["Müller", ["ÿ", "a"], "é"]));
}

#[model]
struct Details {
    #[field(ge = 1)]
    pages: u32,
}

#[post("/books")]
async fn add_book(#[form] details: Json<Details>) -> u32 {
    details.pages
}

#[test]
fn a_field_of_a_form_may_hold_json() {
    let client = client(App::new().routes(routes![add_book]));
    let post = |text| client.post("/books").form([("details", text)]).send().json::<Value>();
    assert_eq!(post(r#"{"pages": 3}"#), 3);
    assert_eq!(
        post(r#"{"pages": 0}"#)["detail"][0]["loc"],
        json!(["body", "details", "pages"])
    );
}
