//! What requests leave to do is done once and in order, however they end; and nothing of them stays.

#![cfg(unix)]

use std::net::TcpStream;

use server_tests::{Connection, HELLO, Server, wait_until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_lives");

/// Looks after clients that are gone all the time.
const ARGS: [&str; 4] = ["--port", "0", "--timeout-keep-alive", "0.08"];

fn get(path: &str) -> String {
    HELLO.replace("GET / ", &format!("GET {path} "))
}

fn send(server: &Server, path: &str) -> Connection<TcpStream> {
    let mut connection = server.connect();
    connection.send(get(path));
    connection
}

/// As many files as a program may open for itself after it has said that it listens: its workers' runtimes.
const OF_ITS_OWN: usize = 20;

/// Opened, closed, alive.
fn counts(server: &Server) -> [usize; 3] {
    let mut connection = server.connect();
    connection.send(get("/counts").replace("host: test", "host: test\r\nconnection: close"));
    let answer = connection.read_to_end();
    let (_, list) = answer.rsplit_once("\r\n\r\n[").expect("a list");
    let numbers: Vec<usize> = list
        .trim_end_matches(']')
        .split(',')
        .map(|number| number.parse().expect("a number"))
        .collect();
    numbers.try_into().expect("three")
}

/// Waits for the ends of one request, inner before outer, and that there is no other.
fn ends(server: &mut Server, told: &str) {
    server.wait_for("inner ends");
    assert_eq!(server.wait_for("outer ends").trim_end(), format!("outer ends {told}"));
    assert_eq!(counts(server), [1, 1, 0]);
}

#[test]
fn a_client_that_is_gone_before_the_answer_ends_the_handler() {
    let mut server = Server::start(PROGRAM, &ARGS);
    let connection = send(&server, "/never");
    server.wait_for("never waits");
    connection.abort();
    ends(&mut server, "None sent=false");
}

#[test]
fn a_client_that_is_gone_during_the_answer_ends_it() {
    for (path, received) in [("/begins", "first piece"), ("/floods", "xxxx")] {
        let mut server = Server::start(PROGRAM, &ARGS);
        let mut connection = send(&server, path);
        connection.read_until(received);
        connection.abort();
        ends(&mut server, "Some(200) sent=false");
    }
}

#[test]
fn a_client_that_is_gone_after_the_answer_changes_nothing() {
    let mut server = Server::start(PROGRAM, &ARGS);
    let mut connection = send(&server, "/ok");
    connection.read_until("\"ok\"");
    connection.abort();
    server.wait_for("task runs");
    ends(&mut server, "Some(200) sent=true");
}

#[test]
fn a_panic_and_a_timeout_end_a_request_too() {
    let mut server = Server::start(PROGRAM, &ARGS);
    send(&server, "/panic").read_until("Internal Server Error");
    ends(&mut server, "Some(500) sent=true");

    let mut server = Server::start_with(PROGRAM, &ARGS, &[("TIMEOUT_MS", "1")]);
    send(&server, "/never").read_until("Gateway Timeout");
    ends(&mut server, "None sent=false");
}

#[test]
fn a_client_that_only_stops_sending_is_answered() {
    let server = Server::start_with(PROGRAM, &ARGS, &[("TIMEOUT_MS", "400")]);
    let mut connection = send(&server, "/never");
    connection.stop_sending();
    assert!(connection.read_to_end().starts_with("HTTP/1.1 504 "));
}

#[test]
fn a_unix_client_that_closes_is_gone_at_once() {
    let path = std::env::temp_dir().join(format!("fasterapi-endings-{}.sock", std::process::id()));
    let path = path.to_str().expect("text");
    let mut server = Server::start(PROGRAM, &["--uds", path, "--timeout-keep-alive", "0.08"]);
    let mut connection = Connection::new(std::os::unix::net::UnixStream::connect(path).expect("it listens"));
    connection.send(get("/never"));
    server.wait_for("never waits");
    drop(connection);
    server.wait_for("inner ends");
    assert_eq!(server.wait_for("outer ends").trim_end(), "outer ends None sent=false");
}

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_aborted_requests_leave_nothing() {
    let mut server = Server::start(PROGRAM, &[&ARGS[..], &["--workers", "2"]].concat());
    let log = server.read_stderr();
    let files = server.open_files();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for number in 0..2_500 {
                    // Some are given up before the server has heard of them, some while it works, some after.
                    let connection = send(&server, ["/never", "/ok", "/begins"][number % 3]);
                    match number % 3 {
                        0 => connection.abort(),
                        _ => drop(connection),
                    }
                }
            });
        }
    });
    wait_until("nothing is left of requests that were given up", || {
        let [opened, closed, alive] = counts(&server);
        opened == closed && alive == 0 && server.open_files() < files + OF_ITS_OWN
    });
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    let log = log.join().expect("it reads");
    assert!(log.contains("the app ends with 0 alive"), "{log}");
    assert!(!log.contains("took too long"), "{log}");
}
