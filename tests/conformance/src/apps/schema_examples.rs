//! Examples: field examples, json_schema_extra, openapi_examples, titles, deprecated fields.

use std::collections::BTreeMap;

use fasterapi::prelude::*;

#[model(literal)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Novel,
}

#[model]
#[serde(untagged)]
enum NumberOrText {
    Number(i64),
    Text(String),
}

#[model(title = "A Book", json_schema_extra = json!({"examples": [{"name": "Atlas", "price": 12.5}]}))]
struct Book {
    #[field(examples = ["Atlas"], title = "Book name")]
    name: String,
    #[field(json_schema_extra = json!({"x-unit": "EUR"}), description = "Gross")]
    price: f64,
    #[field(deprecated)]
    isbn: Option<String>,
    #[field(default = Kind::Novel)]
    kind: Kind,
    #[field(default_with = BTreeMap::new, max_length = 3)]
    meta: BTreeMap<String, NumberOrText>,
}

#[put("/books/{id}", response_model = None)]
async fn put(
    #[path(openapi_examples = json!({"small": {"summary": "One", "value": 1}}))] id: i64,
    #[body(openapi_examples = json!({
        "ok": {"summary": "Fine", "description": "An **ordinary** book", "value": {"name": "Atlas", "price": 1}},
        "bad": {"value": {"name": 1}},
    }))]
    book: Book,
    #[header(examples = ["a"], title = "Mode", description = "Mode text")] x_mode: Option<String>,
    #[query(openapi_examples = json!({"e": {"value": "v"}}), json_schema_extra = json!({"x-q": 1}))] q: Option<String>,
) -> Book {
    let _ = (id, x_mode, q);
    book
}

#[post("/many")]
async fn many(#[body(examples = [[{"name": "a", "price": 1}]])] books: Vec<Book>) -> Value {
    books.len().into()
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![put, many])
}
