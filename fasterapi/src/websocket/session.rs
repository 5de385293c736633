//! [`Session`]: the life of one WebSocket, from the request to the end of the connection.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::StatusCode;
use tracing::Instrument;

use super::inner::Stage;
use super::pings::Pings;
use super::{Handshake, Shared, WebSocketException, close_code};
use crate::http::{HttpError, RequestValidationError};
use crate::logging;
use crate::response::{Closing, News, Response, error_response, internal_server_error};

type Later = Pin<Box<dyn Future<Output = Response> + Send>>;

/// What is asked what to do with a handler's failure.
pub(crate) type OnFailure = Box<dyn FnOnce(Response) -> Later + Send>;

/// A handler at work, and the connection it talks through once it has accepted.
pub(crate) struct Session<H> {
    pub(crate) handler: H,
    pub(crate) shared: Arc<Shared>,
    pub(crate) handshake: Handshake,
    pub(crate) closing: Closing,
    pub(crate) on_failure: Option<OnFailure>,
}

impl<H> Session<H>
where
    H: Future<Output = Response> + Unpin + Send + 'static,
{
    /// Answers the request: as soon as the handler has accepted, and then the connection goes on in a task of its own,
    /// or when it is done without.
    pub(crate) async fn start(mut self) -> Response {
        let shared = Arc::clone(&self.shared);
        let decided = poll_fn(|cx| {
            shared.lock().task.clone_from(cx.waker());
            if let Poll::Ready(response) = Pin::new(&mut self.handler).poll(cx) {
                return Poll::Ready(Err(response));
            }
            match &mut shared.lock().stage {
                Stage::Accepting(headers) => Poll::Ready(Ok(headers.take().unwrap_or_default())),
                _ => Poll::Pending,
            }
        })
        .await;
        match decided {
            Ok(headers) => {
                let response = self.handshake.grant(headers);
                tokio::spawn(self.run().instrument(logging::current_span()));
                response
            }
            Err(response) => shared.refusal(response),
        }
    }

    /// The connection, until the server does not wait for it any more.
    async fn run(self) {
        let ticket = self.closing.enter();
        let shared = Arc::clone(&self.shared);
        let closing = self.closing.clone();
        tokio::select! {
            () = self.talk() => {}
            () = closing.dropped() => {}
        }
        // Senders elsewhere do not keep it open.
        shared.lost();
        drop(ticket);
    }

    async fn talk(self) {
        let Self {
            mut handler,
            shared,
            handshake,
            closing,
            on_failure,
        } = self;
        let Handshake { upgrade, .. } = handshake;
        // Held to the end.
        let _done = match upgrade.finish().await {
            Some((io, done)) => {
                shared.open(io);
                done
            }
            None => {
                shared.lost();
                None
            }
        };
        let mut driver = Driver {
            pings: Pings::new(shared.config()),
            news: closing.news(),
            told: false,
        };
        let mut response = poll_fn(|cx| {
            {
                let mut inner = shared.lock();
                if !inner.task.will_wake(cx.waker()) {
                    inner.task.clone_from(cx.waker());
                }
                inner.at_work = true;
                inner.asked = false;
            }
            let poll = Pin::new(&mut handler).poll(cx);
            if poll.is_pending() {
                driver.poll(cx, &shared);
            }
            shared.lock().at_work = false;
            poll
        })
        .await;
        drop(handler);
        let mut end = end_of(&response);
        if let Some(on_failure) = on_failure
            && response.body().is_failure()
        {
            response = on_failure(response).await;
            if response.body().is_failure() {
                end = end_of(&response);
            }
        }
        {
            let mut inner = shared.lock();
            inner.feeds.clear();
            // Who is gone, or knows, is not told.
            if inner.end.is_none() {
                inner.close(end.code, &end.reason);
            }
        }
        let finish = poll_fn(|cx| {
            let mut inner = shared.lock();
            inner.task.clone_from(cx.waker());
            inner.poll_finish()
        });
        let _ = tokio::time::timeout(shared.config().close_timeout, finish).await;
        // With it goes what dependencies left to do.
        drop(response);
    }
}

/// What has to be done while the handler waits.
struct Driver {
    pings: Option<Pings>,
    news: News,
    told: bool,
}

impl Driver {
    fn poll(&mut self, cx: &mut Context<'_>, shared: &Shared) {
        let mut inner = shared.lock();
        if !self.told && self.news.poll(cx) {
            self.told = true;
            inner.fail(close_code::WS_1012_SERVICE_RESTART, "");
        }
        if inner.end.is_some() {
            return;
        }
        if let Some(pings) = &mut self.pings
            && !pings.poll(cx, &mut inner, shared.config())
        {
            inner.fail(close_code::WS_1011_INTERNAL_ERROR, "keepalive ping timeout");
        }
        inner.flush();
        inner.feed(cx);
        while inner.reads_ahead() {
            match inner.poll_wire() {
                Poll::Ready(Ok(message)) => {
                    inner.inbox.push(message);
                    inner.wake_reader();
                }
                Poll::Ready(Err(_)) => inner.wake_reader(),
                Poll::Pending => break,
            }
        }
    }
}

/// How the connection ends by what the handler returned.
fn end_of(response: &Response) -> WebSocketException {
    let failed = WebSocketException::new(close_code::WS_1011_INTERNAL_ERROR);
    let Some(failure) = response.body().failure() else {
        return match response.status {
            StatusCode::INTERNAL_SERVER_ERROR => failed,
            _ => WebSocketException::new(close_code::WS_1000_NORMAL_CLOSURE),
        };
    };
    if let Some(exception) = failure.downcast_ref::<WebSocketException>() {
        return exception.clone();
    }
    match failure.downcast_ref::<HttpError>() {
        Some(error) if error.status().is_client_error() => {
            let reason = error.detail().as_str().unwrap_or_default();
            WebSocketException::new(close_code::WS_1008_POLICY_VIOLATION).reason(reason)
        }
        _ => failed,
    }
}

impl Shared {
    /// The answer to a request whose handler was done before it accepted.
    fn refusal(&self, mut response: Response) -> Response {
        let refused = match &mut self.lock().stage {
            Stage::Refused(denial) => Some(denial.take()),
            _ => None,
        };
        let instead = match refused {
            Some(Some(denial)) => *denial,
            Some(None) => error_response(HttpError::status_only(StatusCode::FORBIDDEN)),
            None if response.body().is_failure() => {
                if response
                    .body()
                    .failure()
                    .is_some_and(|error| error.is::<RequestValidationError>())
                {
                    response.status = StatusCode::FORBIDDEN;
                }
                return response;
            }
            None => {
                logging::error("the handler of a WebSocket returned without accepting or refusing it");
                internal_server_error()
            }
        };
        (response.status, response.headers) = (instead.status, instead.headers);
        response.body.replace(instead.body);
        response
    }
}
