//! [`Bind`]: what to listen at.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// What to listen at: an address, a unix socket, or a socket that is there already.
///
/// Read from a text as `--bind` takes it: `127.0.0.1:8000`, `[::1]:8000`, `unix:/run/app.sock`, `fd://3`, `systemd`,
/// `systemd:web`.
///
/// ```
/// use fasterapi::server::Bind;
///
/// assert_eq!("[::1]:80".parse(), Ok(Bind::Tcp("::1".to_owned(), 80)));
/// assert_eq!("unix:/run/app.sock".parse(), Ok(Bind::Unix("/run/app.sock".into())));
/// assert_eq!("fd://3".parse(), Ok(Bind::Fd(3)));
/// assert!("localhost".parse::<Bind>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bind {
    /// An address or name of this machine, and a port; port 0 takes a free one.
    Tcp(String, u16),
    /// A unix socket, made here and removed at the end.
    Unix(PathBuf),
    /// A socket that this process was started with, by the number of its descriptor.
    Fd(i32),
    /// The sockets that systemd, or whoever speaks its protocol, has passed; those of this name, or all.
    Systemd(Option<String>),
}

/// A text that names nothing to listen at; says what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BindError(String);

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BindError {}

const EXPECTED: &str = "HOST:PORT, unix:PATH, fd://NUMBER or systemd:NAME";

impl FromStr for Bind {
    type Err = BindError;

    fn from_str(text: &str) -> Result<Self, BindError> {
        let failed = || BindError(EXPECTED.to_owned());
        if let Some(path) = text.strip_prefix("unix:") {
            return (!path.is_empty()).then(|| Self::Unix(path.into())).ok_or_else(failed);
        }
        if let Some(number) = text.strip_prefix("fd://") {
            let number = number.parse().ok().filter(|number| *number >= 0);
            return number.map(Self::Fd).ok_or_else(failed);
        }
        if text == "systemd" {
            return Ok(Self::Systemd(None));
        }
        if let Some(name) = text.strip_prefix("systemd:")
            && name.parse::<u16>().is_err()
        {
            return (!name.is_empty())
                .then(|| Self::Systemd(Some(name.to_owned())))
                .ok_or_else(failed);
        }
        let (host, port) = text.rsplit_once(':').ok_or_else(failed)?;
        let host = match host.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').ok_or_else(failed)?,
            // An IPv6 address without brackets: where it ends, nobody can tell.
            None if host.contains(':') => return Err(failed()),
            None => host,
        };
        let port = port.parse().map_err(|_| failed())?;
        (!host.is_empty())
            .then(|| Self::Tcp(host.to_owned(), port))
            .ok_or_else(failed)
    }
}

/// As it is read.
impl fmt::Display for Bind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(host, port) if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp(host, port) => write!(f, "{host}:{port}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
            Self::Fd(number) => write!(f, "fd://{number}"),
            Self::Systemd(None) => f.write_str("systemd"),
            Self::Systemd(Some(name)) => write!(f, "systemd:{name}"),
        }
    }
}

impl From<SocketAddr> for Bind {
    fn from(address: SocketAddr) -> Self {
        Self::Tcp(address.ip().to_string(), address.port())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_the_same() {
        for text in [
            "127.0.0.1:0",
            "[::]:443",
            "localhost:8000",
            "unix:/run/a:b.sock",
            "fd://3",
            "systemd",
            "systemd:web",
        ] {
            assert_eq!(text.parse::<Bind>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn half_an_address_is_none() {
        for text in [
            "",
            ":80",
            "host",
            "host:",
            "host:70000",
            "::1:80",
            "[::1:80",
            "unix:",
            "fd://",
            "fd://-1",
            "systemd:",
        ] {
            assert_eq!(text.parse::<Bind>(), Err(BindError(EXPECTED.to_owned())), "{text}");
        }
    }
}
