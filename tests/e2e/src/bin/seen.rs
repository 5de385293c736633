//! The program behind the proxies: it tells what it sees of a request.
//!
//! `SEEN_TRUSTS`, addresses separated by commas, are believed all that a proxy may tell; `--forwarded-allow-ips` the
//! client and the scheme alone.

use fasterapi::middleware::ProxyHeaders;
use fasterapi::prelude::*;

#[get("/seen")]
async fn seen(request: &Request) -> Result<Value, AnyError> {
    let peer = request.peer();
    Ok(json!({
        "client": request.client().ip(),
        "peer": peer.ip().map_or_else(|| peer.to_string(), |ip| ip.to_string()),
        "scheme": request.scheme(),
        "host": request.authority(),
        "root_path": request.root_path(),
        "url": request.url().to_string(),
        "base_url": request.base_url().to_string(),
        "link": request.url_for("seen", &[])?.to_string(),
    }))
}

#[get("/slash/")]
async fn slash() -> &'static str {
    "slash"
}

#[post("/length")]
async fn length(mut body: BodyStream) -> Result<usize, HttpError> {
    let mut length = 0;
    while let Some(piece) = body.next().await {
        length += piece?.len();
    }
    Ok(length)
}

/// Says through the socket what was seen of the request that opened it, and of what came through.
#[websocket("/socket")]
async fn socket(mut socket: WebSocket) -> Result<(), WebSocketError> {
    let client = socket.request().client().ip();
    let seen = format!(
        "from {} at {}",
        client.map(|ip| ip.to_string()).unwrap_or_default(),
        socket.url()
    );
    socket.accept().await?;
    let text = socket.receive_text().await?;
    socket.send_text(format!("{text} {seen}")).await
}

fn main() -> fasterapi::Result<()> {
    let mut app = App::new().routes(routes![seen, slash, length, socket]);
    if let Ok(trusted) = std::env::var("SEEN_TRUSTS") {
        let proxies = ProxyHeaders::trust(trusted.split(','))?;
        app = app.middleware(proxies.x_host(1).x_port(1).x_prefix(1));
    }
    app.run()
}
