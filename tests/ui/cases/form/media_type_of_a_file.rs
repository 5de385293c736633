use fasterapi::prelude::*;

#[post("/notes")]
async fn note(#[file(media_type = "image/png")] file: UploadFile) -> u64 {
    file.size()
}

fn main() {}
