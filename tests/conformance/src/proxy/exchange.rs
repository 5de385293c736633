//! One request through an app, and what the app saw of it.

use std::net::SocketAddr;

use fasterapi::prelude::*;
use fasterapi::request::Client;
use fasterapi::server::Config;
use serde_json::{Value, json};
use tower_service::Service;

/// Answers with what it sees.
#[route("/{path:path}", methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"])]
async fn probe(#[path] path: String, request: &Request) -> Value {
    let _ = path;
    seen(request)
}

/// What a handler sees of the request.
pub(super) fn seen(request: &Request) -> Value {
    let websocket = request.headers().contains_key("upgrade");
    let scheme = match (request.scheme(), websocket) {
        ("https", true) => "wss",
        (_, true) => "ws",
        (scheme, false) => scheme,
    };
    let host_headers = request.headers().get_all("host").iter();
    let client = match request.client() {
        Client::Ip(address) => json!([address.ip().to_string(), address.port()]),
        _ => Value::Null,
    };
    json!({
        "client": client,
        "scheme": scheme,
        "root_path": request.root_path(),
        "host_headers": host_headers.map(|host| latin1(host.as_bytes())).collect::<Vec<_>>(),
        "url": request.url().to_string(),
        "base_url": request.base_url().to_string(),
        "node": request.extensions().get::<fasterapi::middleware::Node>().map(|node| node.name.to_string()),
    })
}

/// An app that answers every path with what it sees.
pub(super) fn probe_app() -> App {
    App::new().openapi_url(None).routes(routes![probe])
}

/// An answer, its body read to the end.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The values of a header.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        let values = self.headers.get_all(name).iter();
        values.map(|value| latin1(value.as_bytes())).collect()
    }

    pub(super) fn location(&self) -> Value {
        self.all("location")
            .first()
            .map_or(Value::Null, |location| json!(location))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// Sends the request that `input` describes: `peer headers scheme type method path query root_path`.
///
/// # Errors
/// The app cannot be built, or HTTP has no such request.
pub(super) fn send(app: App, input: &Value) -> Result<Answer, String> {
    let config = match input["root_path"].as_str() {
        Some(prefix) => Config::new().root_path(prefix),
        None => Config::new(),
    };
    let service = app.into_service_with(&config).map_err(|error| error.to_string())?;
    let mut service = service.for_client(peer(&input["peer"]));
    let request = request(input)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.map_err(|error| error.to_string())?.block_on(async {
        let response = service.call(request).await.map_err(|error| error.to_string())?;
        let (head, body) = response.into_parts();
        let body = body.bytes().await.map_err(|error| error.to_string())?;
        Ok(Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.to_vec(),
        })
    })
}

fn request(input: &Value) -> Result<http::Request<Body>, String> {
    let text = |name: &str| input[name].as_str();
    let mut target = encode(text("path").filter(|path| !path.is_empty()).unwrap_or("/"));
    if let Some(query) = text("query").filter(|query| !query.is_empty()) {
        target = format!("{target}?{query}");
    }
    if let Some("https" | "wss") = text("scheme") {
        target = format!("https://unknown.invalid{target}");
    }
    let mut request = http::Request::builder()
        .method(text("method").unwrap_or("GET"))
        .uri(target);
    if !headers(&input["headers"]).any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        // HTTP/1.1 has no request without a Host
        request = request.version(http::Version::HTTP_10);
    }
    for (name, value) in headers(&input["headers"]) {
        request = request.header(name, to_bytes(value));
    }
    if text("type") == Some("websocket") {
        request = request.header("upgrade", "websocket");
    }
    request.body(Body::empty()).map_err(|error| error.to_string())
}

/// A list of pairs.
pub(super) fn headers(list: &Value) -> impl Iterator<Item = (&str, &str)> {
    let pairs = list.as_array().into_iter().flatten();
    pairs.filter_map(|pair| Some((pair[0].as_str()?, pair[1].as_str()?)))
}

/// `[address, port]`; a path is a unix socket, anything else nobody.
pub(super) fn peer(peer: &Value) -> Client {
    let Some(host) = peer[0].as_str() else {
        return Client::Unknown;
    };
    match host.parse() {
        Ok(address) => {
            let port = peer[1].as_u64().and_then(|port| port.try_into().ok());
            Client::Ip(SocketAddr::new(address, port.unwrap_or(0)))
        }
        Err(_) if host.contains('/') => Client::Unix,
        Err(_) => Client::Unknown,
    }
}

/// Percent-encodes what a path cannot hold, and leaves what is encoded.
fn encode(path: &str) -> String {
    let mut encoded = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Latin-1 where the text fits, as header values are recorded; else UTF-8.
fn to_bytes(text: &str) -> Vec<u8> {
    let latin1: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    latin1.unwrap_or_else(|| text.as_bytes().to_vec())
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
