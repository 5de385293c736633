//! The hand-over of the listeners to a new process, which takes this one's place without a connection being refused.
//!
//! The program is started anew, with the same arguments, and its standard input is a socket between both. Through it go
//! the listeners, with their names, and back comes one byte when the new process serves. Until then this one goes on as
//! if nothing were; when the new one ends before, it goes on for good.

use std::ffi::OsString;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::parent_id;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
    recvmsg, sendmsg,
};
use socket2::Socket;
use tokio::io::AsyncReadExt;
use tokio::time::{Instant, timeout_at};

use crate::server::listen::{Bound, Legacy, Listening};

/// Says in the new process which one is before it.
const PREDECESSOR: &str = "FASTERAPI_PREDECESSOR";

/// What the new process says when it serves.
const READY: u8 = b'r';

/// As many sockets as fit into one message (`SCM_MAX_FD`).
const MOST: usize = 253;

/// Variables that are for one process only.
const PERSONAL: [&str; 4] = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "WATCHDOG_PID"];

/// The listeners, kept to be handed over.
#[derive(Debug)]
pub(super) struct Estate {
    names: String,
    sockets: Vec<OwnedFd>,
}

impl Estate {
    pub(super) fn of(listening: &[Listening]) -> io::Result<Self> {
        let names: Vec<_> = listening.iter().map(|one| one.name.as_str()).collect();
        let sockets = listening.iter().map(|one| match &one.bound {
            Bound::Tcp(socket) => socket.as_fd().try_clone_to_owned(),
            Bound::Unix(socket) => socket.as_fd().try_clone_to_owned(),
        });
        Ok(Self {
            names: names.join("\0"),
            sockets: sockets.collect::<io::Result<_>>()?,
        })
    }

    fn send(&self, to: &UnixStream) -> io::Result<()> {
        let length = u32::try_from(self.names.len()).map_err(io::Error::other)?.to_be_bytes();
        let sockets: Vec<_> = self.sockets.iter().map(AsFd::as_fd).collect();
        let mut space = vec![MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(sockets.len()))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !control.push(SendAncillaryMessage::ScmRights(&sockets)) {
            return Err(io::Error::other("too many listeners"));
        }
        sendmsg(to, &[IoSlice::new(&length)], &mut control, SendFlags::empty())?;
        (&*to).write_all(self.names.as_bytes())
    }
}

/// The end of the socket to the process before this one.
#[derive(Debug)]
pub(in crate::server) struct Predecessor(UnixStream);

impl Predecessor {
    /// Tells it that this process serves.
    pub(in crate::server) fn ready(mut self) {
        // If it is gone, then so is its need to know.
        let _ = self.0.write_all(&[READY]);
    }
}

/// What the process before this one hands over; `None` when there is none.
pub(in crate::server) fn inherit() -> io::Result<Option<(Legacy, Predecessor)>> {
    let before = std::env::var(PREDECESSOR).ok();
    if before.is_none_or(|process| process.parse() != Ok(parent_id())) {
        return Ok(None);
    }
    let from = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    let legacy = receive(&from)?;
    Ok(Some((legacy, Predecessor(from))))
}

fn receive(mut from: &UnixStream) -> io::Result<Legacy> {
    let mut length = [0; 4];
    let mut space = vec![MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MOST))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    #[cfg(target_os = "linux")]
    let flags = RecvFlags::CMSG_CLOEXEC;
    #[cfg(not(target_os = "linux"))]
    let flags = RecvFlags::empty();
    let received = recvmsg(from, &mut [IoSliceMut::new(&mut length)], &mut control, flags)?.bytes;
    from.read_exact(&mut length[received..])?;
    let mut sockets = Vec::new();
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(descriptors) = message {
            sockets.extend(descriptors);
        }
    }
    let mut names = vec![0; u32::from_be_bytes(length) as usize];
    from.read_exact(&mut names)?;
    let names = String::from_utf8(names).map_err(io::Error::other)?;
    let names = names.split('\0').map(str::to_owned);
    Ok(Legacy(names.zip(sockets.into_iter().map(Socket::from)).collect()))
}

/// The new process, on its way. Dropped, it is ended.
#[derive(Debug)]
pub(super) struct Successor {
    child: Option<Child>,
    line: tokio::net::UnixStream,
    limit: Duration,
    deadline: Instant,
}

impl Successor {
    /// Starts the program anew and hands it the listeners. It has until `limit` is over to serve.
    pub(in crate::server) fn start(estate: &Estate, limit: Duration) -> io::Result<Self> {
        if std::process::id() == 1 {
            return Err(io::Error::other(
                "this process is the first of its container, which ends with it",
            ));
        }
        if is_watched_for_its_end() {
            return Err(io::Error::other("systemd would end both: the unit needs Type=notify"));
        }
        let (ours, theirs) = UnixStream::pair()?;
        estate.send(&ours)?;
        let mut args = std::env::args_os();
        // Not the file that runs now: after an update another has its name.
        let program = args.next().unwrap_or_default();
        let mut command = Command::new(program);
        command.args(args).env(PREDECESSOR, std::process::id().to_string());
        for name in PERSONAL.map(str::to_owned).into_iter().chain(crate::env_file::loaded()) {
            command.env_remove(name);
        }
        let child = command.stdin(Stdio::from(OwnedFd::from(theirs))).spawn()?;
        // The command holds the other end open.
        drop(command);
        ours.set_nonblocking(true)?;
        Ok(Self {
            child: Some(child),
            line: tokio::net::UnixStream::from_std(ours)?,
            limit,
            deadline: Instant::now() + limit,
        })
    }

    /// Waits until it serves. Given up in between, the wait can be taken up again.
    ///
    /// # Errors
    /// It has ended before that, or has taken too long and is ended.
    pub(in crate::server) async fn ready(&mut self) -> io::Result<()> {
        let mut byte = [0];
        let Ok(answer) = timeout_at(self.deadline, self.line.read(&mut byte)).await else {
            self.end();
            let text = format!("it did not serve within {:?} (--timeout-restart)", self.limit);
            return Err(io::Error::other(text));
        };
        match answer {
            Ok(1) if byte == [READY] => Ok(()),
            // The line ends with the process, or the process with the line.
            _ => Err(io::Error::other(match self.end() {
                Some(status) => format!("it ended with {status}"),
                None => "it is gone".to_owned(),
            })),
        }
    }

    /// Ends the process, and tells how it ended.
    fn end(&mut self) -> Option<ExitStatus> {
        let mut child = self.child.take()?;
        let _ = child.kill();
        child.wait().ok()
    }

    /// Leaves it to itself; gives the number of its process.
    pub(super) fn release(mut self) -> Option<u32> {
        self.child.take().map(|child| child.id())
    }
}

impl Drop for Successor {
    fn drop(&mut self) {
        self.end();
    }
}

/// Whether systemd takes the end of this process for that of the service, and cannot be told otherwise.
fn is_watched_for_its_end() -> bool {
    let is_ours = |process: OsString| process.to_str() == Some(&std::process::id().to_string());
    std::env::var_os("SYSTEMD_EXEC_PID").is_some_and(is_ours) && std::env::var_os("NOTIFY_SOCKET").is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::config::Config;
    use crate::server::listen::{Bind, bind};

    #[test]
    fn listeners_arrive_with_their_names() {
        let local = |host: &str| Bind::Tcp(host.to_owned(), 0);
        let config = Config::new().bind(local("127.0.0.1")).bind(local("0.0.0.0"));
        let listening = bind::bind(&config, Legacy::default()).unwrap();
        let (ours, theirs) = UnixStream::pair().unwrap();
        Estate::of(&listening).unwrap().send(&ours).unwrap();
        let legacy = receive(&theirs).unwrap();
        let arrived = legacy
            .0
            .iter()
            .map(|(name, socket)| (name.clone(), socket.local_addr().unwrap().as_socket()));
        let sent = listening.iter().map(|one| {
            let Bound::Tcp(socket) = &one.bound else { panic!() };
            (one.name.clone(), socket.local_addr().ok())
        });
        assert!(arrived.eq(sent));
    }
}
