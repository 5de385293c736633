//! What hyper and tokio cost without a framework: the endpoints of `README.md`, matched and checked by hand.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::OnceLock;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use socket2::{Domain, Socket, Type};
use uuid::Uuid;

type Answer = Response<Full<Bytes>>;

/// An answer, or the status of the refusal.
type Outcome = Result<Answer, StatusCode>;

const INVALID: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

#[derive(Serialize)]
struct Message {
    message: &'static str,
}

#[derive(Serialize)]
struct Item<'q> {
    item_id: u64,
    limit: u32,
    q: Option<&'q str>,
}

#[derive(Deserialize, Serialize)]
struct Customer {
    name: String,
    email: String,
    age: u32,
}

#[derive(Deserialize)]
struct Line {
    #[allow(dead_code)]
    sku: String,
    quantity: u32,
    unit_price: f64,
    #[allow(dead_code)]
    tags: Vec<String>,
}

#[derive(Deserialize)]
struct Order {
    id: Uuid,
    customer: Customer,
    lines: Vec<Line>,
    #[allow(dead_code)]
    note: Option<String>,
}

#[derive(Serialize)]
struct OrderOut {
    id: Uuid,
    total: f64,
    line_count: usize,
    customer: Customer,
}

#[derive(Serialize)]
struct Ab<'p> {
    a: &'p str,
    b: &'p str,
}

#[derive(Serialize)]
struct Context<'h> {
    name: String,
    id: usize,
    tenant: &'h str,
    admin: bool,
}

#[derive(Serialize)]
struct Row {
    id: u64,
    sku: String,
    name: String,
    price: f64,
    in_stock: bool,
    tags: [&'static str; 2],
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let row = |id: u64| Row {
            id,
            sku: format!("SKU-{id:05}"),
            name: format!("Item number {id}"),
            price: id as f64 + 0.25,
            in_stock: id % 3 != 0,
            tags: ["alpha", "beta"],
        };
        (0..500).map(row).collect()
    })
}

fn answer(media_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(body.into()));
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    answer
}

fn json(value: &impl Serialize) -> Outcome {
    let bytes = serde_json::to_vec(value).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(answer("application/json", bytes))
}

fn item(id: &str, query: &str) -> Outcome {
    let item_id = id.parse().map_err(|_| INVALID)?;
    let (mut limit, mut q) = (10, None);
    for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match key {
            "limit" => limit = value.parse().map_err(|_| INVALID)?,
            "q" => q = Some(value),
            _ => {}
        }
    }
    let is_fine = (1..=100).contains(&limit) && q.is_none_or(|q: &str| q.chars().count() <= 50);
    if is_fine {
        json(&Item { item_id, limit, q })
    } else {
        Err(INVALID)
    }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty() && domain.contains('.') && !domain.contains('@') && !text.contains(' ')
    })
}

async fn order(request: Request<Incoming>) -> Outcome {
    let body = request
        .into_body()
        .collect()
        .await
        .map_err(|_| StatusCode::BAD_REQUEST)?;
    let order: Order = serde_json::from_slice(&body.to_bytes()).map_err(|_| INVALID)?;
    let customer = &order.customer;
    let is_fine = (1..=50).contains(&customer.name.chars().count())
        && is_email(&customer.email)
        && customer.age <= 150
        && order
            .lines
            .iter()
            .all(|line| line.quantity >= 1 && line.unit_price > 0.0);
    if !is_fine {
        return Err(INVALID);
    }
    let total = order
        .lines
        .iter()
        .map(|line| f64::from(line.quantity) * line.unit_price);
    json(&OrderOut {
        id: order.id,
        total: total.sum(),
        line_count: order.lines.len(),
        customer: order.customer,
    })
}

fn route(rest: &str) -> Outcome {
    let parts: Option<(&str, &str, &str)> = (|| {
        let (number, rest) = rest.split_once("/x/")?;
        let (a, b) = rest.split_once("/y/")?;
        Some((number, a, b))
    })();
    match parts {
        Some((number, a, b)) if number.parse::<u8>().is_ok_and(|number| number < 200) && !b.contains('/') => {
            json(&Ab { a, b })
        }
        _ => Err(StatusCode::NOT_FOUND),
    }
}

fn text<'r>(request: &'r Request<Incoming>, name: &str) -> Option<&'r str> {
    request.headers().get(name)?.to_str().ok()
}

fn context(request: &Request<Incoming>) -> Outcome {
    let token = text(request, "authorization").and_then(|value| value.strip_prefix("Bearer "));
    let (Some(token), Some(tenant)) = (token, text(request, "x-tenant")) else {
        return Err(StatusCode::UNAUTHORIZED);
    };
    json(&Context {
        name: format!("user-{token}"),
        id: token.len(),
        tenant,
        admin: false,
    })
}

fn stack(request: &Request<Incoming>) -> Outcome {
    let host = text(request, "host").map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    if !matches!(host, Some("127.0.0.1" | "localhost")) {
        return Err(StatusCode::BAD_REQUEST);
    }
    let _client = text(request, "x-forwarded-for").and_then(|value| value.split(',').next());
    let mut answer = json(&Message {
        message: "Hello, World!",
    })?;
    let headers = answer.headers_mut();
    if text(request, "origin") == Some("https://app.example") {
        let origin = HeaderValue::from_static("https://app.example");
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::VARY, HeaderValue::from_static("origin, accept-encoding"));
    }
    let id = Uuid::new_v4().hyphenated().to_string();
    let id = HeaderValue::try_from(id).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    headers.insert(HeaderName::from_static("x-request-id"), id);
    Ok(answer)
}

/// Reads in place: the file is in memory, which only the one who measures knows.
fn file(name: &str) -> Outcome {
    let folder = std::env::var("STATIC_DIR").unwrap_or_else(|_| "static".to_owned());
    let bytes = std::fs::read(format!("{folder}/{name}")).map_err(|_| StatusCode::NOT_FOUND)?;
    Ok(answer("application/octet-stream", bytes))
}

async fn respond(request: Request<Incoming>) -> Result<Answer, Infallible> {
    let outcome = match (request.method(), request.uri().path()) {
        (&Method::GET, "/plaintext") => Ok(answer("text/plain; charset=utf-8", "Hello, World!")),
        (&Method::GET, "/json") => json(&Message {
            message: "Hello, World!",
        }),
        (&Method::GET, "/list") => json(&rows()),
        (&Method::GET, "/deps") => context(&request),
        (&Method::GET, "/stack") => stack(&request),
        (&Method::POST, "/orders") => order(request).await,
        (&Method::GET, path) => match path.split_once('/').and_then(|(_, path)| path.split_once('/')) {
            Some(("items", id)) => item(id, request.uri().query().unwrap_or_default()),
            Some(("r", rest)) => route(rest),
            Some(("static", name)) if !name.contains("..") => file(name),
            _ => Err(StatusCode::NOT_FOUND),
        },
        _ => Err(StatusCode::METHOD_NOT_ALLOWED),
    };
    Ok(outcome.unwrap_or_else(|status| {
        let mut refusal = Response::default();
        *refusal.status_mut() = status;
        refusal
    }))
}

/// One worker, as hyper is at its fastest: a runtime of one thread, a listener of its own, no delays.
fn work(port: u16) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_reuse_address(true)?;
        socket.set_reuse_port(true)?;
        socket.set_nonblocking(true)?;
        socket.bind(&SocketAddr::from(([127, 0, 0, 1], port)).into())?;
        socket.listen(2048)?;
        let listener = tokio::net::TcpListener::from_std(socket.into())?;
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let connection = http1::Builder::new()
                .pipeline_flush(true)
                .serve_connection(TokioIo::new(stream), service_fn(respond));
            tokio::spawn(connection);
        }
    })
}

fn variable(name: &str, default: u16) -> u16 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn main() -> std::io::Result<()> {
    let port = variable("PORT", 8000);
    for _ in 1..variable("WORKERS", 1) {
        std::thread::spawn(move || work(port));
    }
    work(port)
}
