//! Query parameters: required, defaults, optional, conversions, alias, deprecated.

use fasterapi::prelude::*;
use jiff::civil::Date;

#[model]
#[serde(untagged)]
enum Anything {
    Int(i64),
    Float(f64),
    Text(String),
}

#[get("/plants")]
async fn plants(
    #[query(default = 0)] offset: i64,
    #[query(default = 20)] count: i64,
    #[query(default = false)] shade: bool,
) -> Value {
    json!({"offset": offset, "count": count, "shade": shade})
}

#[get("/required")]
async fn required(name: String, age: i64, ratio: f64) -> Value {
    json!({"name": name, "age": age, "ratio": ratio})
}

#[get("/optional")]
async fn optional(q: Option<String>, n: Option<i64>, since: Option<Date>) -> Value {
    json!({"q": q, "n": n, "since": since})
}

#[get("/nullable-required")]
async fn nullable_required(#[query(required)] n: Option<i64>) -> Value {
    json!({"n": n})
}

#[get("/aliased")]
async fn aliased(
    #[query(alias = "sort-by", default = "name")] sort_by: String,
    #[query(deprecated, description = "Do not use")] old: Option<String>,
    #[query(include_in_schema = false)] hidden: Option<String>,
) -> Value {
    json!({"sort_by": sort_by, "old": old, "hidden": hidden})
}

#[get("/pots/{pot_id}/notes")]
async fn mixed(
    pot_id: i64,
    needle: String,
    #[query(default = 1)] page: i64,
    #[query(default = true)] full: bool,
) -> Value {
    json!({"pot_id": pot_id, "needle": needle, "page": page, "full": full})
}

#[get("/union")]
async fn union(#[query] v: Anything) -> Value {
    let kind = match v {
        Anything::Int(_) => "int",
        Anything::Float(_) => "float",
        Anything::Text(_) => "str",
    };
    json!({"v": v, "type": kind})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        plants,
        required,
        optional,
        nullable_required,
        aliased,
        mixed,
        union
    ])
}
