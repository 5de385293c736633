//! 500 rows held in memory, written as JSON for each request.

use std::sync::Arc;

use fasterapi::prelude::*;

#[model]
pub struct Row {
    id: u64,
    sku: String,
    name: String,
    price: f64,
    in_stock: bool,
    tags: Vec<String>,
}

pub struct Rows(Arc<Vec<Row>>);

pub fn rows() -> Rows {
    let row = |id: u64| Row {
        id,
        sku: format!("SKU-{id:05}"),
        name: format!("Item number {id}"),
        price: id as f64 + 0.25,
        in_stock: id % 3 != 0,
        tags: vec!["alpha".to_owned(), "beta".to_owned()],
    };
    Rows(Arc::new((0..500).map(row).collect()))
}

#[get("/list")]
pub async fn list(rows: State<Rows>) -> Arc<Vec<Row>> {
    Arc::clone(&rows.0)
}
