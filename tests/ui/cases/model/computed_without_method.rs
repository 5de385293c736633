use fasterapi::prelude::*;

#[model(computed = [area])]
struct Rect {
    w: i64,
    h: i64,
}

fn main() {}
