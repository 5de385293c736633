//! The signals that stop a server, SIGTERM and Ctrl-C, and that which has another process take its place, SIGUSR2.

use std::io;

use crate::server::banner::{self, Level};

/// What a signal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Finish, and end.
    Stop,
    /// Start the program anew, and leave it the listeners.
    Restart,
}

/// Listens to the signals from the moment it is made.
#[derive(Debug)]
pub(crate) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    restart: tokio::signal::unix::Signal,
    #[cfg(windows)]
    interrupt: tokio::signal::windows::CtrlC,
    #[cfg(windows)]
    terminate: tokio::signal::windows::CtrlBreak,
}

impl Signals {
    /// Begins to listen; the signals' usual effect ends here. Needs a runtime with I/O.
    pub(crate) fn listen() -> io::Result<Self> {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self {
                terminate: signal(SignalKind::terminate())?,
                interrupt: signal(SignalKind::interrupt())?,
                restart: signal(SignalKind::user_defined2())?,
            })
        }
        #[cfg(windows)]
        {
            use tokio::signal::windows::{ctrl_break, ctrl_c};
            Ok(Self {
                interrupt: ctrl_c()?,
                terminate: ctrl_break()?,
            })
        }
    }

    /// Waits for the next signal to stop, when there is nothing to be restarted: the server starts, or ends.
    pub(crate) async fn next(&mut self) {
        while let Order::Restart = self.order().await {
            banner::log(Level::Info, "No restart is begun by a process that starts or ends");
        }
    }

    /// Waits for the next signal.
    pub(crate) async fn order(&mut self) -> Order {
        #[cfg(unix)]
        let restart = self.restart.recv();
        #[cfg(not(unix))]
        let restart = std::future::pending::<()>();
        tokio::select! {
            _ = self.terminate.recv() => Order::Stop,
            _ = self.interrupt.recv() => Order::Stop,
            _ = restart => Order::Restart,
        }
    }
}
