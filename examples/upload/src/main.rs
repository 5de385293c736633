//! `cargo run -p upload` starts it and prints where to look. Files go to `UPLOAD_FOLDER`, or to a temporary folder.

use std::path::PathBuf;

fn main() -> fasterapi::Result<()> {
    let folder = std::env::var_os("UPLOAD_FOLDER").map(PathBuf::from);
    upload::app(folder.unwrap_or_else(|| std::env::temp_dir().join("upload-example")))?.run()
}
