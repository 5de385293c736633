use fasterapi::prelude::*;

#[post("/notes")]
async fn note(#[body] title: String, #[body(media_type = "text/plain")] text: String) -> String {
    title + &text
}

fn main() {}
