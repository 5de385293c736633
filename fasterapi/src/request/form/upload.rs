//! [`UploadFile`]: a file that a client sent.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, header};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

/// A file that a client sent in a multipart form: in memory up to 1 MiB, else in a temporary file.
///
/// The temporary file is one for all files of a form, has no name in the file system, and is gone with the last clone of
/// the last of them, however the request or the process ends. Clones share the content; each has a position of its own.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[post("/lines")]
/// async fn lines(mut document: UploadFile) -> Result<usize, HttpError> {
///     let mut lines = 0;
///     loop {
///         let block = document.read_block(64 * 1024).await?;
///         if block.is_empty() {
///             return Ok(lines);
///         }
///         lines += block.iter().filter(|&&byte| byte == b'\n').count();
///     }
/// }
/// ```
#[derive(Debug, Clone)]
pub struct UploadFile {
    part: Arc<Part>,
    position: u64,
}

#[derive(Debug)]
struct Part {
    filename: String,
    headers: HeaderMap,
    size: u64,
    content: Content,
}

/// Where the bytes are.
#[derive(Debug)]
pub(crate) enum Content {
    Memory(Bytes),
    /// From a place in a file on, which the clones share, and the other files of the form. Each seeks before it reads.
    #[cfg_attr(not(feature = "multipart"), allow(dead_code))]
    Disk(Arc<Mutex<File>>, u64),
}

impl UploadFile {
    /// A file of these bytes, for tests of handlers.
    pub fn new(filename: impl Into<String>, content: impl Into<Bytes>) -> Self {
        let content = content.into();
        Self::from_part(
            filename.into(),
            HeaderMap::new(),
            content.len() as u64,
            Content::Memory(content),
        )
    }

    pub(crate) fn from_part(filename: String, headers: HeaderMap, size: u64, content: Content) -> Self {
        let part = Part {
            filename,
            headers,
            size,
            content,
        };
        Self {
            part: Arc::new(part),
            position: 0,
        }
    }

    /// The name as the client sent it, which may be empty or a path: never use it as one.
    pub fn filename(&self) -> &str {
        &self.part.filename
    }

    /// The name's last part, without control characters and leading dots; `None` when nothing is left of it.
    ///
    /// ```
    /// use fasterapi::request::UploadFile;
    ///
    /// let file = UploadFile::new("../../etc/passwd", "");
    /// assert_eq!(file.safe_filename().as_deref(), Some("passwd"));
    /// assert_eq!(UploadFile::new("..", "").safe_filename(), None);
    /// ```
    pub fn safe_filename(&self) -> Option<String> {
        let last = self.filename().rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last.chars().filter(|c| !c.is_control() && *c != ':').collect();
        let name = kept.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
        (!name.is_empty()).then(|| name.to_owned())
    }

    /// The media type the client says the file has.
    pub fn content_type(&self) -> Option<&str> {
        self.headers().get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// The length in bytes.
    pub fn size(&self) -> u64 {
        self.part.size
    }

    /// The headers of the file's part in the body.
    pub fn headers(&self) -> &HeaderMap {
        &self.part.headers
    }

    /// Reads from the position to the end.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub async fn read(&mut self) -> io::Result<Bytes> {
        self.read_block(usize::MAX).await
    }

    /// Reads at most `most` bytes from the position on; none at the end.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub async fn read_block(&mut self, most: usize) -> io::Result<Bytes> {
        let (from, left) = (self.position, self.size().saturating_sub(self.position));
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(most);
        let block = match &self.part.content {
            _ if most == 0 => Bytes::new(),
            Content::Memory(_) => self.part.read(from, most)?,
            Content::Disk(..) => {
                let part = Arc::clone(&self.part);
                blocking(move || part.read(from, most)).await?
            }
        };
        self.position += block.len() as u64;
        Ok(block)
    }

    /// Moves the position to `position` bytes from the start.
    pub fn seek(&mut self, position: u64) {
        self.position = position;
    }

    /// Writes the whole file to `path`, replacing what is there, and returns its length in bytes.
    ///
    /// # Errors
    /// When the temporary file cannot be read, or `path` not be written.
    pub async fn save(&self, path: impl AsRef<Path>) -> io::Result<u64> {
        let (part, path) = (Arc::clone(&self.part), path.as_ref().to_owned());
        blocking(move || match &part.content {
            Content::Memory(bytes) => std::fs::write(path, bytes).map(|()| part.size),
            Content::Disk(file, start) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(*start))?;
                io::copy(&mut (&mut *file).take(part.size), &mut File::create(path)?)
            }
        })
        .await
    }

    /// The whole content at once, without waiting.
    pub(crate) fn content(&self) -> io::Result<Bytes> {
        self.part.read(0, usize::try_from(self.size()).unwrap_or(usize::MAX))
    }

    /// What is told of the file in an error: the members that clients of FastAPI know, `file` without its content.
    pub(crate) fn description(&self) -> Value {
        let headers = self.headers().iter();
        let headers: Map<String, Value> = headers
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
            .collect();
        json!({"filename": self.filename(), "file": {}, "size": self.size(), "headers": headers})
    }
}

impl Part {
    fn read(&self, from: u64, most: usize) -> io::Result<Bytes> {
        match &self.content {
            Content::Memory(bytes) => {
                let from = usize::try_from(from).unwrap_or(usize::MAX).min(bytes.len());
                Ok(bytes.slice(from..from.saturating_add(most).min(bytes.len())))
            }
            Content::Disk(file, start) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(start.saturating_add(from)))?;
                let left = self.size.saturating_sub(from).min(most as u64);
                let mut block = Vec::with_capacity(usize::try_from(left).unwrap_or_default());
                (&mut *file).take(left).read_to_end(&mut block)?;
                Ok(block.into())
            }
        }
    }
}

/// Runs `work` on the blocking pool.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(io::Error::other(error)))
}

impl Serialize for UploadFile {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.description().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for UploadFile {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("a file is read from a form alone"))
    }
}
