//! [`Restart`]: having another process take this one's place.

#[cfg(unix)]
use super::handover::{Estate, Successor};
#[cfg(unix)]
use crate::server::banner;
#[cfg(unix)]
use crate::server::banner::Level;
use crate::server::config::Config;
use crate::server::listen::Listening;

/// What is kept to be handed over, and who is to get it.
#[derive(Debug, Default)]
pub(in crate::server) struct Restart {
    #[cfg(unix)]
    estate: Option<Estate>,
    #[cfg(unix)]
    successor: Option<Successor>,
}

impl Restart {
    /// Keeps these listeners open.
    #[cfg(unix)]
    pub(in crate::server) fn new(listening: &[Listening]) -> std::io::Result<Self> {
        Ok(Self {
            estate: Some(Estate::of(listening)?),
            successor: None,
        })
    }

    /// This system does not hand listeners over.
    #[cfg(not(unix))]
    pub(in crate::server) fn new(_: &[Listening]) -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// Starts the new process, unless one is being started.
    #[cfg_attr(not(unix), expect(unused_variables))]
    pub(in crate::server) fn begin(&mut self, config: &Config) {
        #[cfg(unix)]
        if self.successor.is_some() {
            banner::log(Level::Info, "The process that takes over is being started already");
        } else if let Some(estate) = &self.estate {
            match Successor::start(estate, config.restart_limit()) {
                Ok(successor) => {
                    banner::log(Level::Info, "Starting the process that takes over");
                    self.successor = Some(successor);
                }
                Err(error) => tell_failure(&error),
            }
        }
    }

    /// Waits until a new process serves, and gives its number. It is never done if none does.
    pub(super) async fn succeeded(&mut self) -> u32 {
        #[cfg(unix)]
        if let Some(successor) = &mut self.successor {
            match successor.ready().await {
                Ok(()) => {
                    if let Some(process) = self.successor.take().and_then(Successor::release) {
                        return process;
                    }
                }
                Err(error) => {
                    tell_failure(&error);
                    self.successor = None;
                }
            }
        }
        std::future::pending().await
    }

    /// Closes the listeners that were kept, and ends the new process unless it serves.
    pub(super) fn end(&mut self) {
        *self = Self::default();
    }
}

#[cfg(unix)]
fn tell_failure(error: &std::io::Error) {
    banner::log(
        Level::Error,
        format_args!("the new process did not start, this one goes on: {error}"),
    );
}
