//! [`OpenFile`]: a file, open, and the answer it makes for a request.

use std::collections::VecDeque;
use std::fs::{self, File, Metadata, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::ops::Range;
use std::path::Path;
use std::time::SystemTime;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::at_hand;
use super::conditions::{Conditions, Version};
use super::range::{self, Ranges};
use super::stream::{FileBody, Segment, read};
use crate::response::types::{PLAIN, text};
use crate::response::{Body, Headers, Response};

/// Up to this many bytes are read at once, where the file is opened, and leave in one write: 64 KiB.
const SMALL: u64 = 64 * 1024;

/// A file that was opened for reading. All of it may block.
#[derive(Debug)]
pub(crate) struct OpenFile {
    content: Content,
    length: u64,
    version: Version,
}

/// Where the bytes are.
#[derive(Debug)]
enum Content {
    File(File),
    /// As long as it is in memory.
    AtHand(File),
    Memory(&'static [u8]),
}

/// An answer's status and headers, before the file adds its own.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: Headers,
}

impl OpenFile {
    /// Opens a regular file. Anything else, a pipe say, is an error (`InvalidInput`): who opens it may wake whoever waits
    /// at its other end.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        if !fs::metadata(path)?.is_file() {
            return Err(not_a_file());
        }
        Self::open_found(path)
    }

    /// Opens what was found to be a regular file. Where something else has taken its place since, that is an error too.
    pub(crate) fn open_found(path: &Path) -> io::Result<Self> {
        let file = without_waiting().open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(not_a_file());
        }
        Self::new(Content::File(file), &metadata)
    }

    /// A file that was found [at hand](super::AtHand), all of which works without waiting.
    pub(crate) fn at_hand(file: File, metadata: &Metadata) -> io::Result<Self> {
        Self::new(Content::AtHand(file), metadata)
    }

    fn new(content: Content, metadata: &Metadata) -> io::Result<Self> {
        let modified = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        let version = Version::new(metadata.len(), modified).ok_or_else(|| io::Error::other("the file has no date"))?;
        Ok(Self {
            content,
            length: metadata.len(),
            version,
        })
    }

    /// A file inside the binary; `hash` tells its content from any other's.
    pub(crate) fn in_memory(bytes: &'static [u8], hash: u64) -> Self {
        Self {
            content: Content::Memory(bytes),
            length: bytes.len() as u64,
            version: Version::of_content(hash),
        }
    }

    /// The answer. Headers that are in `head` already stay. A file that was at hand and is so no more is an error.
    pub(crate) fn answer(self, head: Head, media_type: HeaderValue, request: &Conditions) -> io::Result<Response> {
        let Head { status, mut headers } = head;
        let version = self.version.clone();
        if status == StatusCode::OK && request.has_it(&version) {
            return Ok(not_modified(headers, version.etag));
        }
        let mut add = |name: HeaderName, value: HeaderValue| {
            headers.entry(name).or_insert(value);
        };
        let ranges = self.ranges(status, request, &version);
        add(header::CONTENT_TYPE, media_type);
        add(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(date) = version.date {
            add(
                header::LAST_MODIFIED,
                HeaderValue::try_from(date).map_err(io::Error::other)?,
            );
        }
        add(header::ETAG, version.etag);
        match ranges {
            Ranges::Malformed(reason) => {
                let reason = Bytes::from_static(reason.as_bytes());
                Ok(text(StatusCode::BAD_REQUEST, reason, PLAIN, Headers::default()))
            }
            Ranges::Unsatisfiable => {
                let response = text(
                    StatusCode::RANGE_NOT_SATISFIABLE,
                    Bytes::new(),
                    PLAIN,
                    Headers::default(),
                );
                Ok(response
                    .header(header::CONTENT_RANGE, format!("bytes */{}", self.length))
                    .header(header::CONTENT_LENGTH, 0))
            }
            Ranges::Whole => {
                let whole = VecDeque::from([Segment::Part(0..self.length)]);
                self.send(status, headers, whole, request)
            }
            Ranges::Parts(parts) => {
                let segments = self.parts(&parts, &mut headers);
                self.send(StatusCode::PARTIAL_CONTENT, headers, segments, request)
            }
        }
    }

    fn ranges(&self, status: StatusCode, request: &Conditions, version: &Version) -> Ranges {
        match &request.range {
            Some(value) if status == StatusCode::OK && request.wants_ranges(version) => {
                range::parse(value.to_str().unwrap_or_default(), self.length)
            }
            _ => Ranges::Whole,
        }
    }

    /// What is sent of several parts, or of one.
    fn parts(&self, parts: &[Range<u64>], headers: &mut HeaderMap) -> VecDeque<Segment> {
        let content_range = |part: &Range<u64>| format!("bytes {}-{}/{}", part.start, part.end - 1, self.length);
        if let [part] = parts {
            if let Ok(value) = HeaderValue::try_from(content_range(part)) {
                headers.insert(header::CONTENT_RANGE, value);
            }
            return VecDeque::from([Segment::Part(part.clone())]);
        }
        let boundary = boundary();
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = media_type.unwrap_or("application/octet-stream").to_owned();
        let mut segments = VecDeque::with_capacity(parts.len() * 2 + 1);
        let mut before = "";
        for part in parts {
            let start = format!(
                "{before}--{boundary}\r\nContent-Type: {media_type}\r\nContent-Range: {}\r\n\r\n",
                content_range(part)
            );
            segments.push_back(Segment::Text(start.into()));
            segments.push_back(Segment::Part(part.clone()));
            before = "\r\n";
        }
        segments.push_back(Segment::Text(format!("\r\n--{boundary}--").into()));
        if let Ok(value) = HeaderValue::try_from(format!("multipart/byteranges; boundary={boundary}")) {
            headers.insert(header::CONTENT_TYPE, value);
        }
        segments
    }

    fn send(
        self,
        status: StatusCode,
        mut headers: Headers,
        segments: VecDeque<Segment>,
        request: &Conditions,
    ) -> io::Result<Response> {
        let length: u64 = segments.iter().map(Segment::len).sum();
        headers.insert(header::CONTENT_LENGTH, length.into());
        let body = match self.content {
            _ if request.is_head => Body::empty(),
            Content::Memory(bytes) => from_memory(bytes, segments),
            Content::File(mut file) if length <= SMALL => {
                let mut bytes = Vec::with_capacity(usize::try_from(length).map_err(io::Error::other)?);
                for segment in segments {
                    match segment {
                        Segment::Text(text) => bytes.extend_from_slice(&text),
                        Segment::Part(part) => bytes = read(&mut file, &part, bytes)?,
                    }
                }
                bytes.into()
            }
            Content::AtHand(file) if length <= SMALL => {
                let mut bytes = Vec::new();
                for segment in segments {
                    match segment {
                        Segment::Text(text) => bytes.extend_from_slice(&text),
                        Segment::Part(part) => at_hand::read(&file, &part, &mut bytes)?,
                    }
                }
                bytes.into()
            }
            Content::File(file) | Content::AtHand(file) => Body::new(FileBody::new(file, segments)),
        };
        Ok(Response { status, headers, body })
    }
}

/// Opens for reading; a pipe that nobody writes to holds up no thread.
fn without_waiting() -> OpenOptions {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;

        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    options
}

fn not_a_file() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a file")
}

/// One part is not copied, several are joined.
fn from_memory(bytes: &'static [u8], mut segments: VecDeque<Segment>) -> Body {
    let part = |part: Range<u64>| &bytes[part.start as usize..part.end as usize];
    if segments.len() == 1
        && let Some(Segment::Part(only)) = segments.pop_front()
    {
        return Bytes::from_static(part(only)).into();
    }
    let mut joined = Vec::new();
    for segment in segments {
        match segment {
            Segment::Text(text) => joined.extend_from_slice(&text),
            Segment::Part(range) => joined.extend_from_slice(part(range)),
        }
    }
    joined.into()
}

/// 304: the headers that caches update, and none that describe a body (RFC 9110, section 15.4.5).
fn not_modified(mut headers: Headers, etag: HeaderValue) -> Response {
    for name in [
        header::CONTENT_TYPE,
        header::CONTENT_LENGTH,
        header::CONTENT_DISPOSITION,
        header::LAST_MODIFIED,
    ] {
        headers.remove(name);
    }
    headers.entry(header::ETAG).or_insert(etag);
    Response {
        status: StatusCode::NOT_MODIFIED,
        headers,
        body: Body::empty(),
    }
}

/// A line that no file has in it but by a chance of one in 2^128.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", random(), random())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::fs::{CWD, FileType, Mode, mknodat};

    use super::*;

    #[test]
    fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("a.txt");
        mknodat(CWD, &pipe, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        for opened in [OpenFile::open(&pipe), OpenFile::open_found(&pipe)] {
            assert_eq!(opened.unwrap_err().kind(), io::ErrorKind::InvalidInput);
        }
    }
}
