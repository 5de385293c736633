//! Binds the sockets of all workers before any of them starts, so that a busy port ends the program at once.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

use socket2::{Domain, Protocol, Socket, Type};

use super::config::Config;
use super::error::ServerError;
use super::listener::{self, Listener};

/// A listening socket that does not belong to a runtime yet.
#[derive(Debug)]
pub(super) enum Bound {
    Tcp(std::net::TcpListener),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener),
}

impl Bound {
    /// Registers the socket with the current runtime.
    pub(super) fn listen(self) -> io::Result<Listener> {
        match self {
            Self::Tcp(socket) => tokio::net::TcpListener::from_std(socket).map(Listener::from),
            #[cfg(unix)]
            Self::Unix(socket) => tokio::net::UnixListener::from_std(socket).map(Listener::from),
        }
    }
}

/// The workers' sockets, and how to tell the operator where they are.
#[derive(Debug)]
pub(super) struct Sockets {
    pub(super) bound: Vec<Bound>,
    pub(super) address: String,
    #[cfg(unix)]
    pub(super) _file: Option<super::unix_socket::SocketFile>,
}

/// Binds one socket per worker.
pub(super) fn bind(config: &Config) -> Result<Sockets, ServerError> {
    match &config.uds {
        #[cfg(unix)]
        Some(path) => super::unix_socket::bind(path, config),
        #[cfg(not(unix))]
        Some(_) => Err(ServerError::new("this system has no unix sockets")),
        None => bind_tcp(config),
    }
}

fn bind_tcp(config: &Config) -> Result<Sockets, ServerError> {
    let host = config.host.trim_start_matches('[').trim_end_matches(']');
    let candidates: Vec<SocketAddr> = (host, config.port)
        .to_socket_addrs()
        .map_err(|error| ServerError::io(format!("`{host}` is not an address of this machine"), error))?
        .collect();
    let mut failure = ServerError::new(format!("`{host}` has no address"));
    for address in candidates {
        match bind_workers(address, config) {
            Ok(sockets) => return Ok(sockets),
            Err(error) => failure = explain(address, error),
        }
    }
    Err(failure)
}

fn bind_workers(address: SocketAddr, config: &Config) -> io::Result<Sockets> {
    let workers = config.workers.max(1);
    if workers > 1 && address.port() != 0 {
        // Sockets that share a port would also share it with another program's: make sure that nobody is there.
        drop(open(address, false)?);
    }
    let first = open(address, workers > 1)?;
    let address = first.local_addr()?.as_socket().unwrap_or(address);
    let mut bound = vec![first];
    for _ in 1..workers {
        bound.push(open(address, true)?);
    }
    for socket in &bound {
        socket.listen(config.backlog.try_into().unwrap_or(i32::MAX))?;
    }
    Ok(Sockets {
        bound: bound.into_iter().map(|socket| Bound::Tcp(socket.into())).collect(),
        address: format!("http://{address}"),
        #[cfg(unix)]
        _file: None,
    })
}

fn open(address: SocketAddr, share_port: bool) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    #[cfg(unix)]
    {
        // A port whose last connections are in TIME_WAIT is free all the same.
        socket.set_reuse_address(true)?;
        socket.set_reuse_port(share_port)?;
    }
    #[cfg(not(unix))]
    if share_port {
        return Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "several workers cannot share a port on this system",
        ));
    }
    socket.set_tcp_nodelay(true)?;
    listener::notice_dead_peers(&socket)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
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

    fn config() -> Config {
        Config::new().port(0)
    }

    #[test]
    fn port_0_takes_a_free_port_and_tells_it() {
        let sockets = bind(&config().workers(3)).unwrap();
        assert_eq!(sockets.bound.len(), 3);
        let ports: Vec<_> = sockets
            .bound
            .iter()
            .map(|bound| match bound {
                Bound::Tcp(socket) => socket.local_addr().unwrap().port(),
                #[cfg(unix)]
                Bound::Unix(_) => 0,
            })
            .collect();
        assert!(ports[0] != 0 && ports.iter().all(|port| *port == ports[0]));
        assert_eq!(sockets.address, format!("http://127.0.0.1:{}", ports[0]));
    }

    #[test]
    fn a_busy_port_is_an_error_even_where_ports_may_be_shared() {
        let first = bind(&config().workers(2)).unwrap();
        let port = first.address.rsplit(':').next().unwrap().parse().unwrap();
        for workers in [1, 2] {
            let error = bind(&config().port(port).workers(workers)).unwrap_err();
            assert!(error.to_string().contains("another program does"), "{error}");
        }
    }

    #[test]
    fn ipv6_is_written_in_brackets() {
        if let Ok(sockets) = bind(&config().host("::1")) {
            assert!(sockets.address.starts_with("http://[::1]:"), "{}", sockets.address);
        }
    }

    #[test]
    fn a_foreign_address_is_an_error() {
        let error = bind(&config().host("192.0.2.1")).unwrap_err();
        assert!(error.to_string().contains("no such address"), "{error}");
    }
}
