//! Models that know which of their fields were given (`BODY-17`, `MODEL-30`, `RESP-06`).

use std::collections::BTreeMap;

use fasterapi::prelude::*;
use fasterapi::types::{Given, SecretString};

use crate::client;

#[model]
struct Maker {
    name: String,
    #[field(default = "DE")]
    country: String,
}

#[model]
struct Base {
    #[field(default = 1)]
    version: u8,
}

#[model(computed = [label])]
struct Lamp {
    #[field(alias = "lampName")]
    name: Option<String>,
    #[serde(rename(serialize = "powerOut"))]
    #[field(default = 5.0, gt = 0)]
    power: f64,
    #[field(default)]
    makers: Vec<Maker>,
    #[field(default)]
    by_place: BTreeMap<String, Maker>,
    pair: Option<(Maker, u8)>,
    #[serde(flatten)]
    base: Base,
    #[field(read_only)]
    id: u64,
}

impl Lamp {
    fn label(&self) -> String {
        format!("{} W", self.power)
    }
}

#[put("/echo")]
async fn echo(lamp: Given<Lamp>) -> Given<Lamp> {
    lamp
}

#[put("/names")]
async fn names(lamp: Given<Lamp>) -> Value {
    json!([lamp.fields(), lamp.has("lampName"), lamp.power])
}

fn stored() -> Lamp {
    Lamp {
        name: Some("Desk".to_owned()),
        power: 7.0,
        makers: Vec::new(),
        by_place: BTreeMap::new(),
        pair: None,
        base: Base { version: 3 },
        id: 9,
    }
}

#[patch("/lamp")]
async fn update(lamp: Given<Lamp>) -> Lamp {
    let mut stored = stored();
    lamp.apply_to(&mut stored);
    stored
}

#[get("/whole")]
async fn whole() -> Given<Lamp> {
    stored().into()
}

#[get("/query")]
async fn query(#[query] maker: Given<Maker>) -> Given<Maker> {
    maker
}

#[get("/headers")]
async fn agent(#[header] client: Option<Given<Agent>>) -> Value {
    json!(client)
}

#[model]
struct Agent {
    user_agent: Option<String>,
    x_trace: Option<String>,
}

fn app() -> App {
    App::new().routes(routes![echo, names, update, whole, query, agent])
}

fn put(path: &str, body: Value) -> Value {
    client(app()).put(path).json(&body).send().json()
}

#[test]
fn what_was_not_given_is_not_written_at_any_depth() {
    assert_eq!(put("/echo", json!({})), json!({"id": 0, "label": "5 W"}));
    let maker = json!({"name": "A"});
    let sent = json!({
        "lampName": null, "power": "6", "makers": [maker, {"name": "B", "country": "DE"}], "by_place": {"x": maker},
        "pair": [maker, 1], "version": 2, "unknown": 1,
    });
    let written = json!({
        "lampName": null, "powerOut": 6.0, "makers": [maker, {"name": "B", "country": "DE"}], "by_place": {"x": maker},
        "pair": [maker, 1], "version": 2, "id": 0, "label": "6 W",
    });
    assert_eq!(put("/echo", sent), written);
    let whole: Value = client(app()).get("/whole").send().json();
    assert_eq!(whole.as_object().unwrap().len(), 8);
}

#[test]
fn the_names_are_those_that_were_sent() {
    let sent = json!({"version": 2, "lampName": "x", "unknown": 1});
    assert_eq!(put("/names", sent), json!([["version", "lampName"], true, 5.0]));
}

#[test]
fn an_update_leaves_the_rest() {
    let update = |body: Value| client(app()).patch("/lamp").json(&body).send().json::<Value>();
    let answer = update(json!({"lampName": null, "id": 1}));
    assert_eq!(
        (&answer["lampName"], &answer["powerOut"], &answer["id"]),
        (&Value::Null, &json!(7.0), &json!(9))
    );
    assert_eq!(answer["version"], 3);
    assert_eq!(update(json!({"version": 4}))["version"], 4);
    let refused = update(json!({"power": 0}));
    assert_eq!(refused["detail"][0]["type"], "greater_than");
}

#[test]
fn parameters_know_it_too() {
    let get = |path: &str| client(app()).get(path).header("x-trace", "7").send().json::<Value>();
    assert_eq!(get("/query?name=A"), json!({"name": "A"}));
    assert_eq!(get("/query?country=DE")["detail"][0]["loc"], json!(["query", "name"]));
    assert_eq!(get("/headers")["x_trace"], "7");
}

#[test]
fn the_document_knows_nothing_of_it() {
    let document: Value = client(app()).get("/openapi.json").send().json();
    let body = &document["paths"]["/echo"]["put"]["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(body["$ref"], "#/components/schemas/Lamp-Input");
}

#[model]
#[derive(Debug)]
struct Login {
    password: SecretString,
}

#[test]
fn what_the_model_hides_stays_hidden() {
    let login: Given<Login> = serde_json::from_str(r#"{"password": "hunter2"}"#).unwrap();
    assert_eq!(login.password.expose(), "hunter2");
    assert_eq!(
        format!("{login:?}"),
        "Given(Login { password: SecretString(\"**********\") })"
    );
}
