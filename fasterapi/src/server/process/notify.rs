//! What systemd is told: `sd_notify(3)`. Without systemd nothing is sent.

use std::time::Duration;

/// Sends a line such as `READY=1` to the service manager. That nobody listens is no reason not to serve.
#[cfg(unix)]
pub(in crate::server) fn notify(state: &str) {
    if let Some(path) = std::env::var_os("NOTIFY_SOCKET") {
        let _ = send(&path, state);
    }
}

#[cfg(unix)]
fn send(path: &std::ffi::OsStr, state: &str) -> std::io::Result<()> {
    use std::os::unix::ffi::OsStrExt;
    let socket = std::os::unix::net::UnixDatagram::unbound()?;
    match path.as_bytes().strip_prefix(b"@") {
        #[cfg(target_os = "linux")]
        Some(name) => {
            use std::os::linux::net::SocketAddrExt;
            let address = std::os::unix::net::SocketAddr::from_abstract_name(name)?;
            socket.send_to_addr(state.as_bytes(), &address)?;
        }
        _ => {
            socket.send_to(state.as_bytes(), path)?;
        }
    }
    Ok(())
}

/// This system has no service manager that wants to know.
#[cfg(not(unix))]
pub(in crate::server) fn notify(_: &str) {}

/// How often to say `WATCHDOG=1`, if systemd wants to hear it (`WatchdogSec=`): twice in its time.
pub(super) fn watchdog() -> Option<Duration> {
    let variable = |name| std::env::var(name).ok();
    let ours = variable("WATCHDOG_PID").is_none_or(|pid| pid.parse() == Ok(std::process::id()));
    let micros: u64 = variable("WATCHDOG_USEC").filter(|_| ours)?.parse().ok()?;
    Some(Duration::from_micros(micros / 2).max(Duration::from_millis(1)))
}
