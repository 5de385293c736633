//! Opens the sockets before any worker starts, so that a busy port ends the program at once.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use socket2::{Domain, Protocol, Socket, Type};

use super::address::Bind;
use super::listener::{self, Listener};
use crate::server::config::Config;
use crate::server::error::ServerError;

/// As many sockets as can be handed to another process in one message.
const MOST: usize = 64;

/// A listening socket that does not belong to a runtime yet.
#[derive(Debug)]
pub(in crate::server) enum Bound {
    Tcp(std::net::TcpListener),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener),
}

impl Bound {
    /// Registers the socket with the current runtime.
    pub(in crate::server) fn listen(self) -> io::Result<Listener> {
        match self {
            Self::Tcp(socket) => tokio::net::TcpListener::from_std(socket).map(Listener::from),
            #[cfg(unix)]
            Self::Unix(socket) => tokio::net::UnixListener::from_std(socket).map(Listener::from),
        }
    }
}

/// One socket, and what goes with it.
#[derive(Debug)]
pub(in crate::server) struct Listening {
    pub(in crate::server) bound: Bound,
    /// What it was asked for as. The process that follows this one finds it by that.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only unix hands sockets over"))]
    pub(in crate::server) name: String,
    /// Where clients find it: `http://127.0.0.1:8000`, `unix:/run/app.sock`.
    pub(super) address: String,
    #[cfg(unix)]
    pub(in crate::server) file: Option<super::unix_socket::SocketFile>,
}

impl Listening {
    fn tcp(socket: Socket, name: String) -> io::Result<Self> {
        let address = socket.local_addr()?.as_socket();
        let address = address.ok_or_else(|| io::Error::other("it has no address"))?;
        Ok(Self {
            bound: Bound::Tcp(socket.into()),
            name,
            address: format!("http://{address}"),
            #[cfg(unix)]
            file: None,
        })
    }

    /// The address, as one opens it.
    pub(in crate::server) fn url(&self, config: &Config) -> String {
        match self.address.strip_prefix("http") {
            Some(rest) => format!("{}{rest}", config.scheme()),
            None => self.address.clone(),
        }
    }

    /// A socket that somebody else has opened.
    #[cfg(unix)]
    pub(super) fn existing(socket: Socket, name: String) -> io::Result<Self> {
        let address = socket.local_addr()?;
        if !address.is_unix() {
            return Self::tcp(socket, name);
        }
        let address = match address.as_pathname() {
            Some(path) => format!("unix:{}", path.display()),
            None => "unix:".to_owned(),
        };
        Ok(Self {
            bound: Bound::Unix(socket.into()),
            name,
            address,
            file: None,
        })
    }
}

/// The sockets of the process before this one, by their names.
#[derive(Debug, Default)]
pub(in crate::server) struct Legacy(pub(in crate::server) Vec<(String, Socket)>);

impl Legacy {
    pub(super) fn take(&mut self, name: &str) -> Option<Socket> {
        let index = self.0.iter().position(|(known, _)| known == name)?;
        Some(self.0.swap_remove(index).1)
    }

    /// The names that begin so.
    #[cfg(unix)]
    pub(super) fn names(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let names = self.0.iter().map(|(name, _)| name.as_str());
        names.filter(move |name| name.starts_with(prefix))
    }
}

/// Opens what the configuration names, or takes it from the process before this one.
pub(in crate::server) fn bind(config: &Config, mut legacy: Legacy) -> Result<Vec<Listening>, ServerError> {
    let mut listening = Vec::new();
    for address in addresses(config, &legacy) {
        listening.extend(open(&address, config, &mut legacy)?);
    }
    if listening.len() > MOST {
        return Err(ServerError::new(format!(
            "cannot listen at {} addresses, {MOST} is the most",
            listening.len()
        )));
    }
    Ok(listening)
}

/// What to listen at. Host and port are for when nothing else is named.
fn addresses(config: &Config, legacy: &Legacy) -> Vec<Bind> {
    let mut addresses = config.bind.clone();
    addresses.extend(config.uds.clone().map(Bind::Unix));
    addresses.extend(config.fd.map(Bind::Fd));
    if addresses.is_empty() {
        addresses.push(match passed(legacy) {
            true => Bind::Systemd(None),
            false => {
                let host = config.host.trim_start_matches('[').trim_end_matches(']');
                Bind::Tcp(host.to_owned(), config.port)
            }
        });
    }
    addresses
}

#[cfg(unix)]
fn passed(legacy: &Legacy) -> bool {
    !super::inherited::passed(legacy).is_empty()
}

#[cfg(not(unix))]
fn passed(_: &Legacy) -> bool {
    false
}

fn open(address: &Bind, config: &Config, legacy: &mut Legacy) -> Result<Vec<Listening>, ServerError> {
    let name = address.to_string();
    let failed = |error| ServerError::io(format!("cannot listen on {name}"), error);
    match address {
        Bind::Tcp(host, port) => match legacy.take(&name) {
            Some(socket) => Ok(vec![Listening::tcp(socket, name.clone()).map_err(failed)?]),
            None => Ok(vec![bind_tcp(host, *port, name, config)?]),
        },
        #[cfg(unix)]
        Bind::Unix(path) => match legacy.take(&name) {
            Some(socket) => {
                let mut listening = Listening::existing(socket, name.clone()).map_err(failed)?;
                listening.file = super::unix_socket::SocketFile::at(path, false).ok();
                Ok(vec![listening])
            }
            None => Ok(vec![super::unix_socket::bind(path, name, config)?]),
        },
        #[cfg(unix)]
        Bind::Fd(number) => {
            let socket = match legacy.take(&name) {
                Some(socket) => Ok(socket),
                None => super::inherited::socket(*number, config),
            };
            let listening = socket.and_then(|socket| Listening::existing(socket, name.clone()));
            Ok(vec![listening.map_err(failed)?])
        }
        #[cfg(unix)]
        Bind::Systemd(wanted) => super::inherited::open(wanted.as_deref(), config, legacy),
        #[cfg(not(unix))]
        Bind::Unix(_) => Err(ServerError::new("this system has no unix sockets")),
        #[cfg(not(unix))]
        Bind::Fd(_) | Bind::Systemd(_) => Err(ServerError::new("this system passes no sockets to programs")),
    }
}

fn bind_tcp(host: &str, port: u16, name: String, config: &Config) -> Result<Listening, ServerError> {
    let candidates: Vec<SocketAddr> = (host, port)
        .to_socket_addrs()
        .map_err(|error| ServerError::io(format!("`{host}` is not an address of this machine"), error))?
        .collect();
    let mut failure = ServerError::new(format!("`{host}` has no address"));
    for address in candidates {
        match open_tcp(address, config).and_then(|socket| Listening::tcp(socket, name.clone())) {
            Ok(listening) => return Ok(listening),
            Err(error) => failure = explain(address, error),
        }
    }
    Err(failure)
}

fn open_tcp(address: SocketAddr, config: &Config) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // A port whose last connections are in TIME_WAIT is free all the same.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    listener::set_tcp_options(&socket)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(config.backlog.try_into().unwrap_or(i32::MAX))?;
    Ok(socket)
}

fn explain(address: SocketAddr, error: io::Error) -> ServerError {
    let what = match error.kind() {
        io::ErrorKind::AddrInUse => format!("cannot listen on {address}, another program does (choose another port)"),
        io::ErrorKind::PermissionDenied => {
            format!("cannot listen on {address}, ports below 1024 need a privilege (choose another port)")
        }
        io::ErrorKind::AddrNotAvailable => format!("cannot listen on {address}, this machine has no such address"),
        _ => format!("cannot listen on {address}"),
    };
    ServerError::io(what, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(config: &Config) -> Result<Vec<Listening>, ServerError> {
        super::bind(config, Legacy::default())
    }

    fn config() -> Config {
        Config::new().port(0)
    }

    #[test]
    fn port_0_takes_a_free_port_and_tells_it() {
        let listening = bind(&config()).unwrap();
        let Bound::Tcp(socket) = &listening[0].bound else {
            panic!()
        };
        let port = socket.local_addr().unwrap().port();
        assert!(port != 0);
        assert_eq!(listening[0].address, format!("http://127.0.0.1:{port}"));
    }

    #[test]
    fn a_busy_port_is_an_error() {
        let first = bind(&config()).unwrap();
        let port = first[0].address.rsplit(':').next().unwrap().parse().unwrap();
        let error = bind(&config().port(port)).unwrap_err();
        assert!(error.to_string().contains("another program does"), "{error}");
    }

    #[test]
    fn several_addresses_are_listened_at_and_host_and_port_are_then_not() {
        let local = Bind::Tcp("127.0.0.1".to_owned(), 0);
        let listening = bind(&Config::new().port(1).bind(local.clone()).bind(local)).unwrap();
        assert_eq!(listening.len(), 2);
        assert!(listening[0].address != listening[1].address);
    }

    #[test]
    fn a_socket_of_the_process_before_is_taken_by_its_name() {
        let first = bind(&config()).unwrap().remove(0);
        let Bound::Tcp(socket) = first.bound else { panic!() };
        let other = bind(&config()).unwrap().remove(0);
        let Bound::Tcp(unused) = other.bound else { panic!() };
        let legacy = Legacy(vec![
            ("127.0.0.1:1".to_owned(), unused.into()),
            (first.name, socket.into()),
        ]);
        let taken = super::bind(&config(), legacy).unwrap();
        assert_eq!(taken[0].address, first.address);
    }

    #[test]
    fn ipv6_is_written_in_brackets() {
        if let Ok(listening) = bind(&config().host("::1")) {
            assert!(listening[0].address.starts_with("http://[::1]:"), "{listening:?}");
        }
    }

    #[test]
    fn a_foreign_address_is_an_error() {
        let error = bind(&config().host("192.0.2.1")).unwrap_err();
        assert!(error.to_string().contains("no such address"), "{error}");
    }
}
