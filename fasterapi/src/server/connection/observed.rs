//! [`Observed`]: a stream that notes what happens on it.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::activity::Activity;
use super::framing::{Framing, may_have_chunks};
#[cfg(feature = "http2")]
use super::sniff;

/// As much is read before hyper asks for it, in bytes: nearly every head whole.
const AHEAD: usize = 4096;

/// A stream that notes what happens on it.
#[derive(Debug)]
pub(super) struct Observed<Io> {
    io: Io,
    activity: Arc<Activity>,
    /// What was read before it was asked for.
    ahead: Option<Ahead>,
    framing: Framing,
}

/// What was read before it was asked for.
#[derive(Debug)]
pub(super) enum Ahead {
    /// Part of HTTP/2's preface, or nothing: more is awaited to tell which HTTP it is.
    #[cfg(feature = "http2")]
    Preface(Vec<u8>),
    /// Bytes read to see whether the peer is still there; empty when it is not.
    Bytes(Vec<u8>),
}

impl<Io> Observed<Io> {
    pub(in crate::server) fn new(io: Io, activity: Arc<Activity>) -> Self {
        Self {
            io,
            activity,
            ahead: None,
            framing: Framing::default(),
        }
    }
}

#[cfg(feature = "http2")]
impl<Io> Observed<Io> {
    /// As [`new`](Self::new), of a connection that may be HTTP/2: [`Activity::is_http2`] tells when its preface is there.
    pub(super) fn of_either(io: Io, activity: Arc<Activity>) -> Self {
        Self {
            io,
            activity,
            ahead: Some(Ahead::Preface(Vec::new())),
            framing: Framing::default(),
        }
    }

    pub(super) fn into_inner(self) -> Io {
        self.io
    }
}

impl<Io> Observed<Io> {
    /// Notes what was read.
    #[inline]
    fn came(&mut self, read: &[u8]) {
        if read.is_empty() {
            return;
        }
        self.activity.read(read.len());
        if (may_have_chunks(read) || self.framing.goes_on())
            && !self.activity.in_flight()
            && self.framing.is_wrong(read, self.activity.requests())
        {
            self.activity.misframe();
        }
    }
}

impl<Io: AsyncRead + Unpin> Observed<Io> {
    /// Reads a little, though nobody asked for it yet: the end of the peer is seen in no other way.
    fn look_ahead(&mut self, cx: &mut Context<'_>) {
        if self.poll_arrival(cx).is_ready() {
            // hyper may wait for these bytes itself
            cx.waker().wake_by_ref();
        }
    }

    /// Waits until the peer has sent something, or has ended, and keeps the first of it.
    pub(super) fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut bytes = [const { MaybeUninit::uninit() }; AHEAD];
        let mut room = ReadBuf::uninit(&mut bytes);
        let outcome = match &mut self.ahead {
            Some(Ahead::Bytes(_)) => return Poll::Ready(()),
            #[cfg(feature = "http2")]
            Some(Ahead::Preface(part)) => ready!(sniff::poll(&mut self.io, part, &self.activity, cx, &mut room)),
            None => ready!(Pin::new(&mut self.io).poll_read(cx, &mut room)),
        };
        if outcome.is_err() || room.filled().is_empty() {
            self.activity.peer_left();
        }
        self.ahead = Some(Ahead::Bytes(room.filled().to_vec()));
        Poll::Ready(())
    }

    /// Takes back what was read last and not used.
    pub(super) fn put_back(&mut self, unused: &[u8]) {
        if unused.is_empty() {
            return;
        }
        let later = match &self.ahead {
            Some(Ahead::Bytes(later)) => &later[..],
            _ => &[],
        };
        self.ahead = Some(Ahead::Bytes([unused, later].concat()));
        // they will be looked at when they are handed out again
        self.framing = Framing::default();
    }

    /// Hands out what was read ahead. The end is told again and again.
    #[cold]
    #[cfg_attr(not(feature = "http2"), expect(unused_variables))]
    fn poll_ahead(&mut self, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        #[cfg(feature = "http2")]
        if let Some(Ahead::Preface(part)) = &mut self.ahead {
            let (io, activity) = (&mut self.io, &self.activity);
            let before = buffer.filled().len();
            let outcome = ready!(sniff::poll(io, part, activity, cx, buffer));
            self.ahead = None;
            self.came(&buffer.filled()[before..]);
            return Poll::Ready(outcome);
        }
        self.read_ahead(buffer);
        Poll::Ready(Ok(()))
    }

    fn read_ahead(&mut self, buffer: &mut ReadBuf<'_>) {
        let Some(Ahead::Bytes(ahead)) = &mut self.ahead else {
            return;
        };
        if ahead.is_empty() {
            return;
        }
        let length = ahead.len().min(buffer.remaining());
        let before = buffer.filled().len();
        buffer.put_slice(&ahead[..length]);
        ahead.drain(..length);
        if ahead.is_empty() {
            self.ahead = None;
        }
        self.came(&buffer.filled()[before..]);
    }
}

impl<Io: AsyncRead + Unpin> AsyncRead for Observed<Io> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.ahead.is_some() {
            return self.poll_ahead(cx, buffer);
        }
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.io).poll_read(cx, buffer);
        let read = &buffer.filled()[before..];
        if !read.is_empty() {
            self.came(read);
        } else if outcome.is_pending() {
            return self.activity.waits_for_bytes();
        }
        outcome
    }
}

impl<Io: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Observed<Io> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.activity.wrote(&outcome);
        outcome
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.io).poll_write_vectored(cx, pieces);
        self.activity.wrote(&outcome);
        outcome
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.activity.watches_peer() && self.ahead.is_none() {
            self.look_ahead(cx);
        }
        if !self.activity.probes() {
            return Pin::new(&mut self.io).poll_flush(cx);
        }
        // Nothing can be written to a peer that is gone, not even nothing; one that only stopped sending is still there.
        if let Poll::Ready(Err(error)) = Pin::new(&mut self.io).poll_write(cx, &[]) {
            return Poll::Ready(Err(error));
        }
        let outcome = Pin::new(&mut self.io).poll_flush(cx);
        self.activity.flushed(&outcome);
        outcome
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.activity.keeps_open() {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
