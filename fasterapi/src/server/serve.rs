//! [`serve`]: the server as a future on the caller's runtime.

use std::future::Future;
use std::sync::Arc;

use super::config::Config;
use super::connection::Secure;
use super::drain::{Drain, Phase};
use super::listen::Listener;
use super::quota::Quota;
use super::seats::Seats;
use super::service::MakeService;
use super::workers::{Door, accept, finish};
use crate::lifespan::{LifespanError, Running};
use crate::response::Pending;

/// Starts the app, serves until `stop` is done, finishes what is in flight, and stops the app. Dropping the future drops
/// the connections, and leaves what the app would do at its end.
///
/// # Errors
/// The app does not start or stop, the listener does not take the options it needs, or key and certificate are faulty.
pub(crate) async fn serve<M: MakeService>(
    listener: Listener,
    config: &Config,
    make: M,
    pending: &Pending,
    start: impl Future<Output = Result<Running, LifespanError>>,
    stop: impl Future<Output = ()>,
) -> crate::Result<()> {
    listener.set_options()?;
    let secure = Secure::load(config)?;
    let running = start.await?;
    let seats = Seats::new(config.limits.connections());
    let drain = DropAll(Drain::new(&seats), pending.clone());
    let drain = &drain.0;
    let quota = Quota::new(config);
    let ticks = async {
        loop {
            tokio::time::sleep(config.tick()).await;
            drain.tick();
        }
    };
    let stopper = async {
        tokio::select! {
            () = stop => {}
            () = Quota::used_up(quota.as_deref()) => {}
            () = ticks => {}
            () = secure.follow(config) => {}
        }
        drain.advance(Phase::Finishing);
    };
    let door = Door::new(config, make, drain, quota.clone(), &secure);
    let accepting = async {
        let listener = [listener];
        accept(&listener, drain, &door).await;
    };
    tokio::join!(accepting, stopper);
    finish(config, drain, pending).await;
    Ok(running.stop_within(config.timeout_graceful_shutdown).await?)
}

/// Drops the connections, however the server ends.
struct DropAll(Arc<Drain>, Pending);

impl Drop for DropAll {
    fn drop(&mut self) {
        self.0.advance(Phase::Dropping);
        self.1.drop_sockets();
    }
}
