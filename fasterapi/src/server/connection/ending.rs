//! [`End`]: how a connection ends, and what few connections do then.

use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};

use super::activity::Activity;
use super::park::Parking;
use super::requests::Requests;
#[cfg(feature = "http2")]
use super::settings::Settings;
use crate::server::drain::Drain;
#[cfg(feature = "http2")]
use crate::server::drain::Ticket;
#[cfg(feature = "http2")]
use crate::server::http2;
use crate::server::linger;
use crate::server::service::Answers;

const REQUEST_TIMEOUT: &[u8] = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// Why a connection ended.
pub(super) enum End {
    /// HTTP came to its end.
    Done,
    /// It broke off: the peer has gone, or has sent what is no HTTP.
    Broken,
    /// The app has failed in the middle of an answer.
    Failed,
    /// The head of a request took too long.
    SlowHead,
    /// The peer takes nothing any more, or the server ends.
    Dropped,
}

impl End {
    pub(super) fn of(outcome: &hyper::Result<()>) -> Self {
        match outcome {
            Ok(()) => Self::Done,
            Err(error) if error.is_user() => Self::Failed,
            Err(_) => Self::Broken,
        }
    }

    /// What is still to be sent before the connection is closed, if only what waits, to a client that may be sending
    /// itself. `None`: it is closed at once.
    fn last_words(&self, activity: &Activity) -> Option<&'static [u8]> {
        match self {
            Self::SlowHead => Some(REQUEST_TIMEOUT),
            Self::Broken => Some(b""),
            // a proper end, TLS's notice say, would call the answer complete
            Self::Failed => activity.holds().then_some(b""),
            // it may have sent requests that are not answered any more
            Self::Done => (activity.may_upload() || activity.pipelines() && activity.leaves()).then_some(b""),
            Self::Dropped => None,
        }
    }
}

/// What few connections do at their end. Boxed, and made apart from [`serve`](super::http1::serve), as all that is done
/// there takes room in every connection's memory.
pub(super) type Sequel<'d> = Option<Pin<Box<dyn Future<Output = ()> + Send + 'd>>>;

/// Goes on as HTTP/2 does, having read how it begins.
#[cfg(feature = "http2")]
pub(super) fn go_on_as_http2<Io, S>(
    http: &mut Parking<'_, Io, Requests<'_, S>>,
    settings: &Settings,
    ticket: Ticket,
) -> Sequel<'static>
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Answers,
{
    let (parts, http2) = (http.take()?, settings.http2?);
    let begun = http2::Begun {
        io: Box::new(parts.io.into_inner().into_inner().into_inner()),
        received: parts.read_buf,
    };
    let (service, quota) = (parts.service.service, settings.quota.clone());
    Some(Box::pin(http2::serve(begun, service, http2, quota, ticket)))
}

/// Sends the last, and hears the client out.
pub(super) fn farewell<'d, Io, S>(
    end: &End,
    http: &mut Parking<'_, Io, Requests<'_, S>>,
    activity: &Activity,
    drain: &'d Drain,
) -> Sequel<'d>
where
    Io: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    S: Answers,
{
    let (words, parts) = (end.last_words(activity)?, http.take()?);
    activity.flush(true);
    let is_slow = matches!(end, End::SlowHead) || activity.body_is_late();
    let longest = if is_slow { linger::SHORT } else { linger::LONG };
    Some(Box::pin(linger::end(parts.io.into_inner(), words, longest, drain)))
}
