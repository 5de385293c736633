//! The server under test.

use std::net::SocketAddr;

use fasterapi::prelude::*;
use fasterapi::server::{Config, Tls};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;

use crate::certificates::Files;

#[get("/")]
async fn hello(request: &Request) -> Vec<String> {
    vec![format!("{:?}", request.version()), request.url().to_string()]
}

#[get("/whoami")]
async fn whoami(request: &Request) -> Vec<String> {
    let certificate = request.client_certificate();
    certificate.map_or_else(Vec::new, |certificate| {
        let length = certificate.der().len();
        let name = certificate.common_name().unwrap_or_default();
        vec![
            certificate.subject(),
            name,
            certificate.serial_number(),
            (length > 100).to_string(),
        ]
    })
}

#[get("/tls")]
async fn agreed(request: &Request) -> Vec<String> {
    let tls = request.tls().expect("it is TLS");
    let texts = [
        tls.version(),
        tls.cipher_suite(),
        tls.protocol().unwrap_or(""),
        tls.server_name().unwrap_or(""),
    ];
    texts.map(str::to_owned).to_vec()
}

#[post("/length")]
async fn length(mut request: Request) -> Result<usize, HttpError> {
    Ok(request.body().await?.len())
}

#[get("/broken")]
async fn broken() -> StreamingResponse {
    let pieces = [Ok("a piece"), Err(std::io::Error::other("on purpose"))];
    StreamingResponse::try_new(tokio_stream::iter(pieces))
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: oneshot::Sender<()>,
    served: JoinHandle<fasterapi::Result<()>>,
}

pub(crate) fn app() -> App {
    App::new().routes(routes![hello, whoami, agreed, length, broken])
}

/// Reads its certificate from these files.
pub(crate) fn tls(files: &Files) -> Tls {
    Tls::new(files.path("cert.pem"), files.path("key.pem"))
}

impl Server {
    pub(crate) async fn start(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(app().serve_with(listener, config, async {
            let _ = stopped.await;
        }));
        Self { address, stop, served }
    }

    pub(crate) async fn plain(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    pub(crate) async fn connect(&self, connector: &TlsConnector) -> std::io::Result<TlsStream<TcpStream>> {
        let name = ServerName::try_from("localhost").unwrap();
        connector.connect(name, self.plain().await).await
    }

    /// Begins the end; what is awaited ends with it.
    pub(crate) fn stop(self) -> JoinHandle<fasterapi::Result<()>> {
        self.stop.send(()).unwrap();
        self.served
    }
}

/// The whole answer to the only request of a connection, whose end is a proper one.
pub(crate) async fn get(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), path: &str) -> std::io::Result<String> {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    // an end without the notice of TLS that it is one is an error
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

/// The last line of the answer to a request on a connection that stays open.
pub(crate) async fn ask(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    while !answer.ends_with(']') {
        let mut buffer = [0; 1024];
        let read = stream.read(&mut buffer).await.unwrap();
        assert!(read > 0, "ended after {answer:?}");
        answer.push_str(&String::from_utf8_lossy(&buffer[..read]));
    }
    answer.lines().last().unwrap_or_default().to_owned()
}
