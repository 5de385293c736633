//! What a connection gets that comes when there are enough.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// uvicorn's answer.
const SERVICE_UNAVAILABLE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
    connection: close\r\ncontent-length: 19\r\n\r\nService Unavailable";

/// How long a client may take to read it.
const PATIENCE: Duration = Duration::from_secs(1);

/// Answers 503, whatever is asked, and closes.
pub(super) async fn refuse(mut io: impl AsyncRead + AsyncWrite + Unpin) {
    // Closed with bytes unread, a connection is reset, and the client does not see the answer.
    let _ = timeout(PATIENCE, io.read(&mut [0; 1024])).await;
    turn_away(io, SERVICE_UNAVAILABLE).await;
}

/// Sends `answer` to a client that has said something, and closes.
pub(super) async fn turn_away(mut io: impl AsyncRead + AsyncWrite + Unpin, answer: &[u8]) {
    let talk = async {
        let _ = io.write_all(answer).await;
        let _ = io.shutdown().await;
        while io.read(&mut [0; 1024]).await.is_ok_and(|read| read > 0) {}
    };
    let _ = timeout(PATIENCE, talk).await;
}
