//! [`Tapped`]: a stream whose bytes somebody looks at while they go by.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Looks at the bytes of a stream.
pub(in crate::server) trait Tap: Unpin {
    /// These were read. An error is what the reader gets instead of them.
    fn came(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// These were written.
    fn went(&mut self, _bytes: &[u8]) {}

    /// It was tried to write: whether the peer has to be waited for.
    fn tried_to_write(&mut self, _blocked: bool) {}
}

/// A stream whose bytes `tap` looks at.
#[derive(Debug)]
pub(in crate::server) struct Tapped<Io, T> {
    pub(in crate::server) io: Io,
    pub(in crate::server) tap: T,
    /// What had been read before, and is read once more.
    received: Bytes,
}

impl<Io, T: Tap> Tapped<Io, T> {
    /// `received` is what of the stream was read already.
    pub(in crate::server) fn new(io: Io, received: Bytes, tap: T) -> Self {
        Self { io, tap, received }
    }
}

impl<Io: AsyncRead + Unpin, T: Tap> AsyncRead for Tapped<Io, T> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = if self.received.is_empty() {
            Pin::new(&mut self.io).poll_read(cx, buffer)
        } else {
            let length = self.received.len().min(buffer.remaining());
            buffer.put_slice(&self.received[..length]);
            self.received.advance(length);
            Poll::Ready(Ok(()))
        };
        self.tap.came(&buffer.filled()[before..])?;
        outcome
    }
}

impl<Io: AsyncWrite + Unpin, T: Tap> AsyncWrite for Tapped<Io, T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.tap.tried_to_write(outcome.is_pending());
        if let Poll::Ready(Ok(written)) = outcome {
            self.tap.went(&bytes[..written]);
        }
        outcome
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write_vectored(cx, pieces);
        self.tap.tried_to_write(outcome.is_pending());
        if let Poll::Ready(Ok(mut written)) = outcome {
            for piece in pieces {
                let part = written.min(piece.len());
                self.tap.went(&piece[..part]);
                written -= part;
            }
        }
        outcome
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
