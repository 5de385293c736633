use fasterapi::prelude::*;

#[model(variants(SeasonUpdate = patch))]
enum Season {
    Spring,
}

fn main() {}
