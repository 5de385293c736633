//! `/ws`: says what it is told.

use fasterapi::prelude::*;

/// The WebSocket of the `ws` workload.
#[websocket("/ws")]
pub async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
    ws.accept().await?;
    loop {
        let message = ws.receive().await?;
        ws.send(message).await?;
    }
}
