//! A panic, wherever it is, costs its own request at most, and is told of once, with the id of the request.

use std::process::Command;

use server_tests::frames::Socket;
use server_tests::{Server, output};

use crate::{Answer, PROGRAM, is_well, post, start};

fn asked(path: &str, id: &str) -> Vec<u8> {
    let id = format!("connection: close\r\nx-request-id: {id}");
    let get = format!("GET {path} HTTP/1.1\r\nhost: test\r\n{id}\r\n\r\n");
    match path {
        "/panic/validator" => {
            let post = post(path, "application/json", b"{\"number\": 1}");
            String::from_utf8_lossy(&post)
                .replace("connection: close", &id)
                .into_bytes()
        }
        _ => get.into_bytes(),
    }
}

/// Sends the request, and gives the answer as it came.
fn answer(server: &Server, path: &str, id: &str) -> String {
    let mut connection = server.connect();
    connection.send(asked(path, id));
    connection.read_until_cut_off()
}

/// The lines that tell of an error in what was logged; the panic hook's own are none.
fn errors(log: &str) -> Vec<&str> {
    log.lines()
        .filter(|line| line.contains("ERROR") && !line.contains(" panicked at "))
        .collect()
}

#[test]
fn before_the_answer_it_is_a_500() {
    for path in [
        "now",
        "later",
        "pool",
        "dependency",
        "dependency-later",
        "dependency-elsewhere",
        "guard",
        "middleware-before",
        "middleware-after",
        "serialiser",
        "teardown-before",
        "validator",
        "error-handler",
    ] {
        let mut server = start(&[]);
        let log = server.read_stderr();
        let answer = Answer::of(&answer(&server, &format!("/panic/{path}"), "id-1"));
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (500, "Internal Server Error"),
            "{path}: {answer:?}"
        );
        assert!(answer.head.contains("\r\nx-request-id: id-1"), "{path}: {answer:?}");
        is_well(&server);
        server.signal("TERM");
        assert_eq!(server.wait().0, 0);
        let log = log.join().expect("it reads");
        let errors = errors(&log);
        assert_eq!(errors.len(), 1, "{path}: {log}");
        assert!(
            errors[0].contains("on purpose") && errors[0].contains("id-1"),
            "{path}: {log}"
        );
    }
}

/// The answer has no end, so that nobody takes it for whole.
#[test]
fn during_the_answer_it_is_cut_off() {
    for path in ["lines", "lines-at-once"] {
        let mut server = start(&[]);
        let log = server.read_stderr();
        let answer = answer(&server, &format!("/panic/{path}"), "id-1");
        assert!(!answer.ends_with("\r\n0\r\n\r\n"), "{path}: {answer}");
        is_well(&server);
        server.signal("TERM");
        assert_eq!(server.wait().0, 0);
        let log = log.join().expect("it reads");
        assert_eq!(errors(&log).len(), 1, "{path}: {log}");
    }
}

#[test]
fn after_the_answer_only_the_log_hears_of_it() {
    for path in ["task", "blocking-task", "teardown"] {
        let mut server = start(&[]);
        let log = server.read_stderr();
        let answer = Answer::of(&answer(&server, &format!("/panic/{path}"), "id-1"));
        assert_eq!((answer.status, answer.body.as_str()), (200, "1"), "{path}: {answer:?}");
        is_well(&server);
        server.signal("TERM");
        assert_eq!(server.wait().0, 0);
        let log = log.join().expect("it reads");
        let errors = errors(&log);
        assert_eq!(errors.len(), 1, "{path}: {log}");
        assert!(errors[0].contains("on purpose"), "{path}: {log}");
    }
}

#[test]
fn a_websocket_is_refused_or_closed() {
    let mut server = start(&[]);
    let log = server.read_stderr();
    let mut connection = server.connect();
    connection.send(
        "GET /panic/socket HTTP/1.1\r\nhost: test\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    assert!(connection.read_until("\r\n\r\n").starts_with("HTTP/1.1 500 "));
    let mut socket = Socket::open(server.socket(), "/panic/socket-open", "");
    assert_eq!(socket.receive().map(|end| end.code()), Some(1011));
    is_well(&server);
    drop((connection, socket));
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    let log = log.join().expect("it reads");
    assert_eq!(errors(&log).len(), 2, "{log}");
}

/// The program ends before it listens, and says why.
#[test]
fn at_the_start_it_ends_the_program() {
    let program = Command::new(PROGRAM)
        .args(["--port", "0"])
        .env("START", "panic")
        .output();
    let program = program.expect("it starts");
    let log = String::from_utf8_lossy(&program.stderr);
    assert!(program.status.code().is_some_and(|code| code != 0), "{log}");
    assert!(log.contains("at the start, on purpose"), "{log}");
    assert!(!log.contains("running on"), "{log}");
    assert_eq!(output(PROGRAM, &["--version"]).status.code(), Some(0));
}
