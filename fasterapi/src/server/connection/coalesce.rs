//! [`Coalesce`]: sends the answers to pipelined requests together, as hyper cannot without losing some.
//!
//! hyper flushes after each answer; its `pipeline_flush` waits until all requests it has read are answered, and loses
//! the waiting answers when the connection ends before that (a request with `connection: close`, a malformed one).
//! Here small answers wait in a buffer until hyper wants to read again, ends, or has nothing left to do: the
//! connection's task then asks for a flush through [`Activity`].
//!
//! Few clients send a request before they have the answer to the last. Until one does, all goes straight through, and
//! nobody pays for a copy.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::activity::Activity;
use super::observed::Observed;

/// What is longer than this goes out without being copied, in bytes.
const COPY_AT_MOST: usize = 4 * 1024;

/// As much as waits to be sent, in bytes.
const CAPACITY: usize = 16 * 1024;

/// A stream whose small writes wait for company.
#[derive(Debug)]
pub(super) struct Coalesce<Io> {
    io: Io,
    buffer: Vec<u8>,
    sent: usize,
    activity: Arc<Activity>,
}

#[cfg(feature = "http2")]
impl<Io> Coalesce<Io> {
    /// The stream. What waits to be sent is lost.
    pub(super) fn into_inner(self) -> Io {
        self.io
    }
}

impl<Io: AsyncWrite + Unpin> Coalesce<Io> {
    pub(in crate::server) fn new(io: Io, activity: Arc<Activity>) -> Self {
        Self {
            io,
            buffer: Vec::new(),
            sent: 0,
            activity,
        }
    }

    /// Takes a write of `len` bytes into the buffer if it is small, or sends what waits so that it can go out itself.
    fn poll_hold(&mut self, cx: &mut Context<'_>, len: usize) -> Poll<io::Result<bool>> {
        if len <= COPY_AT_MOST && self.buffer.len() + len <= CAPACITY {
            self.activity.hold(true);
            return Poll::Ready(Ok(true));
        }
        ready!(self.poll_send(cx))?;
        Poll::Ready(Ok(false))
    }

    /// Sends all that waits.
    #[inline]
    fn poll_send(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.buffer.is_empty() {
            return Poll::Ready(Ok(()));
        }
        self.poll_send_held(cx)
    }

    fn poll_send_held(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.sent < self.buffer.len() {
            match ready!(Pin::new(&mut self.io).poll_write(cx, &self.buffer[self.sent..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                sent => self.sent += sent,
            }
        }
        self.sent = 0;
        self.buffer.clear();
        self.buffer.shrink_to(COPY_AT_MOST);
        self.activity.hold(false);
        Poll::Ready(Ok(()))
    }
}

impl<Io: AsyncRead + Unpin> Coalesce<Observed<Io>> {
    /// Waits for the peer, as [`Observed::poll_arrival`].
    pub(super) fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.io.poll_arrival(cx)
    }

    /// Takes back what was read and not used, and gives up the buffer if nothing waits in it.
    pub(super) fn rest(&mut self, unused: &[u8]) {
        self.io.put_back(unused);
        if self.buffer.is_empty() {
            self.buffer = Vec::new();
        }
    }
}

impl<Io: AsyncRead + AsyncWrite + Unpin> AsyncRead for Coalesce<Io> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if !self.buffer.is_empty() {
            // Who does not take answers may not ask more; a body, though, may have to be read before they are taken.
            match self.poll_send(cx) {
                Poll::Pending if !self.activity.in_flight() => return Poll::Pending,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                _ => {}
            }
        }
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl<Io: AsyncWrite + Unpin> AsyncWrite for Coalesce<Io> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.activity.pipelines() && ready!(self.poll_hold(cx, bytes.len()))? {
            self.buffer.extend_from_slice(bytes);
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let len = pieces.iter().map(|piece| piece.len()).sum();
        if self.activity.pipelines() && ready!(self.poll_hold(cx, len))? {
            pieces.iter().for_each(|piece| self.buffer.extend_from_slice(piece));
            return Poll::Ready(Ok(len));
        }
        Pin::new(&mut self.io).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.activity.pipelines() && !self.activity.flushes() {
            if self.activity.watches_peer() {
                // hyper comes by here whenever the app has waited: the time to look at the other end
                return Pin::new(&mut self.io).poll_flush(cx);
            }
            return Poll::Ready(Ok(()));
        }
        ready!(self.poll_send(cx))?;
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_send(cx))?;
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    fn pair() -> (
        Coalesce<tokio::io::DuplexStream>,
        tokio::io::DuplexStream,
        Arc<Activity>,
    ) {
        let activity = Arc::new(Activity::default());
        // a request whose head came with the one before
        drop(activity.request());
        let (server, client) = duplex(64 * 1024);
        (Coalesce::new(server, Arc::clone(&activity)), client, activity)
    }

    async fn received(client: &mut tokio::io::DuplexStream) -> Vec<u8> {
        let mut bytes = vec![0; 64 * 1024];
        tokio::select! {
            biased;
            read = client.read(&mut bytes) => bytes.truncate(read.unwrap()),
            () = std::future::ready(()) => bytes.clear(),
        }
        bytes
    }

    #[tokio::test]
    async fn small_writes_wait_for_a_flush_that_counts() {
        let (mut server, mut client, activity) = pair();
        server.write_all(b"one").await.unwrap();
        server.flush().await.unwrap();
        server.write_all(b"two").await.unwrap();
        assert!(activity.holds() && received(&mut client).await.is_empty());
        activity.flush(true);
        server.flush().await.unwrap();
        assert_eq!(received(&mut client).await, b"onetwo");
        assert!(!activity.holds());
    }

    #[tokio::test]
    async fn nothing_waits_where_nobody_pipelines() {
        let activity = Arc::new(Activity::default());
        let (server, mut client) = duplex(64 * 1024);
        let mut server = Coalesce::new(server, Arc::clone(&activity));
        server.write_all(b"one").await.unwrap();
        assert!(!activity.holds());
        assert_eq!(received(&mut client).await, b"one");
    }

    #[tokio::test]
    async fn reading_and_ending_send_what_waits() {
        let (mut server, mut client, _) = pair();
        server.write_all(b"one").await.unwrap();
        client.write_all(b"more").await.unwrap();
        server.read_exact(&mut [0; 4]).await.unwrap();
        assert_eq!(received(&mut client).await, b"one");
        server.write_all(b"two").await.unwrap();
        server.shutdown().await.unwrap();
        assert_eq!(received(&mut client).await, b"two");
    }

    #[tokio::test]
    async fn large_writes_go_out_behind_what_waits() {
        let (mut server, mut client, _) = pair();
        server.write_all(b"head").await.unwrap();
        server.write_all(&[b'x'; 5000]).await.unwrap();
        let sent = received(&mut client).await;
        assert!(sent.starts_with(b"headxxx") && sent.len() == 5004);
    }
}
