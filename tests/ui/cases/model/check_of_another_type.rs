use fasterapi::prelude::*;

fn short(text: &str) -> Result<(), &'static str> {
    if text.len() < 9 { Ok(()) } else { Err("long") }
}

#[model]
struct Item {
    #[field(validate = short)]
    size: u8,
}

fn main() {}
