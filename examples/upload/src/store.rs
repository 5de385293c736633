//! The folder, and what is known of each file in it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use fasterapi::prelude::*;

/// What is known of a kept file.
#[model]
pub struct Kept {
    /// Its number.
    pub id: u64,
    /// The name it came with, fit for a file system.
    pub name: String,
    /// Its length in bytes.
    pub size: u64,
    /// What the client said it is.
    pub content_type: String,
    /// What the client said of it.
    pub note: Option<String>,
}

/// The files. What is known of them is lost when the program ends; a real service would ask a database.
pub struct Store {
    folder: PathBuf,
    next: AtomicU64,
    files: Mutex<BTreeMap<u64, Kept>>,
}

impl Store {
    /// Keeps files in `folder`, which is made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            next: AtomicU64::new(1),
            files: Mutex::default(),
        })
    }

    /// Where the file of this number is. Its name on disk is the number: what clients call it is nobody's path.
    pub fn path(&self, id: u64) -> PathBuf {
        self.folder.join(id.to_string())
    }

    /// Copies an upload into the folder.
    ///
    /// # Errors
    /// When the folder has no room for it.
    pub async fn keep(&self, upload: &UploadFile, note: Option<String>) -> io::Result<Kept> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let kept = Kept {
            id,
            name: upload.safe_filename().unwrap_or_else(|| "file".to_owned()),
            size: upload.save(self.path(id)).await?,
            content_type: upload.content_type().unwrap_or("application/octet-stream").to_owned(),
            note,
        };
        self.files().insert(id, kept.clone());
        Ok(kept)
    }

    /// What is known of the file of this number.
    pub fn find(&self, id: u64) -> Option<Kept> {
        self.files().get(&id).cloned()
    }

    /// All files, the oldest first.
    pub fn all(&self) -> Vec<Kept> {
        self.files().values().cloned().collect()
    }

    /// Forgets a file and takes it off the disk; `false`: there is none of this number.
    ///
    /// # Errors
    /// When it cannot be taken off the disk.
    pub fn remove(&self, id: u64) -> io::Result<bool> {
        match self.files().remove(&id) {
            Some(_) => std::fs::remove_file(self.path(id)).map(|()| true),
            None => Ok(false),
        }
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<u64, Kept>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
