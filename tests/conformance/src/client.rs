//! Asks an app in process: no sockets, no cookie jar, no following of redirects.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;

use fasterapi::Body;
use fasterapi::app::AppService;
use fasterapi::request::Client as Peer;
use http_body::{Body as _, Frame};
use tower_service::Service;

use crate::answer::Answer;
use crate::request::Outgoing;

/// Speaks to one instance of an app, as a peer at 127.0.0.1.
#[derive(Debug)]
pub struct Client {
    service: AppService,
}

impl Client {
    /// A client of `service`.
    pub fn new(service: AppService) -> Self {
        let peer = Peer::Ip(SocketAddr::from(([127, 0, 0, 1], 50_000)));
        Self {
            service: service.for_client(peer),
        }
    }

    /// Sends a request and reads the answer to its end.
    ///
    /// # Errors
    /// When the request is not one HTTP knows.
    pub async fn send(&mut self, request: &Outgoing) -> Result<Answer, String> {
        let mut builder = http::Request::builder()
            .method(request.method.as_str())
            .uri(request.target.as_str());
        for (name, value) in &request.headers {
            builder = builder.header(name, to_latin1(value)?);
        }
        let body = Body::from(request.body.clone());
        let sent = builder.body(body).map_err(|error| error.to_string())?;
        let response = self.service.call(sent).await.map_err(|error| error.to_string())?;
        let (head, body) = response.into_parts();
        let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
            (name.as_str().to_owned(), from_latin1(value.as_bytes()))
        };
        let (body, broken) = read(body).await;
        let headers = head.headers.iter().map(header).collect();
        Ok(Answer {
            status: head.status.as_u16(),
            headers,
            body,
            broken,
        })
    }
}

/// What arrived of a body, and whether it broke off.
async fn read(mut body: Body) -> (Vec<u8>, bool) {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        match frame.map(Frame::into_data) {
            Ok(Ok(data)) => bytes.extend_from_slice(&data),
            Ok(Err(_)) => {}
            Err(_) => return (bytes, true),
        }
    }
    (bytes, false)
}

/// Headers are recorded as Latin-1: one character a byte.
fn to_latin1(text: &str) -> Result<Vec<u8>, String> {
    let byte = |c: char| u8::try_from(c).map_err(|_| format!("{text:?} does not go into a header"));
    text.chars().map(byte).collect()
}

fn from_latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
