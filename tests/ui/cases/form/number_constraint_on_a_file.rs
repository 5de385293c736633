use fasterapi::prelude::*;

#[post("/notes")]
async fn note(#[file(le = 3)] file: UploadFile) -> u64 {
    file.size()
}

fn main() {}
