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

#[model]
struct Circle {
    r: f64,
}

#[model]
struct Square {
    side: f64,
}

#[model]
#[serde(tag = "shape", rename_all = "lowercase")]
enum Shape {
    Circle(Circle),
    #[serde(alias = "box")]
    Square(Square),
}

#[model]
struct Labels(Vec<String>);

#[model]
struct NumKind {
    #[field(assert = is_one)]
    kind: i64,
}

#[model]
struct StrKind {
    kind: String,
}

/// Python tells these apart with a function.
#[model]
#[serde(untagged)]
enum Kind {
    Num(NumKind),
    Str(StrKind),
}

fn is_one(kind: &i64) -> Result<(), &'static str> {
    if *kind == 1 { Ok(()) } else { Err("") }
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
