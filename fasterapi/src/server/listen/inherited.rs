//! Sockets that this process was started with: by number, or by systemd's protocol (`sd_listen_fds(3)`).

use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;

use filedescriptor::FileDescriptor;
use socket2::{Socket, Type};

use super::bind::{Legacy, Listening};
use super::listener;
use crate::server::config::Config;
use crate::server::error::ServerError;

/// The number of the first socket that systemd passes.
const FIRST: i32 = 3;

/// A passed socket: its number, and its name among all sockets, `systemd:NAME:NUMBER`.
type Passed = (i32, String);

/// The listening socket with this number. The descriptor itself stays as it is: it may not be ours to close.
pub(super) fn socket(number: i32, config: &Config) -> io::Result<Socket> {
    let given = FileDescriptor::dup(&number).and_then(|descriptor| descriptor.as_file());
    let given: File = given.map_err(|_| io::Error::other("the program was started without this descriptor"))?;
    let socket = Socket::from(OwnedFd::from(given));
    let is_stream = socket.r#type().is_ok_and(|kind| kind == Type::STREAM);
    if !is_stream || socket.peer_addr().is_ok() {
        return Err(io::Error::other("it is no socket that can listen"));
    }
    socket.set_nonblocking(true)?;
    if !socket.local_addr()?.is_unix() {
        listener::set_tcp_options(&socket)?;
    }
    if !listens(&socket) {
        socket.listen(config.backlog.try_into().unwrap_or(i32::MAX))?;
    }
    Ok(socket)
}

#[cfg(target_os = "linux")]
fn listens(socket: &Socket) -> bool {
    socket.is_listener().unwrap_or(false)
}

/// To listen twice does no harm.
#[cfg(not(target_os = "linux"))]
fn listens(_: &Socket) -> bool {
    false
}

/// What systemd has passed to this process, or to the one before it.
pub(super) fn passed(legacy: &Legacy) -> Vec<Passed> {
    let number = |name: &str| name.rsplit(':').next()?.parse().ok();
    let handed = legacy.names("systemd:");
    let mut handed: Vec<Passed> = handed
        .filter_map(|name| Some((number(name)?, name.to_owned())))
        .collect();
    if !handed.is_empty() {
        handed.sort();
        return handed;
    }
    let variable = |name| std::env::var(name).unwrap_or_default();
    listed(
        &variable("LISTEN_PID"),
        &variable("LISTEN_FDS"),
        &variable("LISTEN_FDNAMES"),
        std::process::id(),
    )
}

fn listed(pid: &str, count: &str, names: &str, us: u32) -> Vec<Passed> {
    if pid.parse() != Ok(us) {
        return Vec::new();
    }
    let mut names = names.split(':');
    let numbers = FIRST..FIRST + count.parse().unwrap_or(0).clamp(0, 1024);
    let name = |number| {
        let name = names.next().filter(|name| !name.is_empty()).unwrap_or("unknown");
        (number, format!("systemd:{name}:{number}"))
    };
    numbers.map(name).collect()
}

/// Opens the passed sockets of this name, or all.
pub(super) fn open(wanted: Option<&str>, config: &Config, legacy: &mut Legacy) -> Result<Vec<Listening>, ServerError> {
    let mut listening = Vec::new();
    for (number, name) in passed(legacy) {
        if wanted.is_some_and(|wanted| !name.starts_with(&format!("systemd:{wanted}:"))) {
            continue;
        }
        let given = match legacy.take(&name) {
            Some(socket) => Ok(socket),
            None => socket(number, config),
        };
        let failed = |error| ServerError::io(format!("cannot listen on the passed descriptor {number}"), error);
        let given = given.and_then(|socket| Listening::existing(socket, name));
        listening.push(given.map_err(failed)?);
    }
    match (listening.is_empty(), wanted) {
        (false, _) => Ok(listening),
        (true, None) => Err(ServerError::new(
            "no socket was passed: LISTEN_FDS is for another process or none",
        )),
        (true, Some(name)) => Err(ServerError::new(format!("no socket called `{name}` was passed"))),
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsRawFd;

    use super::*;

    #[test]
    fn variables_for_another_process_are_not_ours() {
        assert_eq!(listed("7", "2", "", 8), []);
        assert_eq!(listed("", "2", "", 8), []);
        assert_eq!(listed("8", "many", "", 8), []);
    }

    #[test]
    fn sockets_have_names_and_numbers() {
        let two = |first: &str, second: &str| vec![(3, first.to_owned()), (4, second.to_owned())];
        assert_eq!(
            listed("8", "2", "web:admin", 8),
            two("systemd:web:3", "systemd:admin:4")
        );
        assert_eq!(listed("8", "2", "", 8), two("systemd:unknown:3", "systemd:unknown:4"));
    }

    #[test]
    fn a_number_without_a_socket_that_listens_is_an_error() {
        let told = |number| socket(number, &Config::new()).unwrap_err().to_string();
        assert!(told(1_000_000).contains("without this descriptor"));
        let file = File::open("/dev/null").unwrap();
        assert!(told(file.as_raw_fd()).contains("no socket that can listen"));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let client = std::net::TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        assert!(told(client.as_raw_fd()).contains("no socket that can listen"));
        assert!(socket(listener.as_raw_fd(), &Config::new()).is_ok());
    }
}
