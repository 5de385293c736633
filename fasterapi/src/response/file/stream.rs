//! [`FileBody`]: a large file on its way out, read piece by piece on the blocking pool.

use std::collections::VecDeque;
use std::fs::File;
use std::future::Future;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::logging;

/// How much is read at once, and so how much of a file a slow client holds in memory: 128 KiB.
const PIECE: u64 = 128 * 1024;

/// A part of an answer: text between parts of the file, or a part of the file.
#[derive(Debug)]
pub(super) enum Segment {
    Text(Bytes),
    Part(Range<u64>),
}

impl Segment {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::Part(part) => part.end - part.start,
        }
    }
}

/// The segments of one file in order. The next piece is read when the one before it was taken.
#[derive(Debug)]
pub(super) struct FileBody {
    segments: VecDeque<Segment>,
    state: State,
}

#[derive(Debug)]
enum State {
    Idle(File),
    Reading(JoinHandle<io::Result<(File, Bytes)>>),
    Done,
}

impl FileBody {
    pub(super) fn new(file: File, segments: VecDeque<Segment>) -> Self {
        Self {
            segments,
            state: State::Idle(file),
        }
    }

    fn fail(&mut self, error: io::Error) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.segments.clear();
        self.state = State::Done;
        logging::error(format_args!("a file could not be read to its end: {error}"));
        Poll::Ready(Some(Err(error)))
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            if let State::Reading(reading) = &mut self.state {
                match ready!(Pin::new(reading).poll(cx)).unwrap_or_else(|error| Err(io::Error::other(error))) {
                    Ok((file, bytes)) => {
                        self.state = State::Idle(file);
                        return Poll::Ready(Some(Ok(Frame::data(bytes))));
                    }
                    Err(error) => return self.fail(error),
                }
            }
            match self.segments.pop_front() {
                None => return Poll::Ready(None),
                Some(Segment::Text(text)) => return Poll::Ready(Some(Ok(Frame::data(text)))),
                Some(Segment::Part(part)) => {
                    let State::Idle(mut file) = std::mem::replace(&mut self.state, State::Done) else {
                        return Poll::Ready(None);
                    };
                    let piece = part.start..part.end.min(part.start + PIECE);
                    if piece.end < part.end {
                        self.segments.push_front(Segment::Part(piece.end..part.end));
                    }
                    self.state = State::Reading(spawn_blocking(move || {
                        let bytes = read(&mut file, &piece, Vec::new())?;
                        Ok((file, bytes.into()))
                    }));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.segments.is_empty() && !matches!(self.state, State::Reading(_))
    }

    /// Only known before the first piece is asked for, which is when the server looks.
    fn size_hint(&self) -> SizeHint {
        match self.state {
            State::Reading(_) => SizeHint::default(),
            _ => SizeHint::with_exact(self.segments.iter().map(Segment::len).sum()),
        }
    }
}

/// Appends a part of the file to `bytes`. A file that has become shorter is an error: its length was promised.
pub(super) fn read(file: &mut File, part: &Range<u64>, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    let length = part.end - part.start;
    bytes.reserve(usize::try_from(length).map_err(io::Error::other)?);
    file.seek(SeekFrom::Start(part.start))?;
    let read = file.take(length).read_to_end(&mut bytes)?;
    if read as u64 == length {
        Ok(bytes)
    } else {
        Err(io::Error::new(
            io::ErrorKind::UnexpectedEof,
            "the file became shorter while it was sent",
        ))
    }
}
