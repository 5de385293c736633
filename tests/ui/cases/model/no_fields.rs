use fasterapi::prelude::*;

#[model]
struct Nothing;

fn main() {}
