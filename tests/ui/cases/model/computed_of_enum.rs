use fasterapi::prelude::*;

#[model(computed = [name])]
enum Season {
    Spring,
}

fn main() {}
