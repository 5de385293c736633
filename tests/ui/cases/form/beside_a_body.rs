use fasterapi::prelude::*;

#[post("/notes")]
async fn note(#[form] title: String, #[body] text: String) -> String {
    title + &text
}

fn main() {}
