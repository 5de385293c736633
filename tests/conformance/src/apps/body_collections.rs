//! Bodies that are lists, sets, tuples, maps, unions, optionals; constraints of collections.

use std::collections::{BTreeMap, BTreeSet};

use fasterapi::prelude::*;

#[model]
struct Cat {
    meow: String,
}

#[model]
struct Dog {
    bark: i64,
}

#[model]
#[serde(untagged)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
}

#[model]
#[serde(untagged)]
enum IntOrText {
    Int(i64),
    Text(String),
}

#[model]
#[serde(untagged)]
enum ManyOrOne {
    Many(Vec<i64>),
    One(i64),
}

#[post("/ints")]
async fn ints(v: Vec<i64>) -> Value {
    json!({"sum": v.iter().sum::<i64>()})
}

#[post("/bounded", response_model = None)]
async fn bounded(#[body(min_length = 2, max_length = 3)] v: Vec<i64>) -> Vec<i64> {
    v
}

#[post("/unique", response_model = None)]
async fn unique(v: BTreeSet<i64>) -> BTreeSet<i64> {
    v
}

#[post("/frozen", response_model = None)]
async fn frozen(#[body(max_length = 2)] v: BTreeSet<String>) -> BTreeSet<String> {
    v
}

#[post("/triple", response_model = None)]
async fn triple(v: (i64, String, bool)) -> (i64, String, bool) {
    v
}

#[post("/spread", response_model = None)]
async fn spread(v: Vec<i64>) -> Vec<i64> {
    v
}

#[post("/table", response_model = None)]
async fn table(v: BTreeMap<String, Vec<i64>>) -> BTreeMap<String, Vec<i64>> {
    v
}

#[post("/grid", response_model = None)]
async fn grid(v: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    v
}

#[post("/pets")]
async fn pets(v: Vec<Pet>) -> Value {
    v.iter()
        .map(|pet| match pet {
            Pet::Cat(_) => "Cat",
            Pet::Dog(_) => "Dog",
        })
        .collect()
}

#[post("/either")]
async fn either(#[body(required)] v: Option<IntOrText>) -> Value {
    let kind = match v {
        Some(IntOrText::Int(_)) => "int",
        Some(IntOrText::Text(_)) => "str",
        None => "NoneType",
    };
    json!({"v": v, "type": kind})
}

#[post("/either-list")]
async fn either_list(#[body] v: ManyOrOne) -> Value {
    json!({"v": v})
}

#[post("/any")]
async fn any_value(#[body] v: Value) -> Value {
    json!({"v": v})
}

#[post("/nullables", response_model = None)]
async fn nullables(v: Vec<Option<i64>>) -> Vec<Option<i64>> {
    v
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        ints,
        bounded,
        unique,
        frozen,
        triple,
        spread,
        table,
        grid,
        pets,
        either,
        either_list,
        any_value,
        nullables,
    ])
}
