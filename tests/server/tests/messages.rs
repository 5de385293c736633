//! What goes over a connection: bodies that are stripped, of unknown length, broken off, or not taken (`SRV-22`, `SRV-23`).

#![cfg(target_os = "linux")]

use std::io::{ErrorKind, Write};
use std::net::TcpStream;

use server_tests::{HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

fn start() -> Server {
    Server::start(PROGRAM, &["--port", "0"])
}

fn get(path: &str, version: &str) -> String {
    format!("GET {path} HTTP/{version}\r\nhost: test\r\n\r\n")
}

#[test]
fn an_answer_to_head_has_a_length_and_no_body() {
    let server = start();
    let mut connection = server.connect();
    connection.send(format!("HEAD /head HTTP/1.1\r\nhost: test\r\n\r\n{HELLO}"));
    let head = connection.read_until("\r\n\r\n");
    assert!(
        head.starts_with("HTTP/1.1 200 ") && head.contains("\r\ncontent-length: 13\r\n"),
        "{head}"
    );
    // the next answer follows at once
    assert!(
        connection
            .read_until("Hello, World!")
            .starts_with("HTTP/1.1 200 OK\r\n")
    );
}

#[test]
fn pipelined_requests_are_answered_in_their_order() {
    let server = start();
    let mut connection = server.connect();
    let requests = (1..=40).map(|length| {
        let body = "x".repeat(length);
        format!("POST /length HTTP/1.1\r\nhost: test\r\ncontent-length: {length}\r\n\r\n{body}")
    });
    // the first one waits, and all others for it
    let requests: String = requests.collect();
    connection.send(format!(
        "POST /ask HTTP/1.1\r\nhost: test\r\ncontent-length: 0\r\n\r\n{requests}"
    ));
    connection.stop_sending();
    let mut other = server.connect();
    other.send(get("/go", "1.1"));
    other.read_until("\r\n\r\n");
    let answers = connection.read_to_end();
    let bodies: Vec<_> = answers.split("HTTP/1.1 200 OK\r\n").skip(2).collect();
    assert_eq!(bodies.len(), 40, "{answers}");
    for (number, answer) in bodies.iter().enumerate() {
        assert!(answer.ends_with(&format!("\r\n\r\n\"{}\"", number + 1)), "{answer}");
    }
}

#[test]
fn a_body_of_unknown_length_comes_in_chunks_or_ends_with_the_connection() {
    let server = start();
    let mut new = server.connect();
    new.send(get("/pieces", "1.1") + HELLO);
    let answer = new.read_until("0\r\n\r\n");
    assert!(
        answer.contains("\r\ntransfer-encoding: chunked\r\n") && !answer.contains("content-length"),
        "{answer}"
    );
    assert!(
        answer.ends_with("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"),
        "{answer}"
    );
    new.read_until("Hello, World!");
    let mut old = server.connect();
    old.send(get("/pieces", "1.0"));
    let answer = old.read_to_end();
    assert!(
        !answer.contains("chunked") && answer.ends_with("\r\n\r\nonetwo"),
        "{answer}"
    );
}

#[test]
fn what_a_stream_gave_before_it_failed_is_sent() {
    let server = start();
    for (path, sent) in [
        ("/b/0", ""),
        ("/b/1", "1\r\n0\r\n"),
        ("/b/3", "1\r\n0\r\n1\r\n1\r\n1\r\n2\r\n"),
    ] {
        let mut connection = server.connect();
        connection.send(get(path, "1.1"));
        let answer = connection.read_until_cut_off();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        assert!(
            head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("transfer-encoding: chunked"),
            "{answer:?}"
        );
        // without the last chunk a client knows that it is not whole
        assert_eq!(body, sent);
    }
}

#[test]
fn a_length_that_is_not_the_body_s_is_put_right() {
    let mut server = start();
    for (length, told) in [("4", true), ("99", true), ("x", true), ("5", false)] {
        let mut connection = server.connect();
        connection.send(get(&format!("/lying?length={length}"), "1.1") + HELLO);
        let answer = connection.read_until("hello");
        assert!(answer.contains("\r\ncontent-length: 5\r\n"), "{answer}");
        assert!(
            connection
                .read_until("Hello, World!")
                .starts_with("HTTP/1.1 200 OK\r\n")
        );
        if told {
            server.wait_for("an answer of 5 bytes has the header content-length: ");
        }
    }
}

/// Writes as much as is taken without waiting.
fn fill(stream: &mut TcpStream) {
    stream.set_nonblocking(true).unwrap();
    let full = loop {
        if let Err(error) = stream.write(&[b'x'; 64 * 1024]) {
            break error;
        }
    };
    assert_eq!(full.kind(), ErrorKind::WouldBlock);
}

#[test]
fn neither_side_takes_more_than_the_other_reads() {
    const MIB: usize = 1024 * 1024;
    let mut server = start();
    let mut talks = server.connect();
    let mut turns = |server: &Server| {
        for _ in 0..50 {
            talks.send(HELLO);
            talks.read_until("Hello, World!");
        }
        server.memory()
    };
    let before = turns(&server);
    // bodies that no handler reads
    let mut uploads: Vec<_> = (0..8).map(|_| TcpStream::connect(server.socket()).unwrap()).collect();
    let head = format!(
        "POST /ask HTTP/1.1\r\nhost: test\r\ncontent-length: {}\r\n\r\n",
        1024 * MIB
    );
    for upload in &mut uploads {
        upload.write_all(head.as_bytes()).unwrap();
        server.wait_for("asked for a client");
    }
    for _ in 0..10 {
        uploads.iter_mut().for_each(fill);
        turns(&server);
    }
    // answers without an end that no client reads
    let mut floods: Vec<_> = (0..8).map(|_| server.connect()).collect();
    floods.iter_mut().for_each(|flood| flood.send(get("/flood", "1.1")));
    let grown = turns(&server).saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB more for 16 connections");
}
