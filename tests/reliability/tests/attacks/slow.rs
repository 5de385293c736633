//! Clients that take their time: heads, bodies and answers that crawl, connections without a word, more of them than
//! there are descriptors.

use std::process::Command;

use reliability::{allow_descriptors, cpu_seconds, peak_memory, reset_peak_memory, resident_memory};
use server_tests::{HELLO, Server, wait_until};

use crate::{Answer, get, is_well, open, start, visits};

const MANY: usize = 1000;

/// How many files it has open when all connections are closed.
fn settles_at(server: &Server, files: usize) {
    wait_until("all connections are closed", || server.open_files() <= files);
}

#[test]
fn heads_that_crawl() {
    allow_descriptors(4096);
    let server = start(&["--timeout-request-header", "1"]);
    is_well(&server);
    let files = server.open_files();
    let slow = open(&server, MANY, "GET / HTTP/1.1\r\nhost: te");
    is_well(&server);
    for mut connection in slow {
        connection.try_send(b"s");
        let answer = connection.read_until_cut_off();
        assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer:?}");
    }
    settles_at(&server, files);
}

#[test]
fn bodies_that_crawl() {
    allow_descriptors(4096);
    let server = start(&["--timeout-request-body", "1"]);
    is_well(&server);
    let files = server.open_files();
    let head = "POST /raw HTTP/1.1\r\nhost: test\r\ncontent-length: 100\r\n\r\nab";
    let slow = open(&server, MANY, head);
    is_well(&server);
    for mut connection in slow {
        connection.try_send(b"c");
        let answer = Answer::of(&connection.read_until_cut_off());
        assert_eq!(answer.status, 408, "{answer:?}");
    }
    settles_at(&server, files);
}

/// They ask for what has no end, and take none of it.
#[test]
fn readers_that_crawl() {
    let server = start(&["--timeout-response-write", "1"]);
    is_well(&server);
    let files = server.open_files();
    reset_peak_memory(server.id());
    let before = peak_memory(server.id());
    let slow = open(&server, 100, &get("/flood"));
    // each is given up, and what it was to be sent with it
    wait_until("100 answers were given up", || {
        is_well(&server);
        visits(&server)[2] >= 100
    });
    settles_at(&server, files);
    let grown = peak_memory(server.id()) - before;
    assert!(grown < 100 * 1024, "{grown} KiB for 100 connections");
    drop(slow);
}

#[test]
fn connections_without_a_word() {
    allow_descriptors(4096);
    let server = start(&["--timeout-keep-alive", "3"]);
    is_well(&server);
    let files = server.open_files();
    let before = resident_memory(server.id());
    let mut idle = open(&server, MANY, HELLO);
    for connection in &mut idle {
        connection.read_until("Hello, World!");
    }
    let each = resident_memory(server.id()).saturating_sub(before) * 1024 / MANY;
    assert!(each < 20 * 1024, "{each} bytes for each");
    is_well(&server);
    for mut connection in idle {
        assert_eq!(connection.read_until_cut_off(), "");
    }
    settles_at(&server, files);
}

/// More connections than the server can have: it waits for better times without keeping a processor busy, and they come.
#[test]
fn more_connections_than_descriptors() {
    // it may have more of them than the system gives it, so that it comes to the system's limit and not to its own
    let mut server = start(&["--limit-connections", "1000"]);
    let log = server.read_stderr();
    is_well(&server);
    let pid = server.id().to_string();
    let limited = Command::new("prlimit").args(["--pid", &pid, "--nofile=64:64"]).status();
    assert!(limited.is_ok_and(|status| status.success()));
    let mut first = server.connect();
    first.send(get("/work?ms=1"));
    first.read_until("worked");
    let crowd = open(&server, 100, "GET /");
    let busy = cpu_seconds(server.id());
    first.send(get("/work?ms=1000"));
    first.read_until("worked");
    let busy = cpu_seconds(server.id()) - busy;
    assert!(busy < 0.2, "{busy} s of one were spent");
    let files = server.open_files();
    // and those with a higher number that it had before
    assert!(files < 80, "{files}");
    drop(crowd);
    is_well(&server);
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    let log = log.join().expect("it reads");
    assert!(log.contains("Too many open files"), "{log}");
}
