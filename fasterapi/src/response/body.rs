//! [`Body`]: the bytes of a request or a response.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;

use super::after::{After, Closing, Tracked};
use super::background::Tasks;
use super::file::PendingFile;
use super::sse::KeepAlive;
use crate::BoxError;
use crate::http::{BodyError, Endpoint, Failure};

/// The bytes of a request or a response: nothing, one piece, or a stream.
#[derive(Default)]
pub struct Body(Kind);

#[derive(Default)]
enum Kind {
    #[default]
    Empty,
    Bytes(Bytes),
    /// An error's answer, with the error.
    Failed(Box<Failed>),
    /// A body with what is to be done after it.
    Tracked(Box<Tracked>),
    Incoming(Incoming),
    /// The lock is never contended: it only makes a stream that is `Send` shareable, so that `&Request` is `Send`.
    Stream(Mutex<UnsyncBoxBody<Bytes, BoxError>>),
    Pending(Box<Pending>),
    /// An event stream, which ends when the server does.
    Events(Box<KeepAlive>),
    /// A stream that has failed, and tells it next.
    Broken(BoxError),
}

/// What stands for a body until the handler is done.
#[derive(Debug)]
pub(super) enum Pending {
    /// A file that is not open yet.
    File(PendingFile),
    /// There will be no such answer, for this reason.
    Fault(String),
    /// A body with tasks of its own.
    Tasks(Tasks),
}

struct Failed {
    bytes: Bytes,
    failure: Failure,
}

impl Body {
    /// The bytes that tell of `failure`, which is kept for the handlers of errors.
    pub(crate) fn failed(bytes: Bytes, failure: Failure) -> Self {
        Self(Kind::Failed(Box::new(Failed { bytes, failure })))
    }

    /// Whether the answer is that of an error.
    pub(crate) fn is_failure(&self) -> bool {
        match &self.0 {
            Kind::Failed(_) => true,
            Kind::Tracked(tracked) => tracked.body().is_failure(),
            _ => false,
        }
    }

    /// The error the answer is of.
    pub(crate) fn failure(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Failed(failed) => Some(failed.failure.as_error()),
            Kind::Tracked(tracked) => tracked.body().failure(),
            _ => None,
        }
    }

    /// Says which request failed, for the log, if the answer is that of an error.
    #[inline]
    pub(crate) fn name_failure(&mut self, request: impl FnOnce() -> String) {
        match &mut self.0 {
            Kind::Failed(failed) => failed.failure.name(request),
            Kind::Tracked(tracked) => tracked.body_mut().name_failure(request),
            _ => {}
        }
    }

    /// Says which function failed, for the log, if the answer is that of an error.
    #[inline]
    pub(crate) fn place_failure(&mut self, endpoint: impl FnOnce() -> Endpoint) {
        match &mut self.0 {
            Kind::Failed(failed) => failed.failure.place(endpoint),
            Kind::Tracked(tracked) => tracked.body_mut().place_failure(endpoint),
            _ => {}
        }
    }

    /// Tells the log now of the error the answer is of, if it is going to hear of it, and which request failed.
    pub(crate) fn tell_failure(&mut self, request: impl FnOnce() -> String) {
        match &mut self.0 {
            Kind::Failed(failed) => {
                failed.failure.rename(request);
                failed.failure.tell();
            }
            Kind::Tracked(tracked) => tracked.body_mut().tell_failure(request),
            _ => {}
        }
    }

    /// Puts `body` in the place of this one, keeping what is to be done after it.
    pub(crate) fn replace(&mut self, body: Self) {
        match &mut self.0 {
            Kind::Tracked(tracked) => *tracked.body_mut() = body,
            kind => *kind = body.0,
        }
    }

    /// The error that nobody expected the answer is of.
    pub(crate) fn unexpected(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0 {
            Kind::Failed(failed) if matches!(failed.failure, Failure::Unexpected(_)) => Some(failed.failure.as_error()),
            Kind::Tracked(tracked) => tracked.body().unexpected(),
            _ => None,
        }
    }

    /// Whether the answer is that of an error nobody expected.
    pub(crate) fn is_unexpected(&self) -> bool {
        matches!(&self.0, Kind::Failed(failed) if matches!(failed.failure, Failure::Unexpected(_)))
    }

    /// The error, taken out of its answer, if there is one.
    pub(crate) fn take_failure(&mut self) -> Option<Failure> {
        if let Kind::Tracked(tracked) = &mut self.0 {
            return tracked.body_mut().take_failure();
        }
        match std::mem::take(self) {
            Self(Kind::Failed(failed)) => {
                *self = failed.bytes.into();
                Some(failed.failure)
            }
            body => {
                *self = body;
                None
            }
        }
    }

    /// A body without a byte.
    pub const fn empty() -> Self {
        Self(Kind::Empty)
    }

    /// A body made of any [`http_body::Body`], such as a stream.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Kind::Stream(Mutex::new(body.map_err(Into::into).boxed_unsync())))
    }

    /// The bytes, when they are all here already.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Empty => Some(&[]),
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Failed(failed) => Some(&failed.bytes),
            Kind::Tracked(tracked) => tracked.body().as_bytes(),
            Kind::Pending(pending) => match &**pending {
                Pending::Tasks(tasks) => tasks.body.as_bytes(),
                Pending::File(_) | Pending::Fault(_) => None,
            },
            Kind::Incoming(_) | Kind::Stream(_) | Kind::Events(_) | Kind::Broken(_) => None,
        }
    }

    /// The length of a body that is one piece.
    #[inline]
    pub(crate) fn piece_length(&self) -> Option<usize> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes.len()),
            _ => None,
        }
    }

    /// The bytes, shared, when they are all here already.
    pub(crate) fn share(&self) -> Option<Bytes> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }

    /// Reads the body to its end.
    ///
    /// # Errors
    /// When the peer goes away, or the stream behind the body fails.
    pub async fn bytes(self) -> Result<Bytes, BoxError> {
        match self.0 {
            Kind::Empty => Ok(Bytes::new()),
            Kind::Bytes(bytes) => Ok(bytes),
            Kind::Failed(failed) => Ok(failed.bytes),
            Kind::Tracked(tracked) => Box::pin(tracked.bytes()).await,
            Kind::Incoming(body) => Ok(body.collect().await.map_err(BodyError::new)?.to_bytes()),
            Kind::Stream(body) => {
                let body = body.into_inner().unwrap_or_else(PoisonError::into_inner);
                Ok(body.collect().await?.to_bytes())
            }
            Kind::Events(body) => Ok(body.collect().await?.to_bytes()),
            Kind::Pending(pending) => Err(pending.error()),
            Kind::Broken(error) => Err(error),
        }
    }

    pub(super) fn file(file: PendingFile) -> Self {
        Self(Kind::Pending(Box::new(Pending::File(file))))
    }

    pub(super) fn events(body: KeepAlive) -> Self {
        Self(Kind::Events(Box::new(body)))
    }

    /// An event stream hears from `closing` when it has to end; any other body is not touched.
    pub(crate) fn until(&mut self, closing: &Closing) {
        if let Kind::Events(events) = &mut self.0 {
            events.until(closing.news());
        }
    }

    pub(super) fn fault(reason: String) -> Self {
        Self(Kind::Pending(Box::new(Pending::Fault(reason))))
    }

    pub(super) fn pending(&self) -> Option<&Pending> {
        match &self.0 {
            Kind::Pending(pending) => Some(pending),
            _ => None,
        }
    }

    pub(crate) fn pending_file(&mut self) -> Option<&mut PendingFile> {
        match &mut self.0 {
            Kind::Pending(pending) => match &mut **pending {
                Pending::File(file) => Some(file),
                Pending::Tasks(tasks) => tasks.body.pending_file(),
                Pending::Fault(_) => None,
            },
            _ => None,
        }
    }

    /// The answer's own tasks, for one more.
    pub(super) fn tasks(&mut self) -> After {
        if let Kind::Pending(pending) = &self.0
            && let Pending::Tasks(tasks) = &**pending
        {
            return tasks.after.clone();
        }
        let after = After::default();
        let tasks = Tasks {
            body: std::mem::take(self),
            after: after.clone(),
            pending: None,
        };
        self.0 = Kind::Pending(Box::new(Pending::Tasks(tasks)));
        after
    }

    /// The tasks of its own, if there are any.
    pub(crate) fn own_tasks(&mut self) -> Option<&mut Tasks> {
        match &mut self.0 {
            Kind::Pending(pending) => match &mut **pending {
                Pending::Tasks(tasks) => Some(tasks),
                Pending::File(_) | Pending::Fault(_) => None,
            },
            _ => None,
        }
    }

    pub(super) fn into_pending(self) -> Option<Pending> {
        match self.0 {
            Kind::Pending(pending) => Some(*pending),
            _ => None,
        }
    }

    pub(crate) fn incoming(body: Incoming) -> Self {
        Self(if body.is_end_stream() {
            Kind::Empty
        } else {
            Kind::Incoming(body)
        })
    }
}

impl From<Tracked> for Body {
    fn from(tracked: Tracked) -> Self {
        Self(Kind::Tracked(Box::new(tracked)))
    }
}

impl Pending {
    fn error(&self) -> BoxError {
        match self {
            Self::File(_) => "the file is opened when the handler is done".into(),
            Self::Fault(reason) => reason.clone().into(),
            Self::Tasks(_) => "the tasks begin when the answer leaves".into(),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        Self(if bytes.is_empty() {
            Kind::Empty
        } else {
            Kind::Bytes(bytes)
        })
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Empty => f.write_str("Body(empty)"),
            Kind::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Kind::Failed(failed) => write!(f, "Body({} bytes)", failed.bytes.len()),
            Kind::Tracked(tracked) => tracked.body().fmt(f),
            Kind::Incoming(_) | Kind::Stream(_) | Kind::Events(_) | Kind::Broken(_) => f.write_str("Body(stream)"),
            Kind::Pending(pending) => write!(f, "Body({pending:?})"),
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BoxError;

    #[inline]
    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if !matches!(self.0, Kind::Empty | Kind::Bytes(_)) {
            return self.poll_other(cx);
        }
        match std::mem::take(&mut self.0) {
            Kind::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            _ => Poll::Ready(None),
        }
    }

    #[inline]
    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Bytes(_) => false,
            _ => self.other_ends(),
        }
    }

    #[inline]
    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty => SizeHint::with_exact(0),
            Kind::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            _ => self.other_size(),
        }
    }
}

type PolledFrame = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

/// The rarer bodies: out of the way, so that the usual ones are a few instructions where hyper asks for them.
impl Body {
    fn poll_other(&mut self, cx: &mut Context<'_>) -> PolledFrame {
        match &mut self.0 {
            Kind::Empty | Kind::Bytes(_) => Poll::Ready(None),
            Kind::Failed(failed) => {
                let bytes = std::mem::take(&mut failed.bytes);
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Kind::Tracked(tracked) => tracked.poll_frame(cx),
            Kind::Incoming(body) => Pin::new(body)
                .poll_frame(cx)
                .map_err(|error| BodyError::new(error).into()),
            Kind::Stream(body) => {
                let frame = Pin::new(body.get_mut().unwrap_or_else(PoisonError::into_inner)).poll_frame(cx);
                self.tell_later(frame, cx)
            }
            Kind::Events(body) => {
                let frame = Pin::new(&mut **body).poll_frame(cx);
                self.tell_later(frame, cx)
            }
            Kind::Pending(pending) => Poll::Ready(Some(Err(pending.error()))),
            Kind::Broken(error) => {
                let error = std::mem::replace(error, "the stream has failed".into());
                Poll::Ready(Some(Err(error)))
            }
        }
    }

    /// An error waits for one turn: hyper forgets what it has not sent when a body fails, and what was there before,
    /// were it the head alone, is the client's.
    fn tell_later(&mut self, frame: PolledFrame, cx: &Context<'_>) -> PolledFrame {
        match frame {
            Poll::Ready(Some(Err(error))) => {
                self.0 = Kind::Broken(error);
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            frame => frame,
        }
    }

    fn other_ends(&self) -> bool {
        match &self.0 {
            Kind::Empty => true,
            Kind::Bytes(_) | Kind::Events(_) | Kind::Pending(_) | Kind::Broken(_) => false,
            Kind::Failed(failed) => failed.bytes.is_empty(),
            Kind::Tracked(tracked) => tracked.body().is_end_stream(),
            Kind::Incoming(body) => body.is_end_stream(),
            Kind::Stream(body) => body.lock().is_ok_and(|body| body.is_end_stream()),
        }
    }

    fn other_size(&self) -> SizeHint {
        match &self.0 {
            Kind::Empty | Kind::Bytes(_) => SizeHint::default(),
            Kind::Failed(failed) => SizeHint::with_exact(failed.bytes.len() as u64),
            Kind::Tracked(tracked) => tracked.size_hint(),
            Kind::Incoming(body) => body.size_hint(),
            Kind::Events(_) | Kind::Pending(_) | Kind::Broken(_) => SizeHint::default(),
            Kind::Stream(body) => body
                .lock()
                .map_or_else(|_| SizeHint::default(), |body| body.size_hint()),
        }
    }
}
