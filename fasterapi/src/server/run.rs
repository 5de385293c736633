//! [`run`]: the server of a program that does nothing else. The main thread watches signals and workers.

use std::future::Future;
use std::sync::Arc;

use tokio::runtime::{self, Runtime};

use super::banner::{self, Banner, Level};
use super::config::Config;
use super::connection::Secure;
use super::error::ServerError;
use super::listen::bind::{self, Legacy};
use super::process::{End, Restart, Signals, Supervisor, notify};
use super::quota::Quota;
use super::service::MakeService;
use super::workers::{Common, Crew};
use crate::lifespan::{LifespanError, Running};
use crate::response::Pending;

/// The process before this one, if it is to hear of this one's start.
#[cfg(unix)]
type Predecessor = Option<super::process::Predecessor>;
#[cfg(not(unix))]
type Predecessor = Option<()>;

/// The main thread of a program that serves: its runtime, and the signals that it hears.
#[derive(Debug)]
pub(crate) struct Foreground {
    runtime: Runtime,
    signals: Signals,
}

impl Foreground {
    /// Hears signals from now on. Until then each of them ends the program as the system does it, SIGUSR2 too.
    ///
    /// # Errors
    /// The system gives no descriptors or signals.
    pub(crate) fn begin() -> crate::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(failed)?;
        let signals = runtime.block_on(async { Signals::listen() }).map_err(failed)?;
        Ok(Self { runtime, signals })
    }
}

/// Starts the app, serves until SIGTERM or Ctrl-C, finishes what is in flight, and stops the app. A signal during the
/// start ends it; a second signal later leaves what the app would do at its end.
///
/// # Errors
/// The app does not start or stop, the address is busy or not ours, key or certificate are faulty, or the system gives no sockets, threads or signals.
pub(crate) fn run<M: MakeService>(
    Foreground { runtime, mut signals }: Foreground,
    config: &Config,
    banner: &Banner,
    make: M,
    pending: &Pending,
    start: impl Future<Output = Result<Running, LifespanError>>,
) -> crate::Result<()> {
    let _context = runtime.enter();
    let before = inherit()?;
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
    let served = serve(config, banner, make, pending, &runtime, before, &mut signals);
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

fn failed(error: std::io::Error) -> ServerError {
    ServerError::io("cannot start the server", error)
}

/// The listeners of the process that this one is to replace.
fn inherit() -> Result<(Legacy, Predecessor), ServerError> {
    #[cfg(unix)]
    if let Some((legacy, predecessor)) =
        super::process::inherit().map_err(|error| ServerError::io("cannot take the listeners over", error))?
    {
        return Ok((legacy, Some(predecessor)));
    }
    Ok((Legacy::default(), None))
}

/// Binds, serves and finishes.
fn serve<M: MakeService>(
    config: &Config,
    banner: &Banner,
    make: M,
    pending: &Pending,
    runtime: &Runtime,
    (legacy, predecessor): (Legacy, Predecessor),
    signals: &mut Signals,
) -> Result<End, ServerError> {
    let secure = Secure::load(config)?;
    let listening = bind::bind(config, legacy)?;
    let restart = Restart::new(&listening).map_err(failed)?;
    let addresses: Vec<_> = listening.iter().map(|one| one.url(config)).collect();
    let mut sockets = Vec::with_capacity(listening.len());
    #[cfg(unix)]
    let mut files = Vec::new();
    for one in listening {
        sockets.push(one.bound);
        #[cfg(unix)]
        files.extend(one.file);
    }
    let common = Common {
        config: Arc::new(config.clone()),
        make,
        pending: pending.clone(),
        quota: Quota::new(config),
        secure: secure.clone(),
    };
    let (crew, ends) = Crew::start(sockets, &common).map_err(failed)?;
    let quota = common.quota;
    banner.print(&addresses);
    #[cfg(unix)]
    {
        files.iter_mut().for_each(|file| file.belongs_to_us(true));
        if let Some(predecessor) = predecessor {
            predecessor.ready();
        }
    }
    #[cfg(not(unix))]
    let _ = predecessor;
    notify("READY=1");
    let mut supervisor = Supervisor {
        config,
        crew: &crew,
        ends,
        signals,
        restart,
        quota,
        secure,
    };
    let (how, replaced) = runtime.block_on(supervisor.run());
    #[cfg(unix)]
    files.iter_mut().for_each(|file| file.belongs_to_us(!replaced));
    #[cfg(not(unix))]
    let _ = replaced;
    if let End::Complete = how {
        crew.join()?;
    }
    Ok(how)
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
