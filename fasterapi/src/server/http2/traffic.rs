//! [`Traffic`]: what goes over an HTTP/2 connection, noted on the way.
//!
//! hyper tells nothing of streams whose answers wait to be taken, nor of a head that does not come to its end. Both are
//! seen by the frames that go by.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::frames::{END_HEADERS, END_STREAM, Frame, Frames, Passed, kind};
use super::preface::PREFACE;
use crate::server::connection::{Tap, Tapped};

/// The goodbye that is meant: the first announces it (RFC 9113, section 6.8).
const LAST_GOODBYE: u8 = 2;

/// What has happened on a connection. Only its own task writes, so `Relaxed` is enough.
#[derive(Debug, Default)]
pub(super) struct Traffic {
    heads: AtomicUsize,
    requests: AtomicUsize,
    open: AtomicUsize,
    sent: AtomicUsize,
    reading_head: AtomicBool,
    write_blocked: AtomicBool,
}

impl Traffic {
    /// How many requests have begun.
    pub(super) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// How many heads have begun: those of requests, and their trailers.
    pub(super) fn heads(&self) -> usize {
        self.heads.load(Ordering::Relaxed)
    }

    /// How many requests have come whose answers have not left to their ends.
    pub(super) fn open(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// A number that changes whenever part of an answer leaves.
    pub(super) fn sent(&self) -> usize {
        self.sent.load(Ordering::Relaxed)
    }

    /// Whether a head is awaited: part of one has come, or the preface has not.
    pub(super) fn reading_head(&self) -> bool {
        self.reading_head.load(Ordering::Relaxed)
    }

    /// Whether the peer does not take what we write.
    pub(super) fn write_blocked(&self) -> bool {
        self.write_blocked.load(Ordering::Relaxed)
    }
}

fn count(number: &AtomicUsize) {
    number.store(number.load(Ordering::Relaxed).wrapping_add(1), Ordering::Relaxed);
}

/// A stream of HTTP/2 frames that are noted.
pub(super) type Noted<Io> = Tapped<Io, Notes>;

/// Finds the frames in what goes by.
#[derive(Debug)]
pub(super) struct Notes {
    traffic: Arc<Traffic>,
    incoming: Frames,
    outgoing: Frames,
    /// Whether the preface has not come to its end.
    in_preface: bool,
    /// Whether a head goes on in the next frame.
    head_goes_on: bool,
    /// Whether what is read is part of a head.
    in_head: bool,
    /// Whether what is written is part of an answer.
    in_answer: bool,
    /// The streams whose answers have not left to their ends.
    open: HashSet<u32>,
    newest: u32,
    /// How often goodbye was said. The second time names the last request that is answered; those behind it are not, and
    /// nothing tells when they are over.
    goodbyes: u8,
}

impl Notes {
    pub(super) fn new(traffic: Arc<Traffic>) -> Self {
        traffic.reading_head.store(true, Ordering::Relaxed);
        Self {
            traffic,
            incoming: Frames::after(PREFACE.len()),
            outgoing: Frames::after(0),
            in_preface: true,
            head_goes_on: false,
            in_head: false,
            in_answer: false,
            open: HashSet::new(),
            newest: 0,
            goodbyes: 0,
        }
    }
}

impl Tap for Notes {
    fn came(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Self {
            traffic,
            incoming,
            in_preface,
            head_goes_on,
            in_head,
            open,
            newest,
            goodbyes,
            ..
        } = self;
        incoming.advance(bytes, |passed| match passed {
            Passed::Head(Frame { kind, flags, stream }) => {
                *in_head = matches!(kind, kind::HEADERS | kind::CONTINUATION);
                if *in_head {
                    *head_goes_on = flags & END_HEADERS == 0;
                }
                if kind == kind::HEADERS {
                    count(&traffic.heads);
                    // one that is not new brings trailers
                    if stream > *newest {
                        *newest = stream;
                        count(&traffic.requests);
                        if *goodbyes < LAST_GOODBYE {
                            open.insert(stream);
                        }
                    }
                } else if kind == kind::RST_STREAM {
                    open.remove(&stream);
                }
            }
            Passed::Payload { complete } => {
                *in_preface &= !complete;
                *in_head &= !complete;
            }
        });
        let reading_head = *in_preface || *in_head || *head_goes_on;
        traffic.reading_head.store(reading_head, Ordering::Relaxed);
        traffic.open.store(open.len(), Ordering::Relaxed);
        Ok(())
    }

    fn went(&mut self, bytes: &[u8]) {
        let Self {
            traffic,
            outgoing,
            in_answer,
            open,
            goodbyes,
            ..
        } = self;
        outgoing.advance(bytes, |passed| match passed {
            Passed::Head(Frame { kind, flags, stream }) => {
                *in_answer = matches!(kind, kind::DATA | kind::HEADERS | kind::CONTINUATION);
                let ends = matches!(kind, kind::DATA | kind::HEADERS) && flags & END_STREAM != 0;
                if ends || kind == kind::RST_STREAM {
                    open.remove(&stream);
                } else if kind == kind::GOAWAY {
                    *goodbyes = goodbyes.saturating_add(1);
                }
            }
            Passed::Payload { .. } => {
                if *in_answer {
                    count(&traffic.sent);
                }
            }
        });
        traffic.open.store(open.len(), Ordering::Relaxed);
    }

    fn tried_to_write(&mut self, blocked: bool) {
        self.traffic.write_blocked.store(blocked, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::io::IoSlice;

    use bytes::Bytes;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
        [&head[..], payload].concat()
    }

    #[tokio::test]
    async fn streams_and_heads_are_seen() {
        let traffic = Arc::new(Traffic::default());
        let (mut client, server) = duplex(1024);
        let mut server = Noted::new(server, Bytes::from_static(PREFACE), Notes::new(Arc::clone(&traffic)));
        let mut buffer = [0; 1024];
        assert!(traffic.reading_head(), "the preface is awaited");
        assert_eq!(server.read(&mut buffer).await.unwrap(), PREFACE.len());
        assert!(!traffic.reading_head());

        client.write_all(&frame(kind::HEADERS, 0, 1, b"begin")).await.unwrap();
        assert!(server.read(&mut buffer).await.unwrap() > 0);
        assert!(traffic.reading_head() && traffic.open() == 1);
        let end = frame(kind::CONTINUATION, END_HEADERS, 1, b"end");
        client.write_all(&end[..10]).await.unwrap();
        assert!(server.read(&mut buffer).await.unwrap() > 0);
        assert!(traffic.reading_head());
        client.write_all(&end[10..]).await.unwrap();
        assert!(server.read(&mut buffer).await.unwrap() > 0);
        assert!(!traffic.reading_head());

        let trailers = frame(kind::HEADERS, END_HEADERS | END_STREAM, 1, b"x");
        let next = frame(kind::HEADERS, END_HEADERS | END_STREAM, 3, b"x");
        client.write_all(&[trailers, next].concat()).await.unwrap();
        assert!(server.read(&mut buffer).await.unwrap() > 0);
        assert_eq!((traffic.open(), traffic.heads(), traffic.requests()), (2, 3, 2));

        let before = traffic.sent();
        server.write_all(&frame(6, 1, 0, &[0; 8])).await.unwrap();
        assert_eq!(traffic.sent(), before, "a ping is no answer");
        let answer = frame(kind::DATA, END_STREAM, 1, b"answer");
        let (first, second) = answer.split_at(12);
        let pieces = [IoSlice::new(first), IoSlice::new(second)];
        assert_eq!(server.write_vectored(&pieces).await.unwrap(), answer.len());
        assert!(traffic.sent() != before && traffic.open() == 1);
        client.write_all(&frame(kind::RST_STREAM, 0, 3, &[0; 4])).await.unwrap();
        assert!(server.read(&mut buffer).await.unwrap() > 0);
        assert_eq!(traffic.open(), 0);
    }

    #[tokio::test]
    async fn what_comes_after_the_last_goodbye_is_not_kept() {
        let traffic = Arc::new(Traffic::default());
        let (mut client, server) = duplex(1024);
        let mut server = Noted::new(server, Bytes::from_static(PREFACE), Notes::new(Arc::clone(&traffic)));
        let mut buffer = [0; 1024];
        assert_eq!(server.read(&mut buffer).await.unwrap(), PREFACE.len());
        for (stream, open) in [(1, 1), (3, 2), (5, 2)] {
            let head = frame(kind::HEADERS, END_HEADERS | END_STREAM, stream, b"x");
            client.write_all(&head).await.unwrap();
            assert!(server.read(&mut buffer).await.unwrap() > 0);
            assert_eq!(traffic.open(), open, "with stream {stream}");
            server.write_all(&frame(kind::GOAWAY, 0, 0, &[0; 8])).await.unwrap();
        }
    }
}
