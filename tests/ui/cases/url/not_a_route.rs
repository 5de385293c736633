use fasterapi::prelude::*;

async fn read_item(item_id: u64) -> u64 {
    item_id
}

fn main() {
    let _ = url!(read_item { item_id: 5 });
}
