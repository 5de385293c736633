use fasterapi::prelude::*;

#[model]
fn item() {}

fn main() {}
