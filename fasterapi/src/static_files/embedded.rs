//! [`Embedded`]: files inside the binary.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::root::{Named, Policy, shows};
use crate::response::file::OpenFile;

/// Files inside the binary: what `embed!("static")` makes of a folder of the package, hidden files and links left out.
///
/// ```no_run
/// use fasterapi::prelude::*;
/// use fasterapi::embed;
///
/// let app = App::new().mount("/src", StaticFiles::embedded(embed!("src")));
/// ```
///
/// A file that is changed is embedded anew by the next build; for one that is added, the package's `build.rs` has to print
/// `cargo::rerun-if-changed=static`.
#[derive(Debug, Clone, Copy)]
pub struct Embedded(&'static [(&'static str, &'static [u8])]);

impl Embedded {
    #[doc(hidden)]
    pub const fn new(files: &'static [(&'static str, &'static [u8])]) -> Self {
        Self(files)
    }

    /// Their paths below the folder, with slashes, and their content.
    pub fn files(self) -> impl Iterator<Item = (&'static str, &'static [u8])> {
        self.0.iter().copied()
    }

    /// The content of a file.
    pub fn get(self, path: &str) -> Option<&'static [u8]> {
        self.files().find(|(known, _)| *known == path).map(|(_, bytes)| bytes)
    }
}

/// Files inside the binary at work.
#[derive(Debug)]
pub(super) struct Memory {
    files: BTreeMap<&'static str, (&'static [u8], u64)>,
    policy: Policy,
}

impl Memory {
    pub(super) fn new(embedded: Embedded, policy: Policy) -> Self {
        let files = embedded.files().map(|(path, bytes)| (path, (bytes, hash(bytes))));
        Self {
            files: files.collect(),
            policy,
        }
    }

    /// Looks for a path: decoded, relative, with slashes.
    pub(super) fn find(&self, path: &str) -> Named {
        let (path, must_be_folder) = match path.strip_suffix('/') {
            Some(path) => (path, true),
            None => (path, path.is_empty()),
        };
        if path.is_empty() {
            return Named::Folder;
        }
        if !path.split('/').all(|name| shows(name, self.policy)) {
            return Named::Nothing;
        }
        if self.files.contains_key(path) && !must_be_folder {
            return Named::File(PathBuf::from(path));
        }
        let below = format!("{path}/");
        let mut next = self.files.range(below.as_str()..);
        match next.next() {
            Some((known, _)) if known.starts_with(&below) => Named::Folder,
            _ => Named::Nothing,
        }
    }

    pub(super) fn open(&self, path: &Path) -> io::Result<OpenFile> {
        let found = path.to_str().and_then(|path| self.files.get(path));
        let (bytes, hash) = found.ok_or(io::ErrorKind::NotFound)?;
        Ok(OpenFile::in_memory(bytes, *hash))
    }
}

/// Tells one content from another (FNV-1a).
fn hash(bytes: &[u8]) -> u64 {
    let fnv = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, fnv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_looked_for_as_on_the_disk() {
        let files = Embedded::new(&[("a.txt", b"a"), ("b/c/d.txt", b"d"), ("b/c.txt", b"c"), (".env", b"no")]);
        let memory = Memory::new(files, Policy::default());
        assert!(matches!(memory.find("b/c/d.txt"), Named::File(_)));
        assert_eq!(files.get("a.txt"), Some(&b"a"[..]));
        for folder in ["", "b", "b/", "b/c", "b/c/"] {
            assert_eq!(memory.find(folder), Named::Folder, "{folder:?}");
        }
        for nothing in [
            "a",
            "a.txt/",
            "b//c",
            "../a.txt",
            "/a.txt",
            "b/../a.txt",
            ".env",
            "b/d",
            "a.txt\0",
        ] {
            assert_eq!(memory.find(nothing), Named::Nothing, "{nothing:?}");
        }
    }
}
