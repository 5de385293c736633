//! The files that ported apps serve.

use std::path::{Path, PathBuf};

/// The path of `name` below `assets/`.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name)
}
