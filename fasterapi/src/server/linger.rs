//! [`end`]: the end of a connection whose client may still be sending.
//!
//! A connection that is closed with bytes unread is reset, and with it goes the answer that the client has not read yet:
//! it would be told of a broken connection, not of a body that is too large. So what still comes is read and thrown away,
//! within bounds: nginx's `lingering_close`.

use std::pin::Pin;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::drain::Drain;

/// How long a client may take for the last that is sent to it.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// How long a client may send nothing before the connection is closed; nginx's `lingering_timeout`.
pub(super) const SILENCE: Duration = Duration::from_secs(5);

/// How long it may go on sending; nginx's `lingering_time`.
pub(super) const LONG: Duration = Duration::from_secs(30);

/// The same, where it has been slow already, or has hardly begun.
pub(super) const SHORT: Duration = Duration::from_secs(1);

/// How much it may go on sending, in bytes.
pub(super) const MOST: usize = 64 * 1024 * 1024;

/// As much is thrown away at once, in bytes.
const BUFFER: usize = 16 * 1024;

/// Sends `words`, and no more, and waits until the client has done the same: at most for as long as `longest`, and not
/// beyond the end of the server.
pub(super) async fn end(mut io: impl AsyncRead + AsyncWrite + Unpin, words: &[u8], longest: Duration, drain: &Drain) {
    let last = async {
        io.write_all(words).await?;
        io.shutdown().await
    };
    if !matches!(timeout(LAST_WORDS, last).await, Ok(Ok(()))) {
        return;
    }
    tokio::select! {
        _ = timeout(longest, swallow(io)) => {}
        () = drain.over_soon() => {}
    }
}

/// Reads until the client ends, falls silent, or has sent too much.
async fn swallow(mut io: impl AsyncRead + Unpin) {
    let (mut buffer, mut left) = (vec![0; BUFFER], MOST);
    while let Ok(Ok(read @ 1..)) = timeout(SILENCE, Pin::new(&mut io).read(&mut buffer)).await {
        match left.checked_sub(read) {
            Some(less) => left = less,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{DuplexStream, duplex};
    use tokio::time::{Instant, sleep};

    use super::super::drain::Phase;
    use super::super::seats::Seats;
    use super::*;

    /// A connection that is being ended, and its client.
    fn ending(drain: &Arc<Drain>) -> (DuplexStream, tokio::task::JoinHandle<Duration>) {
        let (client, server) = duplex(64 * 1024);
        let drain = Arc::clone(drain);
        let ended = tokio::spawn(async move {
            let began = Instant::now();
            end(server, b"bye", LONG, &drain).await;
            began.elapsed()
        });
        (client, ended)
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_is_heard_out_within_bounds() {
        let drain = Drain::new(&Seats::new(1));
        let (mut client, ended) = ending(&drain);
        sleep(SILENCE / 2).await;
        client.write_all(b"more").await.unwrap();
        assert_eq!(ended.await.unwrap(), SILENCE / 2 + SILENCE, "silent");
        let mut words = String::new();
        client.read_to_string(&mut words).await.unwrap();
        assert_eq!(words, "bye");

        let (mut client, ended) = ending(&drain);
        let drips = async {
            while client.write_all(b"x").await.is_ok() {
                sleep(SILENCE / 2).await
            }
        };
        let (took, ()) = tokio::join!(ended, drips);
        assert_eq!(took.unwrap(), LONG, "drips");

        let (mut client, ended) = ending(&drain);
        let mut sent = 0;
        while client.write_all(&[0; BUFFER]).await.is_ok() {
            sent += BUFFER;
        }
        assert!((MOST..MOST + 8 * BUFFER).contains(&sent), "{sent}");
        assert_eq!(ended.await.unwrap(), Duration::ZERO, "floods");

        let (client, ended) = ending(&drain);
        drop(client);
        assert_eq!(ended.await.unwrap(), Duration::ZERO, "gone");
    }

    #[tokio::test(start_paused = true)]
    async fn the_end_of_the_server_waits_for_nobody_who_was_answered() {
        let drain = Drain::new(&Seats::new(1));
        let (_client, ended) = ending(&drain);
        drain.advance(Phase::Finishing);
        assert!(ended.await.unwrap() < Duration::from_secs(1));
    }
}
