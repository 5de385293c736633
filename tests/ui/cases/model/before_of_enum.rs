use fasterapi::prelude::*;

fn lower(sent: Value) -> Result<Value, String> {
    Ok(sent)
}

#[model(before = lower)]
enum Color {
    Red,
    Blue,
}

fn main() {}
