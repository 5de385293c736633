//! [`Root`]: a folder, and what of it may be seen.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::response::file::{AtHand, OpenFile};

/// What may be seen of a folder.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Policy {
    /// Symbolic links are followed, wherever they lead.
    pub(super) symlinks: bool,
    /// Names that begin with a dot are served.
    pub(super) hidden: bool,
}

/// A folder whose files are served.
#[derive(Debug)]
pub(super) struct Root {
    /// The folder without links in its path; as it was given when it was not there at start-up.
    folder: PathBuf,
    checked: bool,
    policy: Policy,
    at_hand: Option<AtHand>,
}

/// What a path names. Blocks.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    File(PathBuf),
    Folder,
    /// Nothing, or nothing that may be seen.
    Nothing,
}

impl Root {
    /// The folder; `check`: it has to be there.
    pub(super) fn new(folder: &Path, check: bool, policy: Policy) -> io::Result<Self> {
        let canonical = folder.canonicalize().and_then(|path| {
            if path.is_dir() {
                Ok(path)
            } else {
                Err(io::ErrorKind::NotADirectory.into())
            }
        });
        let checked = canonical.is_ok();
        let folder = match canonical {
            Ok(folder) => folder,
            Err(error) if check => return Err(error),
            Err(_) => std::path::absolute(folder)?,
        };
        let at_hand = AtHand::below(&folder, policy.symlinks).filter(|_| checked);
        Ok(Self {
            folder,
            checked,
            policy,
            at_hand,
        })
    }

    /// Looks for a path: decoded, relative, with slashes. Every error of the system is "nothing": which one it was is
    /// none of a client's business.
    pub(super) fn find(&self, path: &str) -> Named {
        self.look(path).unwrap_or(Named::Nothing)
    }

    fn look(&self, path: &str) -> Option<Named> {
        let folder = if self.checked {
            self.folder.clone()
        } else {
            self.folder.canonicalize().ok()?
        };
        let (path, must_be_folder) = match path.strip_suffix('/') {
            Some(path) => (path, true),
            None => (path, path.is_empty()),
        };
        let full = if path.is_empty() {
            folder
        } else {
            self.below(folder, path)?
        };
        // no link in any part, and on file systems that know several spellings of a name, the one it has
        if !self.policy.symlinks && full.canonicalize().ok()? != full {
            return None;
        }
        let kind = fs::metadata(&full).ok()?;
        if kind.is_dir() {
            Some(Named::Folder)
        } else if kind.is_file() && !must_be_folder {
            Some(Named::File(full))
        } else {
            None
        }
    }

    /// A path below the folder, if all its names may be seen.
    fn below(&self, mut folder: PathBuf, path: &str) -> Option<PathBuf> {
        folder.reserve(path.len() + 1);
        for name in path.split('/') {
            if !self.shows(name) {
                return None;
            }
            folder.push(name);
        }
        Some(folder)
    }

    /// The answer that `answer` makes of the file at `path`, which is as for [`find`](Self::find), if the file can be
    /// opened and read without waiting for a disk.
    pub(super) fn at_hand<T>(&self, path: &str, answer: impl FnOnce(&Path, OpenFile) -> io::Result<T>) -> Option<T> {
        let at_hand = self.at_hand.as_ref().filter(|at_hand| at_hand.works())?;
        let path = self.below(self.folder.clone(), path)?;
        let (file, metadata) = at_hand.open(&path)?;
        OpenFile::at_hand(file, &metadata)
            .and_then(|file| answer(&path, file))
            .map_err(|error| at_hand.judge(&error))
            .ok()
    }

    fn shows(&self, name: &str) -> bool {
        shows(name, self.policy)
    }
}

/// Whether a part of a path is the plain name of something that may be seen.
pub(super) fn shows(name: &str, policy: Policy) -> bool {
    let mut components = Path::new(name).components();
    let is_plain =
        matches!(components.next(), Some(Component::Normal(first)) if first == name) && components.next().is_none();
    let is_hidden = name.starts_with('.') && name != ".well-known";
    is_plain && !name.contains(['\\', '\0']) && (policy.hidden || !is_hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_looked_for() {
        let root = Root::new(Path::new(env!("CARGO_MANIFEST_DIR")), true, Policy::default()).unwrap();
        assert_eq!(root.find("src"), Named::Folder);
        assert_eq!(root.find(""), Named::Folder);
        assert!(matches!(root.find("src/lib.rs"), Named::File(_)));
        for path in [
            "src/lib.rs/",
            "src//lib.rs",
            "/src/lib.rs",
            "./src/lib.rs",
            "src/../src/lib.rs",
            "..",
            "src\\lib.rs",
            "src/lib.rs\0",
            "src/none",
            "src/lib.rs/none",
        ] {
            assert_eq!(root.find(path), Named::Nothing, "{path:?}");
        }
        assert!(root.shows(".well-known") && !root.shows(".git"));
    }

    #[test]
    fn a_folder_that_has_to_be_there_is() {
        let nowhere = Path::new(env!("CARGO_MANIFEST_DIR")).join("nowhere");
        assert!(Root::new(&nowhere, true, Policy::default()).is_err());
        let later = Root::new(&nowhere, false, Policy::default()).unwrap();
        assert_eq!(later.find(""), Named::Nothing);
    }
}
