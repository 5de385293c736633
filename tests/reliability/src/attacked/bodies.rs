//! What takes bodies, and other input, of every kind.

use std::collections::{BTreeMap, HashMap};

use fasterapi::Route;
use fasterapi::middleware::Decompression;
use fasterapi::prelude::*;

use super::visits::Visits;

/// Any JSON at all; the answer is of what kind it is.
#[post("/json")]
async fn any(value: Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[post("/map")]
async fn map(map: HashMap<String, i64>) -> usize {
    map.len()
}

#[post("/sorted")]
async fn sorted(map: BTreeMap<String, Value>) -> usize {
    map.len()
}

#[post("/numbers")]
async fn numbers(numbers: Vec<f64>) -> usize {
    numbers.len()
}

#[model]
struct Item {
    name: String,
    #[field(default)]
    price: f64,
    #[field(default)]
    count: i64,
    #[field(default)]
    children: Vec<Item>,
}

impl Item {
    fn count_all(&self) -> usize {
        1 + self.children.iter().map(Self::count_all).sum::<usize>()
    }
}

#[post("/item")]
async fn item(item: Item) -> Value {
    json!([item.name.len(), item.price, item.count, item.count_all()])
}

/// A pattern that makes backtracking engines take as long as the universe lasts.
#[model]
struct Patterned {
    #[field(pattern = "^(a+)+$")]
    evil: String,
}

#[post("/pattern")]
async fn pattern(patterned: Patterned) -> usize {
    patterned.evil.len()
}

/// How many fields there are.
#[post("/form")]
async fn form(mut request: Request) -> Result<usize, HttpError> {
    Ok(request.form().await?.len())
}

#[post("/upload")]
async fn upload(visits: State<Visits>, mut request: Request) -> Result<usize, HttpError> {
    let visit = visits.begin();
    let files = request.form().await?.len();
    visit.done();
    Ok(files)
}

#[post("/raw")]
async fn raw(body: Bytes) -> usize {
    body.len()
}

#[get("/query")]
async fn query(#[query] a: Option<String>, request: &Request) -> usize {
    a.map_or(0, |a| a.len()) + request.url().query().map_or(0, str::len)
}

pub(super) fn routes() -> impl IntoIterator<Item = Route> {
    routes![any, map, sorted, numbers, item, pattern, form, upload, raw, query]
}

/// The same for bodies that are sent packed.
pub(super) fn packed() -> App {
    App::new().middleware(Decompression).routes(routes![any, form, raw])
}
