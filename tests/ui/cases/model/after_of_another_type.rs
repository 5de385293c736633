use fasterapi::prelude::*;

fn upper(text: String) -> Result<String, String> {
    Ok(text.to_uppercase())
}

#[model]
struct Item {
    #[field(after = upper)]
    count: u32,
}

fn main() {}
