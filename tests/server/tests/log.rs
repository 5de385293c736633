//! What the log tells of requests that fail, and what it does not (ERR-09, ERR-14, ERR-15).

#![cfg(unix)]

use std::net::Shutdown;

use server_tests::Server;

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

fn get(path: &str, id: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: test\r\nx-request-id: {id}\r\nconnection: close\r\n\r\n")
}

#[test]
fn a_panic_is_logged_with_the_id_of_its_request() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    for (path, request) in [
        ("/named/panic", "id-1"),
        ("/handled/panic", "id-1 GET \"/handled/panic\""),
    ] {
        let mut connection = server.connect();
        connection.send(get(path, "id-1"));
        let answer = connection.read_to_end();
        assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
        assert!(answer.contains("\r\nx-request-id: id-1\r\n"), "{answer}");
        let line = server.wait_for("a request failed");
        assert_eq!(
            line.trim_end(),
            format!("ERROR:    a request failed ({request}): a panic: on purpose")
        );
    }
}

#[test]
fn an_answer_that_fails_after_its_beginning_is_cut_off() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    let mut connection = server.connect();
    connection.send(get("/named/cut", "id-2"));
    let answer = connection.read_to_end();
    // How much of it was sent by then is open; its end never is.
    assert!(!answer.ends_with("0\r\n\r\n"), "{answer}");
    assert!(server.wait_for("ERROR: ").contains("no end"));
}

#[test]
fn bodies_that_do_not_arrive_are_no_errors_of_the_program() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let head = "POST /named/read HTTP/1.1\r\nhost: test\r\n";
    let mut connection = server.connect();
    connection.send(format!("{head}transfer-encoding: chunked\r\n\r\nno chunk\r\n"));
    let answer = connection.read_to_end();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    let gone = std::net::TcpStream::connect(server.socket()).unwrap();
    server_tests::Connection::new(&gone).send(format!("{head}content-length: 10\r\n\r\n123"));
    gone.shutdown(Shutdown::Write).unwrap();
    // It is closed when the server has seen the end.
    let rest = server_tests::Connection::new(&gone).read_to_end();
    assert!(rest.is_empty() || rest.starts_with("HTTP/1.1 400 "), "{rest}");
    server.signal("TERM");
    let (code, log) = server.wait();
    assert_eq!(code, 0);
    assert!(!log.contains("ERROR"), "{log}");
}
