use fasterapi::prelude::*;

#[dependency]
struct Page(u32);

fn main() {}
