//! What stays open: streams without end, events, WebSockets.

use std::time::Duration;

use fasterapi::Route;
use fasterapi::prelude::*;

use super::visits::Visits;

/// Sends without end.
#[get("/flood")]
async fn flood(visits: State<Visits>) -> StreamingResponse {
    let visit = visits.begin();
    StreamingResponse::new(produce(async move |sender| {
        let _visit = visit;
        loop {
            sender.send(vec![b'x'; 64 * 1024]).await;
        }
    }))
}

/// An event every few milliseconds, without end.
#[get("/events")]
async fn events() -> EventStream<u64> {
    EventStream::new(produce(async |sender| {
        for number in 0.. {
            sender.send(number).await;
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }))
}

#[websocket("/echo")]
async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        let message = ws.receive().await?;
        ws.send(message).await?;
    }
}

pub(super) fn routes() -> impl IntoIterator<Item = Route> {
    routes![flood, events, echo]
}
