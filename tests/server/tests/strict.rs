//! Requests that HTTP forbids and hyper lets through.

#![cfg(unix)]

use server_tests::{HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

#[test]
fn a_request_without_host_is_refused_unless_it_is_of_http_1_0() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let answer_to = |head: &str| {
        let mut connection = server.connect();
        connection.send(format!("{head}connection: close\r\n\r\n"));
        connection.read_to_end()
    };
    let without = answer_to("GET / HTTP/1.1\r\n");
    assert!(without.starts_with("HTTP/1.1 400 "), "{without}");
    let address = answer_to("GET http://test/ HTTP/1.1\r\n");
    assert!(address.starts_with("HTTP/1.1 400 "), "{address}");
    let old = answer_to("GET / HTTP/1.0\r\n");
    assert!(old.starts_with("HTTP/1.0 200 "), "{old}");
    // the connection is closed, though the client did not ask for it
    let mut connection = server.connect();
    connection.send("GET / HTTP/1.1\r\n\r\n");
    assert!(connection.read_to_end().starts_with("HTTP/1.1 400 "));
    for target in ["*", "test:80"] {
        let none = answer_to(&format!("GET {target} HTTP/1.1\r\nhost: test\r\n"));
        assert!(none.starts_with("HTTP/1.1 400 "), "{none}");
    }
}

#[test]
fn a_body_that_nobody_asked_for_is_not_taken_for_a_request() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let mut connection = server.connect();
    let length = HELLO.len();
    connection.send(format!(
        "POST /nowhere HTTP/1.1\r\nhost: test\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
    ));
    let answer = connection.read_until("\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    connection.send_if_open(HELLO);
    let rest = connection.read_until_cut_off();
    assert!(!rest.contains("HTTP/1.1"), "{rest}");
    // an expectation that nobody knows is none, as for uvicorn
    let mut unknown = server.connect();
    unknown.send("POST /length HTTP/1.1\r\nhost: test\r\nexpect: magic\r\ncontent-length: 3\r\n\r\nabc");
    assert!(unknown.read_until("\"3\"").starts_with("HTTP/1.1 200 OK\r\n"));
}

#[test]
fn options_of_the_server_itself_reach_the_app() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let mut connection = server.connect();
    connection.send("OPTIONS * HTTP/1.1\r\nhost: test\r\n\r\n");
    // which has no such route, and goes on
    assert!(connection.read_until("}").starts_with("HTTP/1.1 404 "));
    connection.send(HELLO);
    connection.read_until("Hello, World!");
}

#[test]
fn an_old_client_is_kept_if_it_asks() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let mut connection = server.connect();
    let request = "GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n";
    connection.send(request);
    let answer = connection.read_until("Hello, World!");
    assert!(answer.contains("\r\nconnection: keep-alive\r\n"), "{answer}");
    connection.send(request.replace("keep-alive", "x"));
    assert!(connection.read_to_end().ends_with("Hello, World!"));
}

#[test]
fn a_body_in_a_coding_that_nobody_undoes_is_refused() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let answer_to = |coding: &str| {
        let mut connection = server.connect();
        let lines = format!("host: test\r\ncontent-type: application/json\r\n{coding}\r\n\r\n");
        // twice: were the connection left open, there would be a second answer
        connection.send(format!("POST /sum HTTP/1.1\r\n{lines}5\r\n[1,2]\r\n0\r\n\r\n").repeat(2));
        connection.stop_sending();
        connection.read_to_end()
    };
    for coding in [
        "transfer-encoding: gzip, chunked",
        "transfer-encoding: gzip\r\ntransfer-encoding: chunked",
        "transfer-encoding: chunked, chunked",
    ] {
        let answer = answer_to(coding);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{coding}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{coding}: {answer}");
    }
    for coding in ["transfer-encoding: chunked", "Transfer-Encoding:  Chunked "] {
        let answer = answer_to(coding);
        assert_eq!(answer.matches("HTTP/1.1 200 ").count(), 2, "{coding}: {answer}");
    }
}
