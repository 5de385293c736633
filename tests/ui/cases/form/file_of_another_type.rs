use fasterapi::prelude::*;

#[post("/notes")]
async fn note(#[file] title: String) -> String {
    title
}

fn main() {}
