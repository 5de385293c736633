//! What SIGTERM and Ctrl-C do.

#![cfg(unix)]

use std::net::TcpStream;

use server_tests::{Connection, HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

/// A request that the app is working on: it has asked for a body of five bytes, and waits for it.
fn in_flight(server: &Server) -> Connection<TcpStream> {
    let mut connection = server.connect();
    connection.send("POST /length HTTP/1.1\r\nhost: test\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n");
    connection.read_until("100 Continue\r\n\r\n");
    connection
}

fn is_refused(server: &Server) -> bool {
    TcpStream::connect(server.socket()).is_err()
}

#[test]
fn a_request_in_flight_finishes_and_idle_connections_close() {
    for signal in ["TERM", "INT"] {
        let mut server = Server::start(PROGRAM, &["--port", "0", "--workers", "2"]);
        let mut idle = server.connect();
        idle.send(HELLO);
        idle.read_until("Hello, World!");
        let mut fresh = server.connect();
        let mut working = in_flight(&server);
        server.signal(signal);
        server.wait_for("Waiting for connections");
        assert_eq!(
            (idle.read_to_end(), fresh.read_to_end()),
            (String::new(), String::new())
        );
        working.send("12345");
        // It says `connection: close` unless the body and the signal reach its worker at the same time.
        let answer = working.read_to_end();
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.ends_with("\"5\""), "{answer}");
        assert_eq!(server.wait().0, 0);
    }
}

#[test]
fn new_connections_are_refused_while_finishing() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    let mut working = in_flight(&server);
    server.signal("TERM");
    server.wait_for("Waiting for connections");
    assert!(is_refused(&server));
    working.send("12345");
    working.read_to_end();
    assert_eq!(server.wait().0, 0);
}

#[test]
fn the_deadline_drops_what_does_not_finish() {
    let server = Server::start(PROGRAM, &["--port", "0", "--timeout-graceful-shutdown", "0.05"]);
    let mut working = in_flight(&server);
    server.signal("TERM");
    assert_eq!(working.read_to_end(), "");
    let (code, log) = server.wait();
    assert_eq!(code, 0);
    assert!(log.contains("1 connection(s) took too long"), "{log}");
}

#[test]
fn a_second_signal_ends_at_once() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    let _working = in_flight(&server);
    server.signal("TERM");
    server.wait_for("Waiting for connections");
    server.signal("INT");
    assert_eq!(server.wait().0, 0);
}
