use fasterapi::prelude::*;

struct Note {
    text: String,
}

#[post("/notes")]
async fn note(#[form] note: Note) -> String {
    note.text
}

fn main() {}
