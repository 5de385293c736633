//! [`Crew`]: all workers, and the loop that accepts for them when they are several.

use std::io;
use std::sync::Arc;

use tokio::sync::mpsc;

use super::accept::accept;
use super::pulse::Change;
use super::spread::{Desk, Spread};
use super::worker::{Common, Source, Worker};
use crate::server::banner::{self, Level};
use crate::server::config::Config;
use crate::server::drain::{Drain, Phase};
use crate::server::error::ServerError;
use crate::server::listen::{Bound, Listener};
use crate::server::seats::Seats;
use crate::server::service::MakeService;

/// All workers.
#[derive(Debug)]
pub(in crate::server) struct Crew {
    workers: Vec<Worker>,
    /// Of the loop that accepts for several.
    accepting: Option<Arc<Drain>>,
}

/// The workers' ends, as they come.
#[derive(Debug)]
pub(in crate::server) struct Ends(mpsc::Receiver<()>);

impl Ends {
    /// Waits until a worker has ended.
    pub(in crate::server) async fn one(&mut self) {
        self.0.recv().await;
    }

    /// Waits until all workers have ended.
    pub(in crate::server) async fn all(&mut self) {
        while self.0.recv().await.is_some() {}
    }
}

impl Crew {
    /// Starts the workers. One worker accepts its connections itself; for several the current runtime does.
    pub(in crate::server) fn start<M: MakeService>(
        sockets: Vec<Bound>,
        common: &Common<M>,
    ) -> io::Result<(Self, Ends)> {
        let number = common.config.workers.max(1);
        let seats = Seats::new(common.config.limits.connections());
        let (ended, end) = mpsc::channel(number);
        let start = |number, source, drain| Worker::start(number, source, drain, common.clone(), ended.clone());
        if number == 1 {
            let crew = Self {
                workers: vec![start(0, Source::Own(sockets), Drain::new(&seats))?],
                accepting: None,
            };
            return Ok((crew, Ends(end)));
        }
        let listeners = sockets.into_iter().map(Bound::listen);
        let listeners = listeners.collect::<io::Result<Vec<Listener>>>()?;
        let (mut workers, mut desks) = (Vec::new(), Vec::new());
        for number in 0..number {
            let (connections, receiver) = mpsc::unbounded_channel();
            let worker = start(number, Source::Spread(receiver), Drain::new(&seats))?;
            desks.push(Desk {
                drain: Arc::clone(&worker.drain),
                pulse: Arc::clone(&worker.pulse),
                connections,
            });
            workers.push(worker);
        }
        let drain = Drain::new(&seats);
        let accepting = Some(Arc::clone(&drain));
        tokio::spawn(async move { accept(&listeners, &drain, &Spread::new(desks)).await });
        Ok((Self { workers, accepting }, Ends(end)))
    }

    /// Goes on to `phase`, all of them.
    pub(in crate::server) fn advance(&self, phase: Phase) {
        self.workers.iter().for_each(|worker| worker.drain.advance(phase));
        self.accepting.iter().for_each(|drain| drain.advance(phase));
    }

    /// Lets all connections look at themselves, again and again.
    pub(in crate::server) async fn tick<T>(&self, config: &Config) -> T {
        loop {
            tokio::time::sleep(config.tick()).await;
            self.workers.iter().for_each(|worker| worker.drain.tick());
        }
    }

    /// Tells which workers hang, and which go on again.
    pub(in crate::server) async fn watch<T>(&self, config: &Config) -> T {
        let Some(time) = config.healthcheck() else {
            return std::future::pending().await;
        };
        let mut seen = vec![usize::MAX; self.workers.len()];
        loop {
            tokio::time::sleep(time).await;
            for (number, (worker, seen)) in self.workers.iter().zip(&mut seen).enumerate() {
                match worker.pulse.look(seen) {
                    Some(Change::Lost) => banner::log(
                        Level::Error,
                        format_args!("worker {number} hangs: one of its handlers has blocked the thread for {time:?}"),
                    ),
                    Some(Change::Back) => banner::log(Level::Info, format_args!("worker {number} goes on")),
                    None => {}
                }
            }
        }
    }

    /// Whether no worker hung at the last look.
    pub(in crate::server) fn is_well(&self) -> bool {
        !self.workers.iter().any(|worker| worker.pulse.is_missing())
    }

    /// How the workers have ended.
    pub(in crate::server) fn join(self) -> Result<(), ServerError> {
        for worker in self.workers {
            let failed = |error| ServerError::io("a worker failed", error);
            worker.join().map_err(failed)?;
        }
        Ok(())
    }
}
