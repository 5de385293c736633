use std::convert::Infallible;
use std::future::{Ready, ready};
use std::time::Duration;

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::Service;
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufWriter, duplex};

use super::*;
use crate::response::Body;
use crate::server::config::Config;
use crate::server::drain::Drain;
use crate::server::seats::Seats;
use crate::server::service::{Asked, AtOnce, Refuse};

/// Answers at once.
struct Hello;

impl Refuse for Hello {
    fn refuses_from(&self) -> usize {
        usize::MAX
    }

    fn refuse<B>(&self, _: &Request<B>) -> Option<Response<Body>> {
        None
    }
}

impl Service<Request<Body>> for Hello {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn call(&self, _: Request<Body>) -> Self::Future {
        ready(Ok(Response::new("hello".into())))
    }
}

impl Answers for Hello {
    type Answer = AtOnce;

    fn answer(&self, request: Request<Incoming>) -> AtOnce {
        AtOnce::new("hello", Asked::of(&request))
    }
}

async fn answer(request: &str, phase: Phase) -> String {
    let drain = Drain::new(&Seats::new(1));
    let (mut client, server) = duplex(4096);
    client.write_all(request.as_bytes()).await.unwrap();
    client.shutdown().await.unwrap();
    drain.advance(phase);
    let settings = Settings::new(&Config::new(), None);
    serve(server, (Hello, None), settings, drain.enter()).await;
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn an_answer_that_is_ready_when_the_server_stops_says_that_it_is_the_last() {
    let request = "GET / HTTP/1.1\r\nhost: test\r\n\r\n";
    let serving = answer(request, Phase::Serving).await;
    assert!(
        serving.ends_with("hello") && !serving.contains("connection: close"),
        "{serving}"
    );
    let finishing = answer(request, Phase::Finishing).await;
    assert!(
        finishing.ends_with("hello") && finishing.contains("connection: close"),
        "{finishing}"
    );
}
/// TLS takes more than it has sent.
#[tokio::test(start_paused = true)]
async fn a_peer_that_takes_nothing_of_what_is_taken_for_it_is_dropped() {
    let second = Duration::from_secs(1);
    let config = Config::new()
        .timeout_response_write(4 * second)
        .timeout_keep_alive(8 * second);
    let drain = Drain::new(&Seats::new(1));
    let (mut client, server) = duplex(32);
    let request = b"GET / HTTP/1.1\r\nhost: test\r\n\r\n";
    client.write_all(request).await.unwrap();
    let served = serve(
        BufWriter::new(server),
        (Hello, None),
        Settings::new(&config, None),
        drain.enter(),
    );
    let ticks = async {
        for _ in 0..20 {
            sleep(second).await;
            drain.tick();
        }
    };
    tokio::select! {
        () = served => {}
        () = ticks => panic!("it was not dropped"),
    }
}

/// Sends back what it gets while it comes.
struct Echo;

impl Refuse for Echo {
    fn refuses_from(&self) -> usize {
        usize::MAX
    }

    fn refuse<B>(&self, _: &Request<B>) -> Option<Response<Body>> {
        None
    }
}

impl Service<Request<Body>> for Echo {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Ready<Result<Response<Body>, Infallible>>;

    fn call(&self, request: Request<Body>) -> Self::Future {
        ready(Ok(Response::new(request.into_body())))
    }
}

impl Answers for Echo {
    type Answer = AtOnce;

    fn answer(&self, request: Request<Incoming>) -> AtOnce {
        let asked = Asked::of(&request);
        AtOnce::new(Body::new(request.into_body()), asked)
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_comes_while_it_is_answered_is_no_slow_head() {
    let drain = Drain::new(&Seats::new(1));
    let (mut client, server) = duplex(4096);
    let config = Config::new();
    let serving = serve(server, (Echo, None), Settings::new(&config, None), drain.enter());
    let talk = async move {
        let head = "POST / HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n";
        client.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..5 {
            client.write_all(b"3\r\nabc\r\n").await.unwrap();
            sleep(config.timeout_request_header / 2).await;
        }
        client.write_all(b"0\r\n\r\n").await.unwrap();
        client.shutdown().await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let (answer, ()) = tokio::join!(talk, serving);
    assert!(
        answer.ends_with(&format!("{}0\r\n\r\n", "3\r\nabc\r\n".repeat(5))),
        "{answer}"
    );
}
