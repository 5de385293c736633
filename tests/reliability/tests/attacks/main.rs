//! Attacks on a server that runs: each test is one way to hurt it, and says what must hold all the same.
//!
//! Nothing here depends on how fast the machine is. Time limits are the server's own, and short; what would be slow is
//! told by the processor time the server takes, and by its memory.

#![cfg(target_os = "linux")]

mod answers;
mod bombs;
mod endings;
mod forms;
mod hashes;
mod json;
mod leavers;
mod panics;
mod ranges;
mod slow;

use std::net::TcpStream;

use reliability::{cpu_seconds, peak_memory, reset_peak_memory};
use server_tests::{Connection, HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_attacked");

fn start(args: &[&str]) -> Server {
    Server::start(PROGRAM, &[&["--port", "0"], args].concat())
}

/// It still answers.
fn is_well(server: &Server) {
    let mut connection = server.connect();
    connection.send(HELLO);
    connection.read_until("Hello, World!");
}

fn get(path: &str) -> String {
    HELLO.replace("GET / ", &format!("GET {path} "))
}

/// The request, after which the connection is closed.
fn post(path: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-type: {content_type}\r\n\
         content-length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

/// Status and body of an answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn of(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Self {
            status: status.unwrap_or_else(|| panic!("no answer: {text:?}")),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }
}

/// Sends all of it, though the server may have had enough before, and reads the answer to its end.
fn ask(server: &Server, request: &[u8]) -> Answer {
    let mut connection = server.connect();
    connection.try_send(request);
    Answer::of(&connection.read_until_cut_off())
}

fn ask_json(server: &Server, path: &str, body: &[u8]) -> Answer {
    ask(server, &post(path, "application/json", body))
}

/// What one request costs the server: processor time in seconds, and memory over what it had before, in KiB.
fn cost(server: &Server, request: impl FnOnce() -> Answer) -> (Answer, f64, usize) {
    let pid = server.id();
    reset_peak_memory(pid);
    let (time, memory) = (cpu_seconds(pid), peak_memory(pid));
    let answer = request();
    let spent = cpu_seconds(pid) - time;
    (answer, spent, peak_memory(pid).saturating_sub(memory))
}

/// `[begun, done, given up, tasks]`.
fn visits(server: &Server) -> [usize; 4] {
    let mut connection = server.connect();
    connection.send(get("/visits").replace("host: test", "host: test\r\nconnection: close"));
    let answer = Answer::of(&connection.read_to_end());
    let numbers = answer.body.trim_matches(['[', ']']).split(", ");
    let numbers: Vec<usize> = numbers.map(|number| number.parse().expect("a number")).collect();
    numbers.try_into().expect("four")
}

fn open(server: &Server, count: usize, request: &str) -> Vec<Connection<TcpStream>> {
    let connect = |_| {
        let mut connection = server.connect();
        connection.send(request);
        connection
    };
    (0..count).map(connect).collect()
}
