//! The server under test, and a well-behaved client.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use fasterapi::prelude::*;
use fasterapi::server::Config;
use h2::client::SendRequest;
use http::{Method, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinHandle;

/// What handlers tell, and wait for.
#[derive(Default)]
pub(crate) struct Marks {
    pub(crate) entered: Notify,
    pub(crate) go: Notify,
    pub(crate) left: Notify,
}

/// Tells that a handler is over, however it ended.
struct Leaving(Arc<Marks>);

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.left.notify_one();
    }
}

#[get("/")]
async fn hello() -> PlainText<&'static str> {
    PlainText("Hello, World!")
}

#[get("/seen")]
async fn seen(request: &Request) -> Vec<String> {
    vec![
        format!("{:?}", request.version()),
        request.url().to_string(),
        request.uri().to_string(),
        request.client().ip().map_or_else(String::new, |ip| ip.to_string()),
    ]
}

#[get("/cookies")]
async fn cookies(#[cookie] a: u8, #[cookie] b: u8) -> u8 {
    a + b
}

#[post("/length")]
async fn length(mut request: Request) -> Result<usize, HttpError> {
    Ok(request.body().await?.len())
}

#[get("/wait")]
async fn wait(marks: State<Arc<Marks>>) -> &'static str {
    let _leaving = Leaving(Arc::clone(&marks));
    marks.entered.notify_one();
    marks.go.notified().await;
    "waited"
}

#[get("/panic")]
async fn panics() -> String {
    panic!("on purpose")
}

#[get("/broken")]
async fn broken() -> StreamingResponse {
    StreamingResponse::new(produce(async |sender| {
        sender.send("a beginning").await;
        panic!("on purpose")
    }))
}

#[get("/large")]
async fn large(#[query] bytes: usize) -> PlainText<String> {
    PlainText("x".repeat(bytes))
}

#[get("/flood")]
async fn flood(marks: State<Arc<Marks>>) -> StreamingResponse {
    let marks = Arc::clone(&marks);
    StreamingResponse::new(produce(async move |sender| {
        let _leaving = Leaving(marks);
        loop {
            sender.send(vec![b'x'; 16 * 1024]).await;
        }
    }))
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) marks: Arc<Marks>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<fasterapi::Result<()>>,
}

impl Server {
    pub(crate) async fn start(config: Config) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let marks = Arc::new(Marks::default());
        let app = App::new().state(Arc::clone(&marks)).routes(routes![
            hello, seen, cookies, length, wait, panics, broken, large, flood
        ]);
        let served = tokio::spawn(app.serve_with(listener, config, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            marks,
            stop,
            served,
        }
    }

    pub(crate) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// A connection that speaks HTTP/2, and the end of it.
    pub(crate) async fn client(&self) -> (SendRequest<Bytes>, JoinHandle<Result<(), h2::Error>>) {
        let (client, connection) = h2::client::handshake(self.connect().await).await.unwrap();
        (client, tokio::spawn(connection))
    }

    /// Begins the end; what is awaited ends with it.
    pub(crate) fn stop(self) -> JoinHandle<fasterapi::Result<()>> {
        self.stop.send(()).unwrap();
        self.served
    }
}

/// A request without a body.
pub(crate) fn request(method: Method, address: SocketAddr, path: &str) -> http::Request<()> {
    let target = format!("http://{address}{path}");
    http::Request::builder().method(method).uri(target).body(()).unwrap()
}

/// The answer to it: the head, and the body as text.
pub(crate) async fn get(client: &mut SendRequest<Bytes>, address: SocketAddr, path: &str) -> (Response<()>, String) {
    answer(client, request(Method::GET, address, path), b"").await.unwrap()
}

pub(crate) async fn answer(
    client: &mut SendRequest<Bytes>,
    request: http::Request<()>,
    body: &'static [u8],
) -> Result<(Response<()>, String), h2::Error> {
    let mut ready = client.clone().ready().await?;
    let (response, mut stream) = ready.send_request(request, body.is_empty())?;
    if !body.is_empty() {
        stream.send_data(Bytes::from_static(body), true)?;
    }
    read(response).await
}

/// Reads an answer to its end.
pub(crate) async fn read(response: h2::client::ResponseFuture) -> Result<(Response<()>, String), h2::Error> {
    let (head, mut body) = response.await?.into_parts();
    let mut text = Vec::new();
    while let Some(piece) = body.data().await {
        let piece = piece?;
        body.flow_control().release_capacity(piece.len())?;
        text.extend_from_slice(&piece);
    }
    Ok((Response::from_parts(head, ()), String::from_utf8(text).unwrap()))
}
