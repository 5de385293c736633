//! One worker: a thread with a runtime of its own.

use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::runtime::{self, Runtime};
use tokio::sync::mpsc;

use super::accept::accept;
use super::door::Door;
use super::pulse::Pulse;
use super::spread::{self, Handed};
use crate::response::Pending;
use crate::server::banner::{self, Level};
use crate::server::config::Config;
use crate::server::connection::Secure;
use crate::server::drain::{self, Drain, Phase};
use crate::server::listen::{Bound, Listener};
use crate::server::quota::Quota;
use crate::server::service::MakeService;

/// The time for what requests left to do, when the connections have used up theirs.
pub(in crate::server) const LAST_WORK: Duration = Duration::from_secs(2);

/// Where the connections of a worker come from.
#[derive(Debug)]
pub(super) enum Source {
    /// It accepts them itself.
    Own(Vec<Bound>),
    /// One loop accepts them for all workers.
    Spread(mpsc::UnboundedReceiver<Handed>),
}

/// What all workers have in common.
#[derive(Debug, Clone)]
pub(in crate::server) struct Common<M> {
    pub(in crate::server) config: Arc<Config>,
    pub(in crate::server) make: M,
    pub(in crate::server) pending: Pending,
    pub(in crate::server) quota: Option<Arc<Quota>>,
    pub(in crate::server) secure: Secure,
}

/// How the supervisor sees a worker.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) drain: Arc<Drain>,
    pub(super) pulse: Arc<Pulse>,
    thread: thread::JoinHandle<io::Result<()>>,
}

impl Worker {
    /// Starts the thread. It tells `ended` when it has ended, however it did.
    pub(in crate::server) fn start<M: MakeService>(
        number: usize,
        source: Source,
        drain: Arc<Drain>,
        common: Common<M>,
        ended: mpsc::Sender<()>,
    ) -> io::Result<Self> {
        let pulse = Arc::<Pulse>::default();
        // Made here, so that a lack of descriptors is an error of the start.
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = thread::Builder::new().name(format!("worker-{number}")).spawn({
            let (drain, pulse) = (Arc::clone(&drain), Arc::clone(&pulse));
            move || {
                let _ended = Ended(ended);
                work(runtime, source, common, &drain, pulse)
            }
        })?;
        Ok(Self { drain, pulse, thread })
    }

    /// How the worker ended; waits for it.
    pub(in crate::server) fn join(self) -> io::Result<()> {
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
    runtime: Runtime,
    source: Source,
    common: Common<M>,
    drain: &Arc<Drain>,
    pulse: Arc<Pulse>,
) -> io::Result<()> {
    let Common {
        config,
        make,
        pending,
        quota,
        secure,
    } = common;
    let outcome = runtime.block_on(async {
        tokio::spawn(async move { pulse.beat().await });
        let door = Door::new(&config, make, drain, quota, &secure);
        match source {
            Source::Own(sockets) => {
                let listeners = sockets.into_iter().map(Bound::listen);
                accept(&listeners.collect::<io::Result<Vec<Listener>>>()?, drain, &door).await;
            }
            Source::Spread(connections) => spread::receive(connections, &door, drain).await,
        }
        leave(drain).await;
        finish(&config, drain, &pending).await;
        Ok(())
    });
    // What still runs on the blocking pool has nobody to answer to.
    runtime.shutdown_background();
    outcome
}

/// Where another process goes on, waits until the clients have gone there.
async fn leave(drain: &Drain) {
    tokio::select! {
        () = drain.empty() => {}
        () = drain.reached(Phase::Finishing) => {}
    }
}

/// Finishes what is in flight, and what answers left to do, within the time for it.
pub(in crate::server) async fn finish(config: &Config, drain: &Drain, pending: &Pending) {
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
