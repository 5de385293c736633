//! [`Body`]: the bytes of a request or a response.

mod failures;
mod frames;

use std::fmt;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http_body::Body as HttpBody;
use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::Incoming;

use super::after::{After, Closing, Tracked};
use super::background::Tasks;
use super::file::PendingFile;
use super::sse::KeepAlive;
use crate::BoxError;
use crate::http::{BodyError, Failure};

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
    /// Puts `body` in the place of this one, keeping what is to be done after it.
    pub(crate) fn replace(&mut self, body: Self) {
        match &mut self.0 {
            Kind::Tracked(tracked) => *tracked.body_mut() = body,
            kind => *kind = body.0,
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

    /// Whether it is known to be empty.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.0, Kind::Empty)
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

    /// Whether it is here already, and leaves as fast as the peer takes it.
    #[inline]
    pub(crate) fn is_whole(&self) -> bool {
        match &self.0 {
            Kind::Empty | Kind::Bytes(_) | Kind::Failed(_) => true,
            Kind::Tracked(tracked) => tracked.body().is_whole(),
            Kind::Incoming(_) | Kind::Stream(_) | Kind::Events(_) | Kind::Pending(_) | Kind::Broken(_) => false,
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
