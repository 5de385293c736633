//! What dataclasses and typed dictionaries are in Python: all are models here.

use fasterapi::prelude::*;

#[model]
struct Item {
    name: String,
    price: f64,
    #[field(default_with = Vec::new)]
    tags: Vec<String>,
    note: Option<String>,
}

#[model]
struct Author {
    #[field(min_length = 2)]
    name: String,
    #[field(default_with = Vec::new)]
    items: Vec<Item>,
}

#[model]
struct Pair {
    left: i64,
    right: i64,
}

#[post("/items", response_model = None)]
async fn items(i: Item) -> Item {
    i
}

#[get("/next")]
async fn next_item() -> Item {
    Item {
        name: "n".to_owned(),
        price: 1.0,
        tags: vec!["a".to_owned()],
        note: None,
    }
}

#[post("/authors/{id}")]
async fn authors(id: String, a: Author) -> Author {
    let _ = id;
    a
}

#[post("/pairs")]
async fn pairs(p: Pair) -> Pair {
    p
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![items, next_item, authors, pairs])
}
