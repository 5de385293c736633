//! [`run`]: the server of a program that does nothing else. The main thread watches signals and workers.

use std::time::Duration;

use tokio::sync::mpsc;

use super::banner::{self, Banner, Level};
use super::bind::{self, Sockets};
use super::config::Config;
use super::drain::Phase;
use super::error::ServerError;
use super::service::MakeService;
use super::signals::Signals;
use super::worker::Worker;
use crate::response::Pending;

/// How long after the deadline a worker may take to notice it; one that does not runs a handler that never yields.
const PATIENCE: Duration = Duration::from_secs(1);

/// Serves until SIGTERM or Ctrl-C, then finishes what is in flight.
///
/// # Errors
/// The address is busy or not ours, or the system gives no sockets, threads or signals.
pub(crate) fn run<M: MakeService>(
    config: &Config,
    banner: &Banner,
    make: M,
    pending: &Pending,
) -> Result<(), ServerError> {
    let failed = |error| ServerError::io("cannot start the server", error);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let _context = runtime.enter();
    let mut signals = Signals::listen().map_err(failed)?;
    let Sockets { bound, address, .. } = &mut bind::bind(config)?;
    let (ended, mut end) = mpsc::channel(bound.len());
    let mut workers = Vec::with_capacity(bound.len());
    for (number, socket) in bound.drain(..).enumerate() {
        workers.push(Worker::start(number, socket, config, make.clone(), pending, ended.clone()).map_err(failed)?);
    }
    drop((ended, make));
    banner.print(address);
    if runtime.block_on(supervise(config, &workers, &mut signals, &mut end)) {
        for worker in workers {
            worker
                .join()
                .map_err(|error| ServerError::io("a worker failed", error))?;
        }
    }
    banner::log(
        Level::Info,
        format_args!("Finished server process [{}]", std::process::id()),
    );
    Ok(())
}

/// Waits for a signal, or the end of a worker that nobody asked for, then for the workers. Returns whether all ended;
/// those that did not need not be waited for any longer.
async fn supervise(config: &Config, workers: &[Worker], signals: &mut Signals, end: &mut mpsc::Receiver<()>) -> bool {
    let advance = |phase| workers.iter().for_each(|worker| worker.drain.advance(phase));
    let ticks = async {
        loop {
            tokio::time::sleep(config.tick()).await;
            workers.iter().for_each(|worker| worker.drain.tick());
        }
    };
    tokio::select! {
        () = signals.next() => {}
        _ = end.recv() => {}
        () = ticks => {}
    }
    banner::log(Level::Info, "Shutting down");
    advance(Phase::Finishing);
    let all_ended = tokio::select! {
        () = async { while end.recv().await.is_some() {} } => true,
        () = signals.next() => false,
        () = tokio::time::sleep(config.timeout_graceful_shutdown + PATIENCE) => {
            banner::log(Level::Warning, "a worker does not end: one of its handlers blocks the thread");
            false
        }
    };
    advance(Phase::Dropping);
    all_ended
}
