//! What a connection gets that comes when there are enough.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::time::timeout;

use crate::server::drain::Refused;
use crate::server::linger;

/// uvicorn's answer.
const SERVICE_UNAVAILABLE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
    connection: close\r\ncontent-length: 19\r\n\r\nService Unavailable";

/// How long a client may take to ask.
const PATIENCE: Duration = Duration::from_secs(1);

/// Answers 503, whatever is asked, and closes.
pub(super) async fn refuse(mut io: impl AsyncRead + AsyncWrite + Unpin, refused: Refused) {
    // an answer to nothing is none: some clients take it for noise
    let _ = timeout(PATIENCE, io.read(&mut [0; 1024])).await;
    linger::end(io, SERVICE_UNAVAILABLE, linger::SHORT, refused.drain()).await;
}
