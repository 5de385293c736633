//! [`Supervisor`]: watches signals and workers while the server serves, and leads it to its end.

use std::sync::Arc;
use std::time::Duration;

use super::notify::{notify, watchdog};
use super::restart::Restart;
use super::signals::{Order, Signals};
use crate::server::banner::{self, Level};
use crate::server::config::Config;
use crate::server::connection::Secure;
use crate::server::drain::Phase;
use crate::server::quota::Quota;
use crate::server::workers::{Crew, Ends, LAST_WORK};

/// How long after the deadline a worker may take to notice it; one that does not runs a handler that never yields.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long idle clients may still use their connections once another process has taken over.
const FAREWELL: Duration = Duration::from_secs(5);

/// How the workers ended.
pub(in crate::server) enum End {
    /// All of them did.
    Complete,
    /// One did not; it need not be waited for any longer.
    Stuck,
    /// A second signal wanted no more waiting.
    Forced,
}

/// Why the server stops.
enum Why {
    /// A signal said so.
    Told,
    /// A worker has ended, though nobody wanted it to.
    Broken,
    /// There were as many requests as there may be.
    UsedUp,
    /// The process with this number has taken over.
    Replaced(u32),
}

/// The main thread's part in serving.
#[derive(Debug)]
pub(in crate::server) struct Supervisor<'s> {
    pub(in crate::server) config: &'s Config,
    pub(in crate::server) crew: &'s Crew,
    pub(in crate::server) ends: Ends,
    pub(in crate::server) signals: &'s mut Signals,
    pub(in crate::server) restart: Restart,
    pub(in crate::server) quota: Option<Arc<Quota>>,
    pub(in crate::server) secure: Secure,
}

impl Supervisor<'_> {
    /// Waits for a reason to stop, then for the workers. Tells how they ended, and whether another process serves now.
    pub(in crate::server) async fn run(&mut self) -> (End, bool) {
        let why = self.reason().await;
        self.restart.end();
        let replaced = matches!(why, Why::Replaced(_));
        match why {
            Why::Replaced(process) => {
                self.crew.advance(Phase::Leaving);
                notify(&format!("MAINPID={process}"));
                banner::log(Level::Info, format_args!("Process [{process}] has taken over"));
                tokio::select! {
                    () = self.ends.all() => return (End::Complete, true),
                    () = self.signals.next() => {}
                    () = tokio::time::sleep(FAREWELL.min(self.config.timeout_graceful_shutdown)) => {}
                }
            }
            Why::UsedUp => banner::log(Level::Warning, "The limit of requests is reached"),
            Why::Told | Why::Broken => {}
        }
        if !replaced {
            notify("STOPPING=1");
        }
        banner::log(Level::Info, "Shutting down");
        self.crew.advance(Phase::Finishing);
        let how = tokio::select! {
            () = self.ends.all() => End::Complete,
            () = self.signals.next() => End::Forced,
            () = tokio::time::sleep(self.config.timeout_graceful_shutdown + LAST_WORK + PATIENCE) => {
                banner::log(Level::Warning, "a worker does not end: one of its handlers blocks the thread");
                End::Stuck
            }
        };
        self.crew.advance(Phase::Dropping);
        (how, replaced)
    }

    async fn reason(&mut self) -> Why {
        let Self {
            config,
            crew,
            ends,
            signals,
            restart,
            quota,
            secure,
        } = self;
        let told = async {
            loop {
                tokio::select! {
                    order = signals.order() => match order {
                        Order::Stop => return Why::Told,
                        Order::Restart => restart.begin(config),
                    },
                    process = restart.succeeded() => return Why::Replaced(process),
                }
            }
        };
        tokio::select! {
            why = told => why,
            () = ends.one() => Why::Broken,
            () = Quota::used_up(quota.as_deref()) => Why::UsedUp,
            never = crew.tick(config) => never,
            never = crew.watch(config) => never,
            never = secure.follow(config) => never,
            never = please_watchdog(crew) => never,
        }
    }
}

/// Tells systemd that the server is well, as long as it is; systemd ends and starts it anew when it is not.
async fn please_watchdog(crew: &Crew) -> Why {
    let Some(pause) = watchdog() else {
        return std::future::pending().await;
    };
    loop {
        tokio::time::sleep(pause).await;
        if crew.is_well() {
            notify("WATCHDOG=1");
        }
    }
}
