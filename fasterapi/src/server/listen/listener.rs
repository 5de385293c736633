//! [`Listener`]: a TCP or unix socket that connections come from.

use std::io;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use socket2::{SockRef, Socket, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
#[cfg(unix)]
use tokio::net::{UnixListener, UnixStream};

use super::socket::Loose;
use crate::request::Client;

/// A listening socket for [`App::serve`](crate::App::serve); made from tokio's listeners.
///
/// ```no_run
/// # async fn listen() -> std::io::Result<fasterapi::server::Listener> {
/// Ok(tokio::net::TcpListener::bind("127.0.0.1:0").await?.into())
/// # }
/// ```
#[derive(Debug)]
pub struct Listener(pub(in crate::server) Kind);

#[derive(Debug)]
pub(in crate::server) enum Kind {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(UnixListener),
}

impl From<TcpListener> for Listener {
    fn from(listener: TcpListener) -> Self {
        Self(Kind::Tcp(listener))
    }
}

#[cfg(unix)]
impl From<UnixListener> for Listener {
    fn from(listener: UnixListener) -> Self {
        Self(Kind::Unix(listener))
    }
}

/// What the accept loop needs of a listener.
pub(in crate::server) trait Accept: Send + Sync {
    type Stream: Into<super::socket::Socket> + Send;

    /// The next connection. Only the last task that has polled this is woken by one: there is one for each listener.
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Self::Stream, Client)>>;

    /// Takes a stream out of the current runtime, for another.
    fn loosen(stream: Self::Stream) -> io::Result<Loose>;
}

impl Accept for TcpListener {
    type Stream = TcpStream;

    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(TcpStream, Client)>> {
        let (stream, peer) = ready!(TcpListener::poll_accept(self, cx))?;
        // Linux hands the option down from the listener, which saves a system call per connection.
        #[cfg(not(target_os = "linux"))]
        stream.set_nodelay(true)?;
        Poll::Ready(Ok((stream, Client::Ip(peer))))
    }

    fn loosen(stream: TcpStream) -> io::Result<Loose> {
        stream.into_std().map(Loose::Tcp)
    }
}

#[cfg(unix)]
impl Accept for UnixListener {
    type Stream = UnixStream;

    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(UnixStream, Client)>> {
        let (stream, _) = ready!(UnixListener::poll_accept(self, cx))?;
        Poll::Ready(Ok((stream, Client::Unix)))
    }

    fn loosen(stream: UnixStream) -> io::Result<Loose> {
        stream.into_std().map(Loose::Unix)
    }
}

/// How long a connection may be silent before the system asks whether the peer is still there, and how often it then
/// asks.
const SILENCE: Duration = Duration::from_secs(15);

/// Lets the system ask after peers from which nothing comes: one that is gone, or has forgotten the connection, ends it.
/// Turns Nagle's algorithm off: an answer's last packet must not wait for the acknowledgement of the one before.
/// Connections have both from their listener.
pub(super) fn set_tcp_options(socket: &Socket) -> io::Result<()> {
    socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(SILENCE).with_interval(SILENCE))?;
    socket.set_tcp_nodelay(true)
}

impl Listener {
    /// Gives a listener of the caller's the options that our own have.
    pub(in crate::server) fn set_options(&self) -> io::Result<()> {
        match &self.0 {
            Kind::Tcp(listener) => set_tcp_options(&SockRef::from(listener)),
            #[cfg(unix)]
            Kind::Unix(_) => Ok(()),
        }
    }
}
