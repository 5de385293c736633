//! `strict_content_type(false)`: JSON without a content type.

use fasterapi::prelude::*;

#[model]
struct Item {
    name: String,
}

#[post("/items", response_model = None)]
async fn items(i: Item) -> Item {
    i
}

/// The app.
pub fn app() -> App {
    App::new().strict_content_type(false).routes(routes![items])
}
