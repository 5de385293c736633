//! [`Inner`]: one WebSocket behind its lock: the frames, who waits for what, and how it ended.

use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_sink::Sink;
use http::HeaderMap;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_websockets::{CloseCode, Config, Error, Limits, Message as Frames, ServerBuilder, WebSocketStream};

use super::inbox::Inbox;
use super::io::Io;
use super::{Message, WebSocketConfig, WebSocketDisconnect, close_code};
use crate::logging;
use crate::response::Response;

/// How far the handshake is.
#[derive(Debug)]
pub(super) enum Stage {
    /// The handler has not decided.
    Connecting,
    /// It has accepted: the answer's headers, taken by whom sends it.
    Accepting(Option<HeaderMap>),
    /// The client was told.
    Open,
    /// It was refused, with an answer of the handler's own or without.
    Refused(Option<Box<Response>>),
}

/// What is sent without the handler's doing.
pub(super) type Feed = Pin<Box<dyn Stream<Item = Result<Frames, WebSocketDisconnect>> + Send>>;

/// One WebSocket. Whoever polls the frames does so for the session's task, which passes the word on: of the wakers of a
/// connection only the last one is kept.
pub(super) struct Inner {
    pub(super) stage: Stage,
    stream: Option<WebSocketStream<Io>>,
    pub(super) inbox: Inbox,
    /// How it ended; nothing comes or goes afterwards.
    pub(super) end: Option<WebSocketDisconnect>,
    /// Whether we have said that it ends.
    pub(super) closed: bool,
    /// Whether something came since it was last asked.
    pub(super) heard: bool,
    /// The session's task.
    pub(super) task: Waker,
    /// Whether the session's task is at work.
    pub(super) at_work: bool,
    /// Who waits for a message, or for the connection.
    pub(super) reader: Option<Waker>,
    /// Whether the reader asked when the handler was last at work. One that is only kept asks for nothing.
    pub(super) asked: bool,
    /// Who waits until there is room to send.
    writers: Vec<Waker>,
    pub(super) feeds: Vec<(u64, Feed)>,
}

impl Inner {
    pub(super) fn new(config: &WebSocketConfig) -> Self {
        Self {
            stage: Stage::Connecting,
            stream: None,
            inbox: Inbox::new(config),
            end: None,
            closed: false,
            heard: false,
            task: Waker::noop().clone(),
            at_work: false,
            reader: None,
            asked: false,
            writers: Vec::new(),
            feeds: Vec::new(),
        }
    }

    /// The connection is there.
    pub(super) fn open(&mut self, io: Io, config: &WebSocketConfig) {
        let limits = Limits::default().max_payload_len(Some(config.max_message_size));
        let builder = ServerBuilder::new().limits(limits).config(Config::default());
        self.stream = Some(builder.serve(io));
        self.stage = Stage::Open;
        self.wake_reader();
    }

    /// Lets the connection go.
    pub(super) fn disconnect(&mut self) {
        self.stream = None;
        self.feeds.clear();
    }

    /// It is over, as far as the handler is concerned.
    pub(super) fn finish(&mut self, code: u16, reason: &str) {
        if self.end.is_none() {
            self.end = Some(WebSocketDisconnect::new(code, reason));
        }
        self.wake_reader();
        self.wake_writers();
    }

    pub(super) fn wake_reader(&mut self) {
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }

    fn wake_writers(&mut self) {
        self.writers.drain(..).for_each(Waker::wake);
    }

    /// The next message off the wire; pings are answered on the way.
    pub(super) fn poll_wire(&mut self) -> Poll<Result<Message, WebSocketDisconnect>> {
        loop {
            if let Some(end) = &self.end {
                return Poll::Ready(Err(end.clone()));
            }
            let Some(stream) = &mut self.stream else {
                return Poll::Pending;
            };
            let mut cx = Context::from_waker(&self.task);
            // Who sends pings and takes no pongs has to wait.
            if ready_or_broken(Pin::new(&mut *stream).poll_ready(&mut cx)).is_pending() {
                return Poll::Pending;
            }
            match ready!(Pin::new(stream).poll_next(&mut cx)) {
                Some(Ok(frames)) => {
                    self.heard = true;
                    if frames.is_text() {
                        // The library checks frame by frame, and an empty last frame not at all.
                        let bytes = Bytes::from(frames.into_payload());
                        match String::from_utf8(bytes.into()) {
                            Ok(text) => return Poll::Ready(Ok(Message::Text(text))),
                            Err(_) => self.fail(close_code::WS_1007_INVALID_FRAME_PAYLOAD_DATA, "invalid utf8"),
                        }
                    } else if frames.is_binary() {
                        return Poll::Ready(Ok(Message::Bytes(frames.into_payload().into())));
                    } else if let Some((code, reason)) = frames.as_close() {
                        self.finish(code.into(), reason);
                        self.flush();
                    }
                }
                Some(Err(error)) => self.broken(&error),
                None => self.finish(close_code::WS_1006_ABNORMAL_CLOSURE, ""),
            }
        }
    }

    /// What came was not the protocol, or nothing can come any more. The library has said so to the client, as far as it
    /// could.
    fn broken(&mut self, error: &Error) {
        match error {
            Error::PayloadTooLong { .. } => self.fail(close_code::WS_1009_MESSAGE_TOO_BIG, "message too big"),
            Error::Protocol(tokio_websockets::proto::ProtocolError::InvalidUtf8) => {
                self.fail(close_code::WS_1007_INVALID_FRAME_PAYLOAD_DATA, "invalid utf8");
            }
            Error::Protocol(error) => self.fail(close_code::WS_1002_PROTOCOL_ERROR, &error.to_string()),
            _ => self.finish(close_code::WS_1006_ABNORMAL_CLOSURE, ""),
        }
    }

    /// Closes because of what the client did.
    pub(super) fn fail(&mut self, code: u16, reason: &str) {
        self.close(code, reason);
        self.finish(code, reason);
    }

    /// Says that it ends, once.
    pub(super) fn close(&mut self, code: u16, reason: &str) {
        if std::mem::replace(&mut self.closed, true) {
            return;
        }
        let Some(stream) = &mut self.stream else { return };
        let code = CloseCode::try_from(code).ok().filter(|code| !code.is_reserved());
        let code = code.unwrap_or_else(|| {
            logging::error("a handler closed a WebSocket with a code that cannot be sent");
            CloseCode::INTERNAL_SERVER_ERROR
        });
        let reason = shortened(reason);
        // An error means that the client was told already.
        let _ = Pin::new(stream).start_send(Frames::close(Some(code), reason));
        self.flush();
    }

    /// Sends `frames` when there is room; else `waker` is woken when there is.
    pub(super) fn poll_send(
        &mut self,
        frames: &mut Option<Frames>,
        waker: &Waker,
    ) -> Poll<Result<(), WebSocketDisconnect>> {
        if let Some(end) = &self.end {
            return Poll::Ready(Err(end.clone()));
        }
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(Err(WebSocketDisconnect::new(close_code::WS_1006_ABNORMAL_CLOSURE, "")));
        };
        if self.closed {
            return Poll::Ready(Err(WebSocketDisconnect::new(close_code::WS_1000_NORMAL_CLOSURE, "")));
        }
        let mut cx = Context::from_waker(&self.task);
        match Pin::new(&mut *stream).poll_ready(&mut cx) {
            Poll::Pending => {
                if !self.writers.iter().any(|known| known.will_wake(waker)) {
                    self.writers.push(waker.clone());
                }
                return Poll::Pending;
            }
            Poll::Ready(Err(_)) => self.finish(close_code::WS_1006_ABNORMAL_CLOSURE, ""),
            Poll::Ready(Ok(())) => {
                if let Some(frames) = frames.take()
                    && Pin::new(stream).start_send(frames).is_err()
                {
                    self.finish(close_code::WS_1006_ABNORMAL_CLOSURE, "");
                }
                self.flush();
            }
        }
        Poll::Ready(self.end.clone().map_or(Ok(()), Err))
    }

    /// Sends a ping, if there is room for it.
    pub(super) fn ping(&mut self) {
        let Some(stream) = &mut self.stream else { return };
        let mut cx = Context::from_waker(&self.task);
        if !self.closed && ready_or_broken(Pin::new(&mut *stream).poll_ready(&mut cx)).is_ready() {
            let _ = Pin::new(stream).start_send(Frames::ping(Bytes::new()));
            self.flush();
        }
    }

    /// Sends what waits to be sent, as far as the client takes it.
    pub(super) fn flush(&mut self) -> bool {
        let Some(stream) = &mut self.stream else { return true };
        let mut cx = Context::from_waker(&self.task);
        match Pin::new(stream).poll_flush(&mut cx) {
            Poll::Pending => return false,
            Poll::Ready(Ok(())) => self.wake_writers(),
            Poll::Ready(Err(_)) => self.finish(close_code::WS_1006_ABNORMAL_CLOSURE, ""),
        }
        true
    }

    /// Sends what the feeds have, as far as the client takes it.
    pub(super) fn feed(&mut self, cx: &mut Context<'_>) {
        let mut index = 0;
        while let Some((_, feed)) = self.feeds.get_mut(index) {
            if self.end.is_some() || self.closed {
                self.feeds.clear();
                return;
            }
            let Some(stream) = &mut self.stream else { return };
            let mut wire = Context::from_waker(&self.task);
            if Pin::new(&mut *stream).poll_ready(&mut wire).is_pending() {
                return;
            }
            match feed.as_mut().poll_next(cx) {
                Poll::Pending => index += 1,
                Poll::Ready(None) => drop(self.feeds.remove(index)),
                Poll::Ready(Some(Ok(frames))) => {
                    let _ = Pin::new(stream).start_send(frames);
                    self.flush();
                }
                Poll::Ready(Some(Err(lost))) => self.fail(lost.code, &lost.reason),
            }
        }
    }

    /// Whether the session reads ahead: the handler does not wait for a message, or waits in another task.
    pub(super) fn reads_ahead(&self) -> bool {
        let waits_here = self.asked && self.reader.as_ref().is_some_and(|reader| reader.will_wake(&self.task));
        self.end.is_none() && self.stream.is_some() && !waits_here && !self.inbox.is_full()
    }

    /// Brings the connection to its end once the handler is done: what waits goes out, and the client's answer comes in.
    pub(super) fn poll_finish(&mut self) -> Poll<()> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(());
        };
        let mut cx = Context::from_waker(&self.task);
        // `None` says that both sides know; an error, that nobody listens any more.
        let mut orderly = false;
        loop {
            match ready!(Pin::new(&mut *stream).poll_next(&mut cx)) {
                Some(Ok(frames)) => orderly |= frames.is_close(),
                Some(Err(_)) => break,
                None => {
                    orderly |= self
                        .end
                        .as_ref()
                        .is_some_and(|end| end.code != close_code::WS_1006_ABNORMAL_CLOSURE);
                    break;
                }
            }
        }
        let _ = ready!(Pin::new(&mut *stream).poll_flush(&mut cx));
        let io = stream.get_mut();
        let _ = ready!(Pin::new(&mut *io).poll_shutdown(&mut cx));
        if orderly && !self.closed {
            return Poll::Ready(());
        }
        // To drop a connection on which something arrives would take back what was said last.
        let mut space = [0; 1024];
        loop {
            let mut buffer = ReadBuf::new(&mut space);
            match ready!(Pin::new(&mut *io).poll_read(&mut cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {}
                _ => return Poll::Ready(()),
            }
        }
    }
}

/// The most bytes of a reason (RFC 6455, section 5.5: 125 with the code).
const MAX_REASON: usize = 123;

/// As much of a reason as may be sent.
fn shortened(reason: &str) -> &str {
    let mut end = reason.len().min(MAX_REASON);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    &reason[..end]
}

/// Only whether there is room: what is broken shows when it is read from.
fn ready_or_broken<T, E>(poll: Poll<Result<T, E>>) -> Poll<()> {
    poll.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_between_characters() {
        assert_eq!(shortened("done"), "done");
        assert_eq!(shortened(&"x".repeat(200)).len(), 123);
        assert_eq!(shortened(&"\u{e9}".repeat(100)).len(), 122);
    }
}
