//! [`TestStream`]: an answer read piece by piece.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use serde::de::DeserializeOwned;

use super::TestClient;
use crate::response::Body;

/// An answer that is read as it comes: a stream of bytes, lines, or Server-Sent Events. Dropping it is a client that
/// leaves.
///
/// `chunk`, `line` and `event` block, for plain `#[test]` functions; `next_chunk`, `next_line` and `next_event` are
/// awaited. All give `None` at the end.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::testing::TestClient;
///
/// #[get("/ticks")]
/// async fn ticks() -> EventStream<u32> {
///     EventStream::new(produce(async |events| {
///         for tick in 0.. {
///             events.send(tick).await;
///         }
///     }))
/// }
///
/// let client = TestClient::new(App::new().routes(routes![ticks])).unwrap();
/// let mut answer = client.get("/ticks").send_stream();
/// assert_eq!(answer.event().unwrap().data, "0");
/// assert_eq!(answer.event().unwrap().json::<u32>(), 1);
/// ```
pub struct TestStream {
    client: TestClient,
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// What was read and not yet handed out.
    left: BytesMut,
}

/// One Server-Sent Event, as a browser reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TestEvent {
    /// `event`; a browser takes "message" when there is none.
    pub event: Option<String>,
    /// The lines of `data`, joined.
    pub data: String,
    /// `id`.
    pub id: Option<String>,
    /// `retry`, in milliseconds.
    pub retry: Option<u64>,
}

impl TestEvent {
    /// The data read from JSON.
    ///
    /// # Panics
    /// When it is not JSON of this type.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.data)
            .unwrap_or_else(|error| panic!("the data is not the JSON asked for: {error}\n{}", self.data))
    }
}

impl fmt::Debug for TestStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TestStream({})", self.status)
    }
}

impl TestStream {
    pub(super) fn new(client: TestClient, status: StatusCode, headers: HeaderMap, body: Body) -> Self {
        Self {
            client,
            status,
            headers,
            body,
            left: BytesMut::new(),
        }
    }

    /// The status code.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first header of this name, as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// What comes next, in pieces as the app sends them.
    ///
    /// # Panics
    /// The answer broke off.
    pub async fn next_chunk(&mut self) -> Option<Bytes> {
        if !self.left.is_empty() {
            return Some(self.left.split().freeze());
        }
        self.read().await
    }

    /// The next line, without its end.
    ///
    /// # Panics
    /// The answer broke off, or is no text.
    pub async fn next_line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.left.iter().position(|&byte| byte == b'\n') {
                let line = self.left.split_to(end + 1);
                return Some(text(line[..end].strip_suffix(b"\r").unwrap_or(&line[..end])));
            }
            match self.read().await {
                Some(data) => self.left.extend_from_slice(&data),
                None if self.left.is_empty() => return None,
                None => return Some(text(&self.left.split())),
            }
        }
    }

    /// The next Server-Sent Event; comments, such as those that keep a connection alive, are left out.
    ///
    /// # Panics
    /// The answer broke off, or is no text.
    pub async fn next_event(&mut self) -> Option<TestEvent> {
        let mut event = TestEvent::default();
        let (mut data, mut is_any) = (Vec::new(), false);
        loop {
            let line = self.next_line().await?;
            if line.is_empty() {
                if is_any {
                    event.data = data.join("\n");
                    return Some(event);
                }
                continue;
            }
            let (field, value) = line.split_once(':').unwrap_or((&line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value).to_owned();
            is_any |= !field.is_empty();
            match field {
                "data" => data.push(value),
                "event" => event.event = Some(value),
                "id" => event.id = Some(value),
                "retry" => event.retry = value.parse().ok(),
                _ => {}
            }
        }
    }

    /// As [`next_chunk`](Self::next_chunk), blocking.
    ///
    /// # Panics
    /// As there, and inside an async runtime.
    pub fn chunk(&mut self) -> Option<Bytes> {
        let client = self.client.clone();
        client.block_on(self.next_chunk())
    }

    /// As [`next_line`](Self::next_line), blocking.
    ///
    /// # Panics
    /// As there, and inside an async runtime.
    pub fn line(&mut self) -> Option<String> {
        let client = self.client.clone();
        client.block_on(self.next_line())
    }

    /// As [`next_event`](Self::next_event), blocking.
    ///
    /// # Panics
    /// As there, and inside an async runtime.
    pub fn event(&mut self) -> Option<TestEvent> {
        let client = self.client.clone();
        client.block_on(self.next_event())
    }

    async fn read(&mut self) -> Option<Bytes> {
        loop {
            let frame = poll_fn(|cx| Pin::new(&mut self.body).poll_frame(cx)).await?;
            let frame = frame.unwrap_or_else(|error| panic!("the answer broke off: {error}"));
            if let Ok(data) = frame.into_data()
                && !data.is_empty()
            {
                return Some(data);
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap_or_else(|error| panic!("the answer is not text: {error}"))
}
