use fasterapi::prelude::*;

#[model(computed = area)]
struct Rect {
    w: i64,
}

impl Rect {
    fn area(&self) -> i64 {
        self.w
    }
}

fn main() {}
