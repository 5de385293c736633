//! Requests that HTTP forbids and hyper lets through.

#![cfg(unix)]

use server_tests::Server;

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
