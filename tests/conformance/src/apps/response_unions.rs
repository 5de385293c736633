//! Unions, lists and maps as bodies and answers; discriminators; root models.

use std::collections::BTreeMap;

use fasterapi::prelude::*;

#[model]
struct Car {
    model: String,
    #[field(default = 4)]
    wheels: i64,
}

#[model]
struct Boat {
    model: String,
    #[field(default = 0)]
    wheels: i64,
    draft: f64,
}

#[model]
#[serde(untagged)]
enum Vehicle {
    Boat(Boat),
    Car(Car),
}

#[model]
#[serde(untagged)]
enum Second {
    Car(Car),
    Boat(Boat),
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Round {
    Circle,
}

#[model]
struct Circle {
    shape: Round,
    r: f64,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Cornered {
    Square,
    Box,
}

#[model]
struct Square {
    shape: Cornered,
    side: f64,
}

#[model(discriminator = "shape")]
#[serde(rename_all = "lowercase")]
enum Shape {
    Circle(Circle),
    #[serde(alias = "box")]
    Square(Square),
}

#[model]
struct Labels(Vec<String>);

#[model]
struct NumKind {
    kind: i64,
}

#[model]
struct StrKind {
    kind: String,
}

#[model(discriminator = pick)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Num(NumKind),
    Str(StrKind),
}

fn pick(value: &Value) -> Option<&str> {
    match &value["kind"] {
        kind if kind == 1 => Some("num"),
        kind if kind == "one" => Some("str"),
        _ => None,
    }
}

fn car(model: &str, wheels: i64) -> Car {
    Car {
        model: model.to_owned(),
        wheels,
    }
}

#[get("/fleet/{k}")]
async fn fleet(k: String) -> Vehicle {
    if k == "boat" {
        Vehicle::Boat(Boat {
            model: "b".to_owned(),
            wheels: 0,
            draft: 1.5,
        })
    } else {
        Vehicle::Car(car("c", 4))
    }
}

#[get("/fleet")]
async fn fleet_list() -> Vec<Car> {
    vec![car("c", 4), car("d", 3)]
}

#[get("/speeds")]
async fn speeds() -> BTreeMap<String, f64> {
    BTreeMap::from([("car".to_owned(), 3.0), ("boat".to_owned(), 1.25)])
}

#[post("/shapes")]
async fn shapes(#[body] s: Shape) -> Shape {
    s
}

#[post("/many-shapes")]
async fn many_shapes(items: Vec<Shape>) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

#[post("/wrapped")]
async fn wrapped(#[body] first: Shape, #[body] second: Second) -> Value {
    json!({"first": first, "second": second})
}

#[post("/callable")]
async fn by_callable(#[body] v: Kind) -> Value {
    match v {
        Kind::Num(_) => json!("NumKind"),
        Kind::Str(_) => json!("StrKind"),
    }
}

#[post("/labels")]
async fn labels(v: Labels) -> Labels {
    v
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        fleet,
        fleet_list,
        speeds,
        shapes,
        many_shapes,
        wrapped,
        by_callable,
        labels,
    ])
}
