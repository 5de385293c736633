use fasterapi::prelude::*;

#[get("/items/{item_id}")]
async fn read_item(item_ib: u64) -> u64 {
    item_ib
}

fn main() {}
