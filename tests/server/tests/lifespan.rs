//! When an app starts and ends, and with which code.

#![cfg(unix)]

use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};

use server_tests::{HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_lives");

fn fails(stage: &str, args: &[&str]) -> Output {
    Command::new(PROGRAM)
        .args(args)
        .env("FAILS", stage)
        .output()
        .expect("the program starts")
}

#[test]
fn an_app_starts_once_for_all_workers_and_ends_after_the_last_answer() {
    let mut server = Server::start(PROGRAM, &["--port", "0", "--workers", "3"]);
    let mut connection = server.connect();
    connection.send(HELLO.replace("GET / ", "GET /counts "));
    connection.read_until("[0,0,0]");
    let mut working = server.connect();
    working.send(HELLO.replace("GET / ", "GET /never "));
    server.wait_for("never waits");
    server.signal("TERM");
    server.wait_for("Waiting for connections");
    server.signal("TERM");
    let (code, log) = server.wait();
    assert_eq!(
        (code, log.matches("the app ends").count()),
        (0, 0),
        "a second signal waits for nothing: {log}"
    );

    let server = Server::start(PROGRAM, &["--port", "0", "--workers", "3"]);
    server.signal("TERM");
    let (code, log) = server.wait();
    assert_eq!(
        (code, log.matches("the app ends with 0 alive").count()),
        (0, 1),
        "{log}"
    );
}

#[test]
fn what_a_dropped_request_left_to_do_is_done_before_the_end() {
    let args = ["--port", "0", "--workers", "2", "--timeout-graceful-shutdown", "0.1"];
    let mut server = Server::start(PROGRAM, &args);
    let mut working = server.connect();
    working.send(HELLO.replace("GET / ", "GET /never "));
    server.wait_for("never waits");
    server.signal("TERM");
    let (code, log) = server.wait();
    let told: Vec<_> = log.lines().filter(|line| line.contains("end")).collect();
    assert_eq!(code, 0, "{log}");
    assert_eq!(
        told.iter()
            .filter(|line| line.contains("inner ends") || line.contains("outer ends None"))
            .count(),
        2,
        "{log}"
    );
    assert!(
        told.last()
            .is_some_and(|line| line.contains("the app ends with 0 alive")),
        "{log}"
    );
}

#[test]
fn a_start_that_fails_ends_the_program_with_code_3_before_it_listens() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
        .to_string();
    let output = fails("startup", &["--port", &port]);
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{log}");
    assert!(
        log.contains("CRITICAL: the app could not start: no database\n"),
        "{log}"
    );
    assert!(!log.contains("running on"), "{log}");
    assert_eq!(log.matches("the app starts").count(), 1, "{log}");
}

#[test]
fn a_busy_port_ends_what_had_started() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let output = fails("", &["--port", &port]);
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{log}");
    assert!(log.contains("the app ends with 0 alive"), "{log}");
}

#[test]
fn an_end_that_fails_is_told_with_code_1() {
    let server = Server::start_with(PROGRAM, &["--port", "0"], &[("FAILS", "shutdown")]);
    server.signal("TERM");
    let (code, log) = server.wait();
    assert_eq!(code, 1, "{log}");
    assert!(
        log.contains("the app did not shut down as it should: cannot close"),
        "{log}"
    );
}

#[test]
fn a_signal_ends_an_app_that_has_not_started() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = Command::new(PROGRAM)
        .args(["--port", &port.to_string()])
        .env("FAILS", "never")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().expect("a pipe")));
    assert_eq!(lines.next().expect("a line").expect("text"), "the app starts");
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    let kill = format!("kill -TERM {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .expect("sh runs")
            .success()
    );
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}
