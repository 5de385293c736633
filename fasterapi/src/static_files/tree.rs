//! [`Tree`]: where files come from, the disk or the binary.

use std::io;
use std::path::{Path, PathBuf};

use super::embedded::{Embedded, Memory};
use super::root::{Named, Policy, Root};
use crate::BuildError;
use crate::response::file::OpenFile;

/// Where files are to come from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Folder(PathBuf),
    Embedded(Embedded),
}

/// Files that are served.
#[derive(Debug)]
pub(super) enum Tree {
    Folder(Root),
    Embedded(Memory),
}

impl Tree {
    /// The files of `source`; `check`: a folder has to be there.
    pub(super) fn new(source: &Source, check: bool, policy: Policy) -> Result<Self, BuildError> {
        let folder = match source {
            Source::Folder(folder) => folder,
            Source::Embedded(embedded) => return Ok(Self::Embedded(Memory::new(*embedded, policy))),
        };
        let root = Root::new(folder, check, policy).map_err(|error| {
            let shown = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
            BuildError::new(vec![format!(
                "the folder {} cannot be served: {error}",
                shown.display()
            )])
        });
        root.map(Self::Folder)
    }

    /// What a path names. Blocks.
    pub(super) fn find(&self, path: &str) -> Named {
        match self {
            Self::Folder(root) => root.find(path),
            Self::Embedded(memory) => memory.find(path),
        }
    }

    /// The answer that `answer` makes of the file that a path names, if nothing has to be waited for; see
    /// [`Root::at_hand`].
    pub(super) fn at_hand<T>(&self, path: &str, answer: impl FnOnce(&Path, OpenFile) -> io::Result<T>) -> Option<T> {
        match self {
            Self::Folder(root) => root.at_hand(path, answer),
            Self::Embedded(memory) => match memory.find(path) {
                Named::File(file) => answer(&file, memory.open(&file).ok()?).ok(),
                Named::Folder | Named::Nothing => None,
            },
        }
    }

    /// Opens what [`find`](Self::find) found. Blocks.
    pub(super) fn open(&self, path: &Path) -> io::Result<OpenFile> {
        match self {
            Self::Folder(_) => OpenFile::open_found(path),
            Self::Embedded(memory) => memory.open(path),
        }
    }
}
