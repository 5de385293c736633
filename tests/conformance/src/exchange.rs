//! Recorded WebSockets: what each side said, in order.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fasterapi::testing::{AsyncTestWebSocket, TestClient, TestResponse};
use fasterapi::websocket::{Message, WebSocketDisconnect};
use serde::Deserialize;
use serde_json::Value;

use crate::fixture::{OneOrMany, RecordedRequest};

/// What one side did.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The client.
    #[serde(untagged)]
    Client(ClientStep),
    /// The server.
    #[serde(untagged)]
    Server(ServerStep),
}

/// What the client did.
#[derive(Debug, Deserialize)]
#[serde(tag = "client", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientStep {
    /// It sent text.
    Text {
        /// The text.
        data: String,
    },
    /// It sent bytes.
    Bytes {
        /// The bytes in base64.
        base64: String,
    },
    /// It closed.
    Close {
        /// The code.
        code: u16,
    },
}

/// What the server did.
#[derive(Debug, Deserialize)]
#[serde(tag = "server", rename_all = "snake_case", deny_unknown_fields)]
pub enum ServerStep {
    /// It accepted.
    Accept {
        /// The subprotocol it chose.
        subprotocol: Option<String>,
        /// Headers of its own.
        #[serde(default)]
        headers: BTreeMap<String, OneOrMany>,
    },
    /// It sent text.
    Text {
        /// The text.
        data: String,
    },
    /// It sent bytes.
    Bytes {
        /// The bytes in base64.
        base64: String,
    },
    /// It closed; before it accepted, on the wire that is 403 without the code or reason.
    Close {
        /// The code.
        code: u16,
        /// The reason; errors, where the request did not fit.
        #[serde(default)]
        reason: Value,
        /// Whether it had not accepted.
        #[serde(default)]
        before_accept: bool,
    },
    /// It refused with an answer of its own.
    HttpResponse {
        /// The status code.
        status: u16,
        /// The headers.
        #[serde(default)]
        headers: BTreeMap<String, OneOrMany>,
        /// The body.
        body_text: String,
    },
    /// The handler failed: the connection ends, with any code.
    Raises {
        /// The exception.
        exception: String,
    },
    /// The handler was done: the connection ends, with any code.
    Returned,
}

/// Every way in which the app does otherwise than it was recorded.
pub async fn differences(client: &TestClient, request: &RecordedRequest, steps: &[Step]) -> Vec<String> {
    let mut builder = client
        .websocket(&request.path)
        .subprotocols(request.subprotocols.clone());
    for (name, values) in &request.headers {
        for value in values.values() {
            builder = builder.header(name, value);
        }
    }
    let mut found = Vec::new();
    let opened = builder.open().await;
    let Some((first, rest)) = steps.split_first() else {
        return vec!["nothing was recorded".to_owned()];
    };
    match opened {
        Err(answer) => refused(first, &answer, &mut found),
        Ok(mut socket) => {
            accepted(first, &socket, &mut found);
            for step in rest {
                if let Err(difference) = follow(&mut socket, step).await {
                    found.push(difference);
                    break;
                }
            }
            socket.close(1000, "").await;
        }
    }
    found
}

fn refused(first: &Step, answer: &TestResponse, found: &mut Vec<String>) {
    let status = answer.status().as_u16();
    match first {
        Step::Server(ServerStep::Close {
            before_accept: true,
            reason,
            ..
        }) => {
            if status != 403 {
                found.push(format!("refused with {status}, expected 403"));
            }
            if reason.is_array() && answer.json::<Value>()["detail"] != *reason {
                found.push(format!("refused with {}, expected the errors {reason}", answer.text()));
            }
        }
        Step::Server(ServerStep::HttpResponse {
            status: expected,
            headers,
            body_text,
        }) => {
            if status != *expected || answer.text() != body_text {
                found.push(format!(
                    "refused with {status} {}, expected {expected} {body_text}",
                    answer.text()
                ));
            }
            for (name, values) in headers {
                if answer.header(name) != values.values().first().map(String::as_str) {
                    found.push(format!("header {name} is {:?}", answer.header(name)));
                }
            }
        }
        other => found.push(format!("refused with {status}, expected {other:?}")),
    }
}

fn accepted(first: &Step, socket: &AsyncTestWebSocket, found: &mut Vec<String>) {
    let Step::Server(ServerStep::Accept { subprotocol, headers }) = first else {
        found.push(format!("accepted, expected {first:?}"));
        return;
    };
    if socket.subprotocol() != subprotocol.as_deref() {
        found.push(format!(
            "subprotocol {:?}, expected {subprotocol:?}",
            socket.subprotocol()
        ));
    }
    for (name, values) in headers {
        let value = socket.headers().get(name).and_then(|value| value.to_str().ok());
        if value != values.values().first().map(String::as_str) {
            found.push(format!("header {name} is {value:?}"));
        }
    }
}

async fn follow(socket: &mut AsyncTestWebSocket, step: &Step) -> Result<(), String> {
    let decoded = |text: &str| STANDARD.decode(text).map_err(|error| error.to_string());
    match step {
        Step::Client(ClientStep::Text { data }) => socket.send_text(data).await,
        Step::Client(ClientStep::Bytes { base64 }) => socket.send_bytes(decoded(base64)?).await,
        Step::Client(ClientStep::Close { code }) => socket.close(*code, "").await,
        Step::Server(ServerStep::Text { data }) => expect(socket, data.as_str().into()).await?,
        Step::Server(ServerStep::Bytes { base64 }) => expect(socket, decoded(base64)?.into()).await?,
        Step::Server(ServerStep::Close { code, reason, .. }) => {
            let reason = reason.as_str().unwrap_or_default();
            let end = ended(socket).await?;
            if end.code != *code || end.reason != reason {
                return Err(format!(
                    "closed with {} {:?}, expected {code} {reason:?}",
                    end.code, end.reason
                ));
            }
        }
        Step::Server(ServerStep::Raises { .. } | ServerStep::Returned) => drop(ended(socket).await?),
        Step::Server(other) => return Err(format!("{other:?} cannot come here")),
    }
    Ok(())
}

async fn expect(socket: &mut AsyncTestWebSocket, expected: Message) -> Result<(), String> {
    match socket.receive().await {
        Ok(message) if message == expected => Ok(()),
        other => Err(format!("{other:?}, expected {expected:?}")),
    }
}

async fn ended(socket: &mut AsyncTestWebSocket) -> Result<WebSocketDisconnect, String> {
    match socket.receive().await {
        Err(end) => Ok(end),
        Ok(message) => Err(format!("{message:?}, expected the end")),
    }
}
