//! [`Spool`]: a file while it arrives, first in memory, then on disk.

use std::fs::File;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::BytesMut;

use super::upload::{Content, blocking};

/// Files up to this size stay in memory.
pub(super) const IN_MEMORY: usize = 1024 * 1024;

/// How much is written to disk at once.
const BLOCK: usize = 256 * 1024;

/// Where the files of one form go that do not stay in memory: all into one, so that a form with many files has not as
/// many of them open.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    file: Option<Arc<Mutex<File>>>,
    /// How much has been written to it.
    end: u64,
}

/// A file while it arrives. Dropped half-way, it leaves nothing behind.
pub(super) struct Spool {
    /// What is not on disk.
    buffer: BytesMut,
    /// How much stays in memory.
    most: usize,
    disk: Disk,
    /// How much of it is on disk.
    on_disk: u64,
    size: u64,
}

impl Spool {
    /// An empty file that moves to `disk` when it outgrows `most` bytes.
    pub(super) fn new(most: usize, disk: Disk) -> Self {
        Self {
            buffer: BytesMut::new(),
            most,
            disk,
            on_disk: 0,
            size: 0,
        }
    }

    /// The length so far.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// How much of it is in memory.
    pub(super) fn in_memory(&self) -> usize {
        self.buffer.len()
    }

    /// Adds to the end.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub(super) async fn write(&mut self, data: &[u8]) -> io::Result<()> {
        self.size += data.len() as u64;
        self.buffer.extend_from_slice(data);
        let most = if self.on_disk > 0 { BLOCK } else { self.most };
        if self.buffer.len() > most {
            self.flush().await?;
        }
        Ok(())
    }

    /// Ends the file, and gives the disk for the next one.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub(super) async fn finish(mut self) -> io::Result<(Content, Disk)> {
        if self.on_disk > 0 {
            self.flush().await?;
        }
        let content = match &self.disk.file {
            Some(file) if self.on_disk > 0 => Content::Disk(Arc::clone(file), self.disk.end - self.on_disk),
            _ => Content::Memory(self.buffer.freeze()),
        };
        Ok((content, self.disk))
    }

    async fn flush(&mut self) -> io::Result<()> {
        let (file, mut buffer) = (self.disk.file.take(), std::mem::take(&mut self.buffer));
        let length = buffer.len() as u64;
        let written = blocking(move || {
            let file = match file {
                Some(file) => file,
                None => Arc::new(Mutex::new(tempfile::tempfile()?)),
            };
            // nobody reads before the form is complete: what is written goes to the end
            file.lock().unwrap_or_else(PoisonError::into_inner).write_all(&buffer)?;
            buffer.clear();
            Ok((file, buffer))
        });
        let (file, buffer) = written.await?;
        self.disk.file = Some(file);
        self.disk.end += length;
        self.on_disk += length;
        // the first block may have been large; the next ones are not
        self.buffer = if buffer.capacity() > 2 * BLOCK {
            BytesMut::new()
        } else {
            buffer
        };
        Ok(())
    }
}
