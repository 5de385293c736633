//! HTTP/2 against the program: floods take no memory, and SIGTERM loses nothing.

#![cfg(target_os = "linux")]

use std::io::{Read, Write};
use std::net::TcpStream;

use server_tests::{HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short frame").to_be_bytes();
    let head = [&length[1..], &[kind, flags], &stream.to_be_bytes()].concat();
    [&head[..], payload].concat()
}

/// `GET /` in HPACK's static table, and a host.
const GET: &[u8] = b"\x82\x86\x84\x01\x04test";

fn get(stream: u32) -> Vec<u8> {
    frame(HEADERS, 5, stream, GET)
}

fn connect(server: &Server) -> TcpStream {
    let mut stream = TcpStream::connect(server.socket()).expect("the server accepts");
    stream
        .set_read_timeout(Some(std::time::Duration::from_secs(20)))
        .expect("a timeout");
    stream.write_all(PREFACE).expect("the server reads");
    stream
}

/// The frames until the connection ends, by kind; of a `GOAWAY` its error.
fn frames(mut stream: TcpStream) -> Vec<(u8, u8)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        bytes.extend_from_slice(&buffer[..read]);
    }
    let mut frames = Vec::new();
    let mut rest = &bytes[..];
    while let [a, b, c, kind, _, _, _, _, _, payload @ ..] = rest {
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let Some((payload, next)) = payload.split_at_checked(length) else {
            break;
        };
        frames.push((*kind, if *kind == GOAWAY { payload[7] } else { 0 }));
        rest = next;
    }
    frames
}

/// How much memory the program has, in KiB.
fn memory(server: &Server) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).expect("it runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
fn floods_take_no_memory() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let mut warm = server.connect();
    warm.send(HELLO);
    warm.read_until("Hello, World!");
    let before = memory(&server);
    let resets: Vec<u8> = (0..10_000)
        .flat_map(|number| [get(2 * number + 1), frame(RST_STREAM, 0, 2 * number + 1, &[0, 0, 0, 8])].concat())
        .collect();
    let field = [&[0, 1, b'x', 100][..], &[b'y'; 100]].concat();
    let continuations = [
        frame(HEADERS, 1, 1, GET),
        frame(CONTINUATION, 0, 1, &field).repeat(100_000),
    ]
    .concat();
    let pings = frame(PING, 0, 0, &[0; 8]).repeat(1_000_000);
    for _ in 0..5 {
        for flood in [&resets, &continuations] {
            let mut stream = connect(&server);
            let reader = stream.try_clone().expect("the same connection");
            let reading = std::thread::spawn(move || frames(reader));
            let _ = stream.write_all(flood);
            let end = reading.join().expect("it reads");
            assert!(end.contains(&(GOAWAY, 11)), "no ENHANCE_YOUR_CALM: {end:?}");
        }
        // nobody reads the answers: the server stops reading as well
        let mut stream = connect(&server);
        stream
            .set_write_timeout(Some(std::time::Duration::from_millis(300)))
            .expect("a timeout");
        assert!(stream.write_all(&pings).is_err());
    }
    let grown = memory(&server).saturating_sub(before);
    assert!(grown < 16 * 1024, "{grown} KiB more than before");
    warm.send(HELLO);
    warm.read_until("Hello, World!");
}

#[test]
fn sigterm_says_goodbye_and_ends() {
    let mut server = Server::start(PROGRAM, &["--port", "0", "--workers", "2"]);
    let mut stream = connect(&server);
    stream.write_all(&get(1)).expect("the server reads");
    // it has begun when it says what its settings are
    let mut head = [0; 9];
    stream.read_exact(&mut head).expect("a frame");
    stream.read_exact(&mut vec![0; head[2].into()]).expect("its settings");
    server.signal("TERM");
    server.wait_for("Shutting down");
    let end = frames(stream);
    assert!(end.contains(&(GOAWAY, 0)), "{end:?}");
    assert!(end.iter().any(|(kind, _)| *kind == HEADERS), "{end:?}");
    assert_eq!(server.wait().0, 0);
}
