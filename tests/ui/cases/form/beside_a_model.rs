use fasterapi::prelude::*;

#[model]
struct Note {
    text: String,
}

#[post("/notes")]
async fn note(#[form] title: String, note: Note) -> String {
    title + &note.text
}

fn main() {}
