//! A handler or middleware reads the body itself: as bytes, JSON, or piece by piece.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::StatusCode;
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;

use super::{BodyStream, NotJson, Request, parse_json};
use crate::BoxError;
use crate::http::{BodyError, ErrorDetail, HttpError};
use crate::logging;
use crate::response::Body;

/// The limit where no app says one.
const MAX_BODY_SIZE: usize = 2 * 1024 * 1024;

impl Request {
    /// Reads the body to its end and keeps it, so that it can be read again.
    ///
    /// # Errors
    /// 413 when it is longer than [`max_body_size`](crate::App::max_body_size), 400 when the client breaks off, 408
    /// when it is too slow, 500 when [`stream`](Self::stream) has taken it; return them with `?`.
    pub async fn body(&mut self) -> Result<Bytes, HttpError> {
        self.body_within(self.max_body_size()).await
    }

    /// As [`body`](Self::body), of at most `limit` bytes. When it cannot be read to its end, reading it again is the same
    /// error.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub async fn body_within(&mut self, limit: usize) -> Result<Bytes, HttpError> {
        self.unread()?;
        // Found too long before it is read, it can still be read within another limit.
        shorter(self.body_mut(), limit)?;
        let body = self.take_body();
        // What is read in part, and then failed or was given up, shall not look like a body that is empty.
        self.set_body(Body::new(Unreadable(broken_text())));
        match within(body, limit).await {
            Ok(bytes) => {
                self.set_body(bytes.clone());
                Ok(bytes)
            }
            Err(error) => {
                self.set_body(Body::new(Unreadable(error.clone())));
                Err(error)
            }
        }
    }

    /// Reads the body as JSON, whatever its content type, and keeps it.
    ///
    /// # Errors
    /// As [`body`](Self::body); 422 when it is not JSON, as for an argument, or JSON of another type.
    pub async fn json<T: DeserializeOwned>(&mut self) -> Result<T, HttpError> {
        let bytes = self.body().await?;
        let value = parse_json(&bytes).map_err(|error| match error {
            NotJson::NotText => broken_text(),
            NotJson::Syntax(detail) => unprocessable(&detail),
        })?;
        T::deserialize(&value).map_err(|error| {
            unprocessable(&ErrorDetail {
                kind: "value_error".into(),
                loc: vec!["body".into()],
                msg: format!("Value error, {error}").into(),
                input: value.clone(),
                ctx: None,
            })
        })
    }

    /// Takes the body to read it while it arrives; a body that is in memory already comes as one piece and stays.
    ///
    /// Reading it again any other way is an error then, and so is a second stream.
    pub fn stream(&mut self) -> BodyStream {
        let limit = self.max_body_size();
        match (self.unread(), self.share_body()) {
            (Err(error), _) => BodyStream::failed(error),
            (Ok(()), Some(bytes)) => BodyStream::new(bytes.into(), limit),
            (Ok(()), None) => {
                self.0.streamed = true;
                BodyStream::new(self.take_body(), limit)
            }
        }
    }

    /// The most that is read of the body, in bytes: what the route says, or its routers, or the app.
    pub(super) fn max_body_size(&self) -> usize {
        match (self.operation(), self.site()) {
            (Some(operation), _) => operation.max_body_size,
            (None, Some(site)) => site.config().max_body_size,
            (None, None) => MAX_BODY_SIZE,
        }
    }

    /// The body, to be read by one who keeps something else of it.
    pub(super) fn read_once(&mut self) -> Result<Body, HttpError> {
        self.unread()?;
        self.0.streamed = true;
        Ok(self.take_body())
    }

    /// An error when the body went to a stream before.
    fn unread(&self) -> Result<(), HttpError> {
        if !self.0.streamed {
            return Ok(());
        }
        logging::error("a handler reads a body again that was read as a stream or form; read it once, or as `body()`");
        Err(HttpError::status_only(StatusCode::INTERNAL_SERVER_ERROR))
    }
}

/// 413 when the body says itself that it is longer than `limit` bytes.
fn shorter(body: &Body, limit: usize) -> Result<(), HttpError> {
    if body.size_hint().lower() > limit as u64 {
        return Err(HttpError::too_large());
    }
    Ok(())
}

/// A body that could not be read to its end, to whoever reads it next.
struct Unreadable(HttpError);

impl http_body::Body for Unreadable {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        Poll::Ready(Some(Err(self.0.clone())))
    }
}

/// The whole body, when it is not longer than `limit` bytes.
pub(super) async fn within(body: Body, limit: usize) -> Result<Bytes, HttpError> {
    shorter(&body, limit)?;
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) => Err(broken(&error)),
    }
}

/// What is told of a body that cannot be read to its end.
pub(crate) fn broken(error: &BoxError) -> HttpError {
    if error.is::<LengthLimitError>() {
        return HttpError::too_large();
    }
    if let Some(error) = error.downcast_ref::<HttpError>() {
        return error.clone();
    }
    error.downcast_ref().map_or_else(broken_text, BodyError::answer)
}

fn broken_text() -> HttpError {
    HttpError::bad_request("There was an error parsing the body")
}

fn unprocessable(detail: &ErrorDetail) -> HttpError {
    HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, [detail])
}

#[cfg(test)]
mod tests {
    use std::io;

    use http_body_util::StreamBody;

    use super::*;
    use crate::request::Client;

    fn request(pieces: &'static [Result<&'static str, io::ErrorKind>]) -> Request {
        let (parts, ()) = http::Request::new(()).into_parts();
        let frames = pieces.iter().map(|piece| match *piece {
            Ok(piece) => Ok(Frame::data(Bytes::from(piece))),
            Err(kind) => Err(io::Error::from(kind)),
        });
        Request::new(
            parts,
            Body::new(StreamBody::new(tokio_stream::iter(frames))),
            Client::Unknown,
        )
    }

    async fn status(request: &mut Request, limit: usize) -> Result<usize, u16> {
        let bytes = request.body_within(limit).await;
        bytes.map(|bytes| bytes.len()).map_err(|error| error.status().as_u16())
    }

    #[tokio::test]
    async fn a_body_that_failed_does_not_look_empty() {
        let mut long = request(&[Ok("12"), Ok("34")]);
        assert_eq!(status(&mut long, 3).await, Err(413));
        assert_eq!(status(&mut long, 3).await, Err(413));
        assert!(matches!(long.body().await, Err(error) if error.status() == 413));
        let mut broken = request(&[Ok("12"), Err(io::ErrorKind::ConnectionReset)]);
        assert_eq!(status(&mut broken, 9).await, Err(400));
        assert_eq!(status(&mut broken, 9).await, Err(400));
        assert!(matches!(broken.stream().next().await, Some(Err(error)) if error.status() == 400));
        assert!(broken.form().await.is_ok_and(|form| form.is_empty()), "it is no form");
    }

    #[tokio::test]
    async fn a_body_that_is_known_to_be_too_long_can_still_be_read() {
        let mut sized = request(&[]);
        sized.set_body("1234");
        assert_eq!(status(&mut sized, 3).await, Err(413));
        assert_eq!(status(&mut sized, 4).await, Ok(4));
        assert_eq!(status(&mut sized, 4).await, Ok(4));
    }

    #[tokio::test]
    async fn a_body_that_was_given_up_does_not_look_empty() {
        let mut slow = request(&[]);
        let never = tokio_stream::pending::<Result<Frame<Bytes>, io::Error>>();
        slow.set_body(Body::new(StreamBody::new(never)));
        tokio::select! {
            biased;
            _ = slow.body() => unreachable!(),
            () = std::future::ready(()) => {}
        }
        assert_eq!(status(&mut slow, 9).await, Err(400));
    }
}
