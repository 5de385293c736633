use fasterapi::prelude::*;

#[get("/items")]
struct Items;

fn main() {}
