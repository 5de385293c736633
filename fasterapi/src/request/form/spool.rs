//! [`Spool`]: a file while it arrives, first in memory, then on disk.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Mutex;

use bytes::BytesMut;

use super::upload::{Content, blocking};

/// Files up to this size stay in memory.
pub(super) const IN_MEMORY: usize = 1024 * 1024;

/// How much is written to disk at once.
const BLOCK: usize = 256 * 1024;

/// A file while it arrives. Dropped half-way, it leaves nothing behind.
pub(super) struct Spool {
    /// What is not on disk.
    buffer: BytesMut,
    /// How much stays in memory.
    most: usize,
    file: Option<File>,
    size: u64,
}

impl Spool {
    /// An empty file that moves to disk when it outgrows `most` bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            buffer: BytesMut::new(),
            most,
            file: None,
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
        let most = if self.file.is_some() { BLOCK } else { self.most };
        if self.buffer.len() > most {
            self.flush().await?;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub(super) async fn finish(mut self) -> io::Result<Content> {
        if self.file.is_some() {
            self.flush().await?;
        }
        Ok(match self.file {
            Some(file) => Content::Disk(Mutex::new(file)),
            None => Content::Memory(self.buffer.freeze()),
        })
    }

    async fn flush(&mut self) -> io::Result<()> {
        let (file, mut buffer) = (self.file.take(), std::mem::take(&mut self.buffer));
        let written = blocking(move || {
            let mut file = match file {
                Some(file) => file,
                None => tempfile::tempfile()?,
            };
            file.write_all(&buffer)?;
            buffer.clear();
            Ok((file, buffer))
        });
        let (file, buffer) = written.await?;
        self.file = Some(file);
        // the first block may have been large; the next ones are not
        self.buffer = if buffer.capacity() > 2 * BLOCK {
            BytesMut::new()
        } else {
            buffer
        };
        Ok(())
    }
}
