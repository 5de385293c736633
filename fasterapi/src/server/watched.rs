//! [`Watched`]: the answer to one request, noted when it is there.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use http::header::{CONNECTION, HeaderValue};
use http::{Response, StatusCode};

use super::activity::InFlight;
use crate::response::Body;

/// A service's future that tells the connection's [`Activity`](super::activity::Activity) when it is done.
#[derive(Debug)]
pub(super) struct Watched<F> {
    answer: Result<F, Option<Box<Response<Body>>>>,
    in_flight: Option<InFlight>,
}

impl<F> Watched<F> {
    pub(super) fn new(answer: F, in_flight: InFlight) -> Self {
        Self {
            answer: Ok(answer),
            in_flight: Some(in_flight),
        }
    }

    /// An answer that is there, to a request that the app does not see.
    #[cold]
    pub(super) fn refusal(answer: Response<Body>, in_flight: InFlight) -> Self {
        Self {
            answer: Err(Some(Box::new(answer))),
            in_flight: Some(in_flight),
        }
    }
}

impl<F: Future<Output = Result<Response<Body>, Infallible>> + Unpin> Future for Watched<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let mut outcome = match &mut self.answer {
            Ok(answer) => Pin::new(answer).poll(cx),
            Err(refusal) => Poll::Ready(Ok(refusal.take().map(|refusal| *refusal).unwrap_or_default())),
        };
        if let Poll::Ready(Ok(response)) = &mut outcome
            && let Some(in_flight) = self.in_flight.take()
        {
            let activity = in_flight.activity();
            if response.status() == StatusCode::SWITCHING_PROTOCOLS {
                activity.upgrade();
            } else if activity.leaves() {
                response
                    .headers_mut()
                    .insert(CONNECTION, HeaderValue::from_static("close"));
            }
        }
        outcome
    }
}
