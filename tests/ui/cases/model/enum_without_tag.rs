use fasterapi::prelude::*;

#[model]
struct Cat {
    lives: u8,
}

#[model]
enum Pet {
    Cat(Cat),
    Number(u64),
}

fn main() {}
