//! One worker: a thread, a runtime, a listener.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

use super::accept::accept;
use super::banner::{self, Level};
use super::bind::Bound;
use super::config::Config;
use super::drain::{self, Drain, Phase};
use super::service::MakeService;
use crate::response::Pending;

/// The time for what requests left to do, when the connections have used up theirs.
pub(super) const LAST_WORK: Duration = Duration::from_secs(2);

/// How the supervisor sees a worker.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) drain: Arc<Drain>,
    thread: thread::JoinHandle<io::Result<()>>,
}

impl Worker {
    /// Starts the thread. It tells `ended` when it has ended, however it did.
    pub(super) fn start<M: MakeService>(
        number: usize,
        socket: Bound,
        config: &Config,
        make: M,
        pending: &Pending,
        ended: mpsc::Sender<()>,
    ) -> io::Result<Self> {
        let drain = Drain::new();
        let (config, pending) = (config.clone(), pending.clone());
        let thread = thread::Builder::new().name(format!("worker-{number}")).spawn({
            let drain = Arc::clone(&drain);
            move || {
                let _ended = Ended(ended);
                work(socket, &config, make, &drain, &pending)
            }
        })?;
        Ok(Self { drain, thread })
    }

    /// How the worker ended; waits for it.
    pub(super) fn join(self) -> io::Result<()> {
        self.thread
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("a worker panicked")))
    }
}

/// Tells the supervisor, even when the worker panics.
struct Ended(mpsc::Sender<()>);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.try_send(());
    }
}

fn work<M: MakeService>(
    socket: Bound,
    config: &Config,
    make: M,
    drain: &Arc<Drain>,
    pending: &Pending,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        accept(socket.listen()?, config, make, drain).await;
        finish(config, drain, pending).await;
        Ok(())
    });
    // What still runs on the blocking pool has nobody to answer to.
    runtime.shutdown_background();
    outcome
}

/// Finishes what is in flight, and what answers left to do, within the time for it.
pub(super) async fn finish(config: &Config, drain: &Drain, pending: &Pending) {
    let deadline = tokio::time::Instant::now() + config.timeout_graceful_shutdown;
    let open = drain.open();
    if open > 0 {
        banner::log(Level::Info, "Waiting for connections to close. (CTRL+C to force quit)");
    }
    pending.close();
    let dropped = drain::finish(drain, tokio::time::sleep_until(deadline)).await;
    if dropped > 0 {
        banner::log(
            Level::Error,
            format_args!("{dropped} connection(s) took too long to finish and were dropped"),
        );
    }
    // What dependencies do at the end of a request that was dropped is done all the same.
    let deadline = deadline.max(tokio::time::Instant::now() + LAST_WORK);
    tokio::select! {
        () = pending.sockets_closed() => {}
        () = drain.reached(Phase::Dropping) => {}
        () = tokio::time::sleep_until(deadline) => {}
    }
    let sockets = pending.drop_sockets();
    if sockets > 0 {
        banner::log(
            Level::Error,
            format_args!("{sockets} WebSocket(s) took too long to finish and were dropped"),
        );
    }
    tokio::select! {
        () = pending.idle() => {}
        () = drain.reached(Phase::Dropping), if dropped == 0 => {}
        () = tokio::time::sleep_until(deadline) => {
            banner::log(Level::Error, "what requests left to do took too long and was dropped");
        }
    }
}
