//! The accept loop: from one listener, until the server stops.

use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use crate::request::Client;
use crate::server::banner::{self, Level};
use crate::server::drain::{Drain, Phase};
use crate::server::listen::{Accept, Kind, Listener};
use crate::server::ranges::BACKLOG;
use crate::server::seldom::Seldom;

/// Where connections go.
pub(in crate::server) trait Take: Sync {
    /// Takes a connection, at once.
    fn take<A: Accept>(&self, stream: A::Stream, client: Client);
}

/// Accepts from all listeners until the drain leaves [`Phase::Serving`].
pub(in crate::server) async fn accept(listeners: &[Listener], drain: &Drain, taker: &impl Take) {
    let mut loops: Vec<Pin<Box<dyn Future<Output = ()> + Send + '_>>> = Vec::with_capacity(listeners.len());
    for listener in listeners {
        loops.push(match &listener.0 {
            Kind::Tcp(listener) => Box::pin(accept_from(listener, drain, taker)),
            #[cfg(unix)]
            Kind::Unix(listener) => Box::pin(accept_from(listener, drain, taker)),
        });
    }
    poll_fn(|cx| {
        // All of them share what tokio lets a task do at once: each is the first by turns.
        if loops.len() > 1 {
            loops.rotate_left(1);
        }
        loops.retain_mut(|accepting| accepting.as_mut().poll(cx).is_pending());
        match loops.is_empty() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
}

async fn accept_from<A: Accept>(listener: &A, drain: &Drain, taker: &impl Take) {
    let mut failures = 0u32;
    let (mut crowded, mut failing) = (Seldom::default(), Seldom::default());
    let seats = drain.seats();
    let mut stopping = pin!(drain.reached(Phase::Leaving));
    loop {
        if !seats.is_free() {
            if crowded.is_due() {
                let text = "connections are open, and no more are accepted until one closes (--limit-connections)";
                banner::log(Level::Warning, format_args!("{} {text}", seats.most()));
            }
            tokio::select! {
                biased;
                () = &mut stopping => break,
                () = seats.free() => {}
            }
        }
        let accepted = poll_fn(|cx| {
            if drain.phase() >= Phase::Leaving {
                return Poll::Ready(None);
            }
            if let Poll::Ready(accepted) = listener.poll_accept(cx) {
                return Poll::Ready(Some(accepted));
            }
            // asked only when there is nothing to accept: the answer takes a lock
            stopping.as_mut().poll(cx).map(|()| None)
        });
        let Some(accepted) = accepted.await else { break };
        match accepted {
            Ok((stream, client)) => {
                failures = 0;
                taker.take::<A>(stream, client);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                // it may fail and succeed by turns for hours, as descriptors are closed and taken
                if failing.is_due() {
                    banner::log(Level::Error, format_args!("cannot accept connections for now: {error}"));
                }
                failures = failures.saturating_add(1);
                tokio::select! {
                    () = tokio::time::sleep(back_off(failures)) => {}
                    () = &mut stopping => break,
                }
            }
        }
    }
    // Whoever is in the queue already was let in by the kernel: answer what they sent.
    // tokio accepts only what its driver has seen; having yielded, it has looked once more.
    tokio::task::yield_now().await;
    // And it gives a task no more than 128 at once, unless it is told otherwise.
    let rest = poll_fn(|cx| {
        for _ in 0..*BACKLOG.end() {
            match listener.poll_accept(cx) {
                Poll::Ready(Ok((stream, client))) => taker.take::<A>(stream, client),
                Poll::Ready(Err(error)) if is_of_one_connection(&error) => {}
                _ => break,
            }
        }
        Poll::Ready(())
    });
    tokio::task::coop::unconstrained(rest).await;
}

/// Errors that say something of the connection only, not of the listener.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted
    )
}

/// How long to wait when descriptors or memory ran out (EMFILE, ENFILE, ENOBUFS): 10 ms, doubled up to 1 s.
fn back_off(failures: u32) -> Duration {
    Duration::from_millis(10u64 << (failures - 1).min(7)).min(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::server::seats::Seats;

    #[derive(Default)]
    struct Counted(AtomicUsize);

    impl Take for Counted {
        fn take<A: Accept>(&self, _: A::Stream, _: Client) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[tokio::test]
    async fn all_who_wait_at_the_end_are_let_in() {
        // two queues of 100: one need not hold more than 128, which is what tokio would accept at once
        let (mut listeners, mut clients) = (Vec::new(), Vec::new());
        for _ in 0..2 {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            clients.extend((0..100).map(|_| TcpStream::connect(address).unwrap()));
            listeners.push(listener.into());
        }
        let (drain, counted) = (Drain::new(&Seats::new(1)), Counted::default());
        drain.advance(Phase::Leaving);
        accept(&listeners, &drain, &counted).await;
        assert_eq!(counted.0.into_inner(), clients.len());
    }

    #[test]
    fn the_wait_grows_to_a_second() {
        assert_eq!(back_off(1), Duration::from_millis(10));
        assert_eq!(back_off(3), Duration::from_millis(40));
        assert_eq!(back_off(u32::MAX), Duration::from_secs(1));
    }
}
