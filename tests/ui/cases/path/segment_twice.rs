use fasterapi::prelude::*;

#[get("/{id}/friends/{id}")]
async fn friends(id: u64) -> u64 {
    id
}

fn main() {}
