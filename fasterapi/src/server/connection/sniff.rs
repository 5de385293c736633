//! Tells HTTP/2 from HTTP/1 by the first bytes of a connection that is not encrypted.
//!
//! It takes place in the first read, which is for hyper as HTTP/1, and never again. HTTP/2's preface goes on in one
//! piece, so that hyper knows it, answers nothing, and gives the connection back.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, ReadBuf};

use super::activity::Activity;
use crate::server::http2::{First, PREFACE, first};

/// Reads the first bytes into `buffer`. `part` is what came before of what may become the preface; it stays here until
/// that is settled.
pub(super) fn poll<Io: AsyncRead + Unpin>(
    io: &mut Io,
    part: &mut Vec<u8>,
    activity: &Activity,
    cx: &mut Context<'_>,
    buffer: &mut ReadBuf<'_>,
) -> Poll<io::Result<()>> {
    let start = buffer.filled().len();
    if part.is_empty() {
        let outcome = ready!(Pin::new(&mut *io).poll_read(cx, buffer));
        let read = &buffer.filled()[start..];
        if outcome.is_err() || read.is_empty() {
            return Poll::Ready(outcome);
        }
        match first(read) {
            First::Other => return Poll::Ready(Ok(())),
            First::Preface => {
                activity.begins_http2();
                return Poll::Ready(Ok(()));
            }
            First::Part => {
                // the time for a head begins
                activity.read(read.len());
                part.extend_from_slice(read);
                buffer.set_filled(start);
            }
        }
    }
    loop {
        let mut bytes = [0; PREFACE.len()];
        let mut room = ReadBuf::new(&mut bytes[part.len()..]);
        let outcome = ready!(Pin::new(&mut *io).poll_read(cx, &mut room));
        let read = room.filled();
        part.extend_from_slice(read);
        let is_end = outcome.is_err() || read.is_empty();
        match first(part) {
            First::Part if !is_end => continue,
            First::Preface => activity.begins_http2(),
            _ => {}
        }
        // hyper's buffers have room for more than a preface
        buffer.put_slice(part);
        return Poll::Ready(Ok(()));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::super::observed::Observed;
    use super::*;

    /// What is read of a connection on which `sent` comes in pieces of `size` and ends, and whether it is HTTP/2.
    async fn received(sent: &[u8], size: usize) -> (Vec<u8>, bool) {
        let activity = Arc::new(Activity::default());
        let (mut client, server) = duplex(size);
        let mut server = Observed::of_either(server, Arc::clone(&activity));
        let write = async move {
            client.write_all(sent).await.unwrap();
        };
        let mut bytes = Vec::new();
        let (read, ()) = tokio::join!(server.read_to_end(&mut bytes), write);
        read.unwrap();
        (bytes, activity.is_http2())
    }

    #[tokio::test]
    async fn nothing_is_lost_however_it_comes() {
        let preface = [PREFACE, b"more"].concat();
        let cases: [(&[u8], bool); 6] = [
            (&preface, true),
            (PREFACE, true),
            (b"GET / HTTP/1.1\r\n\r\n", false),
            (b"PRI * HTTP/2.0\r\n\r\nnot", false),
            (b"PR", false),
            (b"", false),
        ];
        for (sent, is_http2) in cases {
            for size in [1, 2, 5, 23, 24, 25, 64] {
                assert_eq!(
                    received(sent, size).await,
                    (sent.to_vec(), is_http2),
                    "in pieces of {size}"
                );
            }
        }
    }
}
