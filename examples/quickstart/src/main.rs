//! The smallest useful program: `cargo run -p quickstart`, then open the address of the docs it prints.

use fasterapi::prelude::*;

/// A thing for sale.
#[model]
struct Item {
    name: String,
    #[field(gt = 0)]
    price: f64,
}

/// Read one item
#[get("/items/{item_id}")]
async fn read_item(item_id: u64, q: Option<String>) -> Value {
    json!({"item_id": item_id, "q": q})
}

/// Replace one item
#[put("/items/{item_id}")]
async fn update_item(item_id: u64, item: Item) -> Value {
    json!({"item_id": item_id, "name": item.name, "price": item.price})
}

fn app() -> App {
    App::new().title("Quickstart").routes(routes![read_item, update_item])
}

fn main() -> fasterapi::Result<()> {
    app().run()
}

#[cfg(test)]
mod tests;
