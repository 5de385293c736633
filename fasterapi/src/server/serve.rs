//! [`serve`]: the server as a future on the caller's runtime.

use std::future::Future;
use std::io;
use std::sync::Arc;

use super::accept::accept;
use super::config::Config;
use super::drain::{Drain, Phase};
use super::listener::Listener;
use super::service::MakeService;
use super::worker::finish;
use crate::response::Pending;

/// Serves until `stop` is done, then finishes what is in flight. Dropping the future drops the connections.
///
/// # Errors
/// The listener does not take the options it needs.
pub(crate) async fn serve<M: MakeService>(
    listener: Listener,
    config: &Config,
    make: M,
    pending: &Pending,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.set_nodelay()?;
    let drain = DropAll(Drain::new());
    let drain = &drain.0;
    let ticks = async {
        loop {
            tokio::time::sleep(config.tick()).await;
            drain.tick();
        }
    };
    let stopper = async {
        tokio::select! {
            () = stop => {}
            () = ticks => {}
        }
        drain.advance(Phase::Finishing);
    };
    tokio::join!(accept(listener, config, make, drain), stopper);
    finish(config, drain, pending).await;
    Ok(())
}

/// Drops the connections, however the server ends.
struct DropAll(Arc<Drain>);

impl Drop for DropAll {
    fn drop(&mut self) {
        self.0.advance(Phase::Dropping);
    }
}
