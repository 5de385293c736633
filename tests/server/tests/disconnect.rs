//! A handler hears when its client has gone.

#![cfg(unix)]

use server_tests::{HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

const WAIT: &str = "POST /wait HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n";

/// `REQ-03`
#[test]
fn a_handler_hears_of_a_client_that_leaves() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    let mut waiting = server.connect();
    waiting.send(WAIT);
    server.wait_for("waiting for the end of a client");
    drop(waiting);
    let mut other = server.connect();
    other.send(HELLO.replace("GET / ", "GET /left "));
    other.read_until("left");
}

#[test]
fn who_sends_no_more_is_gone_but_gets_the_answer() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    let mut waiting = server.connect();
    waiting.send(WAIT);
    server.wait_for("waiting for the end of a client");
    waiting.end();
    assert!(waiting.read_to_end().ends_with("\r\n\r\ntrue"));
}

#[test]
fn requests_that_come_meanwhile_are_not_lost() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    let mut asking = server.connect();
    asking.send(WAIT.replace("/wait", "/ask"));
    server.wait_for("asked for a client");
    // more than is looked at ahead
    let body = "x".repeat(3000);
    asking.send(format!(
        "POST /length HTTP/1.1\r\nhost: test\r\ncontent-length: 3000\r\n\r\n{body}{HELLO}"
    ));
    let mut other = server.connect();
    other.send(HELLO.replace("GET / ", "GET /go "));
    asking.read_until("\r\n\r\nfalse");
    asking.read_until("\r\n\r\n\"3000\"");
    asking.read_until("Hello, World!");
}
