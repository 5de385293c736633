//! [`run`]: the server of a program that does nothing else. The main thread watches signals and workers.

use std::future::Future;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use super::banner::{self, Banner, Level};
use super::bind::{self, Sockets};
use super::config::Config;
use super::drain::Phase;
use super::error::ServerError;
use super::service::MakeService;
use super::signals::Signals;
use super::worker::{LAST_WORK, Worker};
use crate::lifespan::{LifespanError, Running};
use crate::response::Pending;

/// How long after the deadline a worker may take to notice it; one that does not runs a handler that never yields.
const PATIENCE: Duration = Duration::from_secs(1);

/// Starts the app, serves until SIGTERM or Ctrl-C, finishes what is in flight, and stops the app. A signal during the
/// start ends it; a second signal later leaves what the app would do at its end.
///
/// # Errors
/// The app does not start or stop, the address is busy or not ours, or the system gives no sockets, threads or signals.
pub(crate) fn run<M: MakeService>(
    config: &Config,
    banner: &Banner,
    make: M,
    pending: &Pending,
    start: impl Future<Output = Result<Running, LifespanError>>,
) -> crate::Result<()> {
    let failed = |error| ServerError::io("cannot start the server", error);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(failed)?;
    let _context = runtime.enter();
    let mut signals = Signals::listen().map_err(failed)?;
    let started = runtime.block_on(async {
        tokio::select! {
            started = start => started.map(Some),
            () = signals.next() => Ok(None),
        }
    });
    let Some(running) = started? else {
        banner::log(Level::Info, "Stopped before the app had started");
        return Ok(());
    };
    let served = serve(config, banner, make, pending, &runtime, &mut signals);
    let stopped = match served {
        Ok(End::Forced) => Ok(()),
        _ => runtime.block_on(stop(config, running, &mut signals)),
    };
    served?;
    stopped?;
    banner::log(
        Level::Info,
        format_args!("Finished server process [{}]", std::process::id()),
    );
    Ok(())
}

/// Binds, serves and finishes.
fn serve<M: MakeService>(
    config: &Config,
    banner: &Banner,
    make: M,
    pending: &Pending,
    runtime: &Runtime,
    signals: &mut Signals,
) -> Result<End, ServerError> {
    let failed = |error| ServerError::io("cannot start the server", error);
    let Sockets { bound, address, .. } = &mut bind::bind(config)?;
    let (ended, mut end) = mpsc::channel(bound.len());
    let mut workers = Vec::with_capacity(bound.len());
    for (number, socket) in bound.drain(..).enumerate() {
        workers.push(Worker::start(number, socket, config, make.clone(), pending, ended.clone()).map_err(failed)?);
    }
    drop((ended, make));
    banner.print(address);
    let how = runtime.block_on(supervise(config, &workers, signals, &mut end));
    if let End::Complete = how {
        for worker in workers {
            worker
                .join()
                .map_err(|error| ServerError::io("a worker failed", error))?;
        }
    }
    Ok(how)
}

/// How the workers ended.
enum End {
    /// All of them did.
    Complete,
    /// One did not; it need not be waited for any longer.
    Stuck,
    /// A second signal wanted no more waiting.
    Forced,
}

/// Waits for a signal, or the end of a worker that nobody asked for, then for the workers.
async fn supervise(config: &Config, workers: &[Worker], signals: &mut Signals, end: &mut mpsc::Receiver<()>) -> End {
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
    let how = tokio::select! {
        () = async { while end.recv().await.is_some() {} } => End::Complete,
        () = signals.next() => End::Forced,
        () = tokio::time::sleep(config.timeout_graceful_shutdown + LAST_WORK + PATIENCE) => {
            banner::log(Level::Warning, "a worker does not end: one of its handlers blocks the thread");
            End::Stuck
        }
    };
    advance(Phase::Dropping);
    how
}

/// Does what the app does at its end, within the time for it.
async fn stop(config: &Config, running: Running, signals: &mut Signals) -> Result<(), LifespanError> {
    if running.is_idle() {
        return Ok(());
    }
    banner::log(Level::Info, "Waiting for application shutdown.");
    tokio::select! {
        stopped = running.stop_within(config.timeout_graceful_shutdown) => stopped,
        () = signals.next() => Err(LifespanError::shutdown("a second signal ended it")),
    }
}
