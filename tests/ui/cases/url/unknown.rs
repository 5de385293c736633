use fasterapi::prelude::*;

#[get("/items/{item_id}")]
async fn read_item(item_id: u64) -> u64 {
    item_id
}

fn main() {
    let _ = url!(read_item { item: 5 });
}
