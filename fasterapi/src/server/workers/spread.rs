//! [`Spread`]: one loop accepts for several workers, and each connection goes to the worker that has the fewest.
//!
//! Listeners of their own (`SO_REUSEPORT`) would give workers connections by chance, which is uneven while there are few,
//! and would go on giving them to a worker that hangs.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::mpsc;

use super::accept::Take;
use super::door::Door;
use super::pulse::Pulse;
use crate::request::Client;
use crate::server::banner::{self, Level};
use crate::server::drain::{Drain, Phase, Ticket};
use crate::server::listen::{Accept, Loose};
use crate::server::service::MakeService;

/// A connection on its way to a worker: of no runtime yet, and counted as the worker's.
#[derive(Debug)]
pub(super) struct Handed {
    stream: Loose,
    client: Client,
    ticket: Ticket,
}

/// What the loop knows of a worker.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) drain: Arc<Drain>,
    pub(super) pulse: Arc<Pulse>,
    pub(super) connections: mpsc::UnboundedSender<Handed>,
}

/// The workers, and whose turn it is among those that have equally many connections.
#[derive(Debug)]
pub(super) struct Spread {
    desks: Vec<Desk>,
    turn: AtomicUsize,
}

impl Spread {
    pub(in crate::server) fn new(desks: Vec<Desk>) -> Self {
        Self {
            desks,
            turn: AtomicUsize::new(0),
        }
    }

    /// The worker with the fewest connections of those that are alive; if none is, of all.
    fn choose(&self) -> Option<&Desk> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed) % self.desks.len().max(1);
        let desks = self.desks[first..].iter().chain(&self.desks[..first]);
        let open = desks.filter(|desk| !desk.connections.is_closed());
        open.min_by_key(|desk| (desk.pulse.is_missing(), desk.drain.open()))
    }
}

impl Take for Spread {
    fn take<A: Accept>(&self, stream: A::Stream, client: Client) {
        let Some(desk) = self.choose() else { return };
        match A::loosen(stream) {
            Ok(stream) => {
                let ticket = desk.drain.enter();
                // A worker that has just ended drops it, as it drops what it had.
                let _ = desk.connections.send(Handed { stream, client, ticket });
            }
            Err(error) => banner::log(Level::Error, format_args!("cannot hand a connection over: {error}")),
        }
    }
}

/// Lets in what the loop hands over, until it has ended.
pub(super) async fn receive<M: MakeService>(
    mut connections: mpsc::UnboundedReceiver<Handed>,
    door: &Door<'_, M>,
    drain: &Drain,
) {
    loop {
        let handed = tokio::select! {
            biased;
            handed = connections.recv() => handed,
            () = drain.reached(Phase::Dropping) => None,
        };
        let Some(Handed { stream, client, ticket }) = handed else {
            return;
        };
        if let Err(error) = admit(stream, client, ticket, door) {
            banner::log(Level::Error, format_args!("cannot take a connection over: {error}"));
        }
    }
}

fn admit<M: MakeService>(stream: Loose, client: Client, ticket: Ticket, door: &Door<'_, M>) -> io::Result<()> {
    match stream {
        Loose::Tcp(stream) => door.admit(tokio::net::TcpStream::from_std(stream)?.into(), client, ticket),
        #[cfg(unix)]
        Loose::Unix(stream) => door.admit(tokio::net::UnixStream::from_std(stream)?.into(), client, ticket),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::seats::Seats;

    #[test]
    fn few_connections_are_spread_evenly() {
        let mut receivers = Vec::new();
        let desks = (0..3).map(|_| {
            let (connections, receiver) = mpsc::unbounded_channel();
            receivers.push(receiver);
            Desk {
                drain: Drain::new(&Seats::new(1)),
                pulse: Arc::default(),
                connections,
            }
        });
        let spread = Spread::new(desks.collect());
        let mut tickets: Vec<_> = (0..6).map(|_| spread.choose().unwrap().drain.enter()).collect();
        let open = |spread: &Spread| spread.desks.iter().map(|desk| desk.drain.open()).collect::<Vec<_>>();
        assert_eq!(open(&spread), [2, 2, 2]);
        // The first worker's connections end, and it gets the next ones.
        tickets.retain(|ticket| !std::ptr::eq(ticket.drain(), &*spread.desks[0].drain));
        tickets.extend((0..2).map(|_| spread.choose().unwrap().drain.enter()));
        assert_eq!(open(&spread), [2, 2, 2]);
        // One that hangs gets none while there are others, nor one that has ended.
        spread.desks[1].pulse.lose();
        drop(receivers.remove(2));
        tickets.extend((0..3).map(|_| spread.choose().unwrap().drain.enter()));
        assert_eq!(open(&spread), [5, 2, 2]);
    }
}
