//! [`Watched`]: the answer to one request, noted when it is there.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONNECTION, HeaderValue};
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::activity::{InFlight, KeptInFlight};
use crate::BoxError;
use crate::response::{Body, Response};
use crate::server::service::{Answering, Asked};

/// A service's future that tells the connection's [`Activity`](super::activity::Activity) when it is done.
#[derive(Debug)]
pub(super) struct Watched<'c, F> {
    /// What the app answers, or what does in its place.
    answer: Result<F, Option<Box<Response>>>,
    in_flight: Option<InFlight<'c>>,
    /// Whether the request has a body, which may come while the answer goes.
    uploads: bool,
}

impl<'c, F> Watched<'c, F> {
    #[inline]
    pub(in crate::server) fn new(answer: F, in_flight: InFlight<'c>) -> Self
    where
        F: Answering,
    {
        let Asked { uploads, upgrades } = answer.asked();
        if upgrades {
            in_flight.activity().ask_to_upgrade();
        }
        Self {
            uploads,
            answer: Ok(answer),
            in_flight: Some(in_flight),
        }
    }

    /// An answer that is there, to a request that the app does not see.
    #[cold]
    pub(super) fn refusal(answer: Response, in_flight: InFlight<'c>) -> Self {
        Self {
            answer: Err(Some(Box::new(answer))),
            in_flight: Some(in_flight),
            uploads: true,
        }
    }
}

/// A body of an answer during which the request is still in flight: what comes meanwhile is the request's body, not the
/// head of the next one.
struct Meanwhile {
    body: Body,
    _in_flight: KeptInFlight,
}

impl HttpBody for Meanwhile {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<F: Future<Output = Response> + Unpin> Future for Watched<'_, F> {
    type Output = Result<http::Response<Body>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut response = match &mut self.answer {
            Ok(answer) => ready!(Pin::new(answer).poll(cx)),
            Err(refusal) => refusal.take().map(|refusal| *refusal).unwrap_or_default(),
        };
        if let Some(in_flight) = self.in_flight.take() {
            let activity = in_flight.activity();
            activity.stream(!response.body.is_whole());
            if response.status == StatusCode::SWITCHING_PROTOCOLS {
                activity.upgrade();
            } else if activity.leaves() {
                response.headers.insert(CONNECTION, HeaderValue::from_static("close"));
            }
            if self.uploads {
                activity.upload(true);
                if response.body.as_bytes().is_none() {
                    let body = std::mem::take(&mut response.body);
                    response.body = Body::new(Meanwhile {
                        body,
                        _in_flight: in_flight.keep(),
                    });
                }
            }
        }
        Poll::Ready(Ok(response.into_http()))
    }
}
