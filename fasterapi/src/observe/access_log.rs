//! A line for each answer, as uvicorn writes it.

use http::StatusCode;

use super::observation::{Noted, Observation};
use super::span::{address, version};
use crate::http::phrase;
use crate::logging::{Fields, LogFormat, LogLevel, Output, Stream, Target, is_ours};

/// The name of the access log in filters and in JSON.
const LOGGER: &str = "fasterapi::access";

/// Writes `127.0.0.1:50000 - "GET /items?q=x HTTP/1.1" 200 OK`, or sends it to the program's subscriber.
pub(super) fn write(observation: &Observation, noted: &Noted, status: StatusCode, milliseconds: f64) {
    let target = Target(observation.target());
    let request = if observation.websocket {
        format!("WebSocket {target}")
    } else {
        format!("{} {target} {:?}", observation.method, observation.version)
    };
    let client = noted.client;
    if !is_ours() {
        tracing::info!(
            target: LOGGER,
            {
            client.address = address(client),
            http.request.method = %observation.method,
            url.path = %Target(observation.uri.path()),
            url.query = observation.uri.query().map(|query| tracing::field::display(Target(query))),
            network.protocol.version = version(observation.version),
            http.response.status_code = status.as_u16(),
            duration_ms = milliseconds,
            request_id = noted.id.as_deref()
            },
            "{client} - \"{request}\" {}",
            answer(observation, status),
        );
        return;
    }
    let output = Output::get();
    // where `RUST_LOG` says what is written, it does of these lines, too
    if output.level < LogLevel::Info && !tracing::enabled!(target: LOGGER, tracing::Level::INFO) {
        return;
    }
    let answer = answer(observation, status);
    let (line, fields) = match output.format {
        LogFormat::Text if output.colors(Stream::Out) => {
            // uvicorn's colors: white, green, yellow, red, bright red
            let color = [97, 32, 33, 31, 91][usize::from(status.as_u16() / 100).clamp(1, 5) - 1];
            let line = format!("{client} - \"\u{1b}[1m{request}\u{1b}[0m\" \u{1b}[{color}m{answer}\u{1b}[0m");
            (line, Fields::default())
        }
        LogFormat::Text => (format!("{client} - \"{request}\" {answer}"), Fields::default()),
        #[cfg(feature = "logging")]
        LogFormat::Json => {
            let mut fields = Fields::default();
            fields.set("client", client.to_string());
            fields.set("method", observation.method.as_str());
            fields.set("path", Target(observation.uri.path()).to_string());
            if let Some(query) = observation.uri.query() {
                fields.set("query", Target(query).to_string());
            }
            fields.set("http_version", version(observation.version));
            fields.set("status", status.as_u16());
            fields.set("duration_ms", milliseconds);
            if let Some(route) = noted.route() {
                fields.set("route", route);
            }
            if let Some(id) = &noted.id {
                fields.set("request_id", &**id);
            }
            (format!("{client} - \"{request}\" {answer}"), fields)
        }
    };
    output.write_safe(Stream::Out, LogLevel::Info, LOGGER, &line, &fields);
}

/// `200 OK`; of a WebSocket `[accepted]`, or the status alone.
fn answer(observation: &Observation, status: StatusCode) -> String {
    let code = status.as_u16();
    match observation.websocket {
        true if status == StatusCode::SWITCHING_PROTOCOLS || status == StatusCode::OK => "[accepted]".to_owned(),
        true => code.to_string(),
        false => match phrase(status) {
            Some(phrase) => format!("{code} {phrase}"),
            None => code.to_string(),
        },
    }
}
