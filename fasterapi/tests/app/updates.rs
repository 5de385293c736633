//! Models that are written once and read in several shapes (`BODY-17`, `MODEL-26`).

use fasterapi::prelude::*;
use fasterapi::types::Patch;

use crate::client;

#[model(
    extra = "forbid",
    variants(HeroCreate = omit(id), HeroPublic = pick(id, name), HeroUpdate = patch omit(id))
)]
#[serde(rename_all = "camelCase")]
struct Hero {
    id: u64,
    #[field(min_length = 2)]
    name: String,
    real_name: Option<String>,
    #[field(default = 3, le = 9, validate = odd)]
    power: u8,
}

fn odd(power: &u8) -> Result<(), &'static str> {
    if power % 2 == 1 { Ok(()) } else { Err("even") }
}

fn hero() -> Hero {
    Hero {
        id: 1,
        name: "Ann".to_owned(),
        real_name: Some("Anna".to_owned()),
        power: 3,
    }
}

#[post("/heroes")]
async fn create(hero: HeroCreate) -> HeroPublic {
    let HeroCreate { name, real_name, power } = hero;
    let id = u64::from(power);
    Hero {
        id,
        name,
        real_name,
        power,
    }
    .into()
}

#[patch("/heroes")]
async fn update(update: HeroUpdate) -> Hero {
    let mut hero = hero();
    update.apply_to(&mut hero);
    hero
}

#[put("/echo")]
async fn echo(update: HeroUpdate) -> HeroUpdate {
    update
}

fn app() -> App {
    App::new().routes(routes![create, update, echo])
}

#[test]
fn a_variant_has_the_rules_of_the_model() {
    let client = client(app());
    let made: Value = client.post("/heroes").json(&json!({"name": "Bo"})).send().json();
    assert_eq!(made, json!({"id": 3, "name": "Bo"}));
    let wrong = json!({"id": 1, "name": "B", "power": 4});
    let told: Value = client.post("/heroes").json(&wrong).send().assert_status(422).json();
    let kinds: Vec<_> = told["detail"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["type"].clone())
        .collect();
    assert_eq!(kinds, ["string_too_short", "value_error", "extra_forbidden"]);
}

#[test]
fn what_was_not_sent_stays() {
    let client = client(app());
    let patch = |body: Value| client.patch("/heroes").json(&body).send().json::<Value>();
    let whole = json!({"id": 1, "name": "Ann", "realName": "Anna", "power": 3});
    assert_eq!(patch(json!({})), whole);
    let changed = json!({"id": 1, "name": "Ann", "realName": null, "power": 5});
    assert_eq!(patch(json!({"realName": null, "power": 5})), changed);
}

#[test]
fn what_was_sent_is_checked() {
    let client = client(app());
    for body in [
        json!({"name": null}),
        json!({"name": "A"}),
        json!({"power": 4}),
        json!({"power": 11}),
        json!({"id": 1}),
    ] {
        client.patch("/heroes").json(&body).send().assert_status(422);
    }
}

#[test]
fn absent_fields_are_not_written() {
    let client = client(app());
    let sent = r#"{"realName":null}"#;
    assert_eq!(
        client
            .put("/echo")
            .body(sent)
            .header("content-type", "application/json")
            .send()
            .text(),
        sent
    );
    assert_eq!(Patch::<u8>::default(), Patch::Absent);
}

#[test]
fn the_document_has_one_schema_for_each() {
    let document: Value = client(app()).get("/openapi.json").send().json();
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["HeroCreate"]["required"], json!(["name"]));
    assert_eq!(schemas["HeroPublic"]["required"], json!(["id", "name"]));
    let update = &schemas["HeroUpdate"];
    assert!(update["required"].is_null());
    assert_eq!(
        update["properties"]["power"],
        json!({"type": "integer", "maximum": 9, "minimum": 0, "title": "Power"})
    );
}
