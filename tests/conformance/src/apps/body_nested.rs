//! Nested models, lists of models, dicts with typed keys, sets, deep error locations, recursion.

use std::collections::{BTreeMap, BTreeSet};

use fasterapi::prelude::*;

#[model]
struct Point {
    x: f64,
    y: f64,
}

#[model]
struct Photo {
    #[field(min_length = 4)]
    url: String,
    name: String,
}

#[model]
struct Stop {
    title: String,
    at: Point,
    #[field(default)]
    photos: Vec<Photo>,
    #[field(default)]
    tags: BTreeSet<String>,
    #[field(default)]
    scores: BTreeMap<i64, f64>,
}

#[model]
struct Route {
    name: String,
    #[field(min_length = 1)]
    stops: Vec<Stop>,
    center: Option<Point>,
    #[field(default)]
    by_code: BTreeMap<String, Stop>,
}

#[model]
struct Node {
    value: i64,
    #[field(default)]
    children: Vec<Node>,
}

#[post("/stops", response_model = None)]
async fn stop(s: Stop) -> Stop {
    s
}

#[post("/routes")]
async fn route(r: Route) -> Value {
    let codes: Vec<&String> = r.by_code.keys().collect();
    json!({"name": r.name, "count": r.stops.len(), "center": r.center, "codes": codes})
}

#[post("/photos/many")]
async fn many(photos: Vec<Photo>) -> Value {
    photos.into_iter().map(|photo| photo.name).collect()
}

#[post("/weights", response_model = None)]
async fn weights(w: BTreeMap<i64, f64>) -> BTreeMap<i64, f64> {
    w
}

#[post("/trees", response_model = None)]
async fn tree(n: Node) -> Node {
    n
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![stop, route, many, weights, tree])
}
