//! A path parameter and two query parameters with constraints.

use fasterapi::prelude::*;

#[model]
pub struct ItemOut {
    item_id: u64,
    limit: u32,
    q: Option<String>,
}

#[get("/items/{item_id}")]
pub async fn read_item(
    item_id: u64,
    #[query(default = 10, ge = 1, le = 100)] limit: u32,
    #[query(max_length = 50)] q: Option<String>,
) -> ItemOut {
    ItemOut { item_id, limit, q }
}
