//! What stays open: event streams and WebSockets, few and many, when the server stops and when nobody reads.

#![cfg(unix)]

use std::net::TcpStream;
use std::process::Command;

use server_tests::frames::{CLOSE, FIN, Frame, Socket, TEXT, closing, frame};
use server_tests::{Connection, Server, wait_until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

/// As many of each kind as are open at once.
const MANY: usize = 1000;

fn start(args: &[&str]) -> Server {
    Server::start(PROGRAM, &[&["--port", "0"], args].concat())
}

fn events(server: &Server) -> Connection<TcpStream> {
    let mut connection = server.connect();
    connection.send("GET /events HTTP/1.1\r\nhost: test\r\n\r\n");
    connection.read_until("\r\n\r\n");
    connection
}

fn socket(server: &Server, path: &str) -> Socket {
    Socket::open(server.socket(), path, "")
}

fn say(server: &Server, bytes: usize, times: usize) -> String {
    let mut connection = server.connect();
    connection.send(format!(
        "POST /say?bytes={bytes}&times={times} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n"
    ));
    let answer = connection.read_to_end();
    answer.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned()
}

/// The last chunk of an answer that ended well.
const END: &str = "0\r\n\r\n";

/// WS-22: they are told as soon as the server begins to stop, and it does not wait for them.
#[test]
fn all_are_told_when_the_server_stops() {
    for args in [&["--workers", "1"], &["--workers", "2"]] {
        let server = start(args);
        let (mut stream, mut talks) = (events(&server), socket(&server, "/echo"));
        talks.send(frame(FIN | TEXT, b"hello"));
        assert_eq!(talks.receive(), Some(Frame::new(TEXT, *b"hello")));
        let (mut hears, mut deaf) = (socket(&server, "/hear"), socket(&server, "/deaf"));
        server.signal("TERM");
        assert_eq!(stream.read_to_end(), END);
        for socket in [&mut talks, &mut hears] {
            assert_eq!(socket.receive().map(|end| end.code()), Some(1012));
            socket.send(frame(FIN | CLOSE, &closing(1012, "")));
            assert_eq!(socket.receive(), None);
        }
        // This one is told, too, though its handler does not listen; it is the only one that is waited for.
        assert_eq!(deaf.receive(), Some(Frame::new(TEXT, *b"no")));
        assert_eq!(deaf.receive().map(|end| end.code()), Some(1012));
        server.signal("INT");
        assert_eq!(server.wait().0, 0);
    }
}

#[test]
fn the_deadline_drops_sockets() {
    let server = start(&["--timeout-graceful-shutdown", "0.05"]);
    let mut deaf = socket(&server, "/deaf");
    deaf.receive();
    server.signal("TERM");
    assert_eq!(deaf.receive().map(|end| end.code()), Some(1012));
    let (code, log) = server.wait();
    assert_eq!(code, 0);
    assert!(log.contains("1 WebSocket(s) took too long to finish"), "{log}");
}

/// Lets this process have a descriptor for each end, as far as the system allows.
fn allow_descriptors() {
    let pid = std::process::id().to_string();
    let raised = Command::new("prlimit").args(["--pid", &pid, "--nofile=8192:"]).status();
    assert!(
        raised.is_ok_and(|status| status.success()),
        "8192 descriptors are needed: ulimit -Hn"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_thousand_of_each_are_told_and_none_is_left() {
    allow_descriptors();
    let server = start(&[]);
    let before = server.memory();
    let mut streams: Vec<_> = (0..MANY).map(|_| events(&server)).collect();
    let with_streams = server.memory();
    let mut sockets: Vec<_> = (0..MANY).map(|_| socket(&server, "/hear")).collect();
    let with_sockets = server.memory();
    assert_eq!(say(&server, 3, 1), format!("[{MANY},{MANY}]"));
    for stream in &mut streams {
        stream.read_until("data: \"xxx\"\n\n");
    }
    for socket in &mut sockets {
        assert_eq!(socket.receive(), Some(Frame::new(TEXT, *b"xxx")));
    }
    println!(
        "{MANY} event streams: {} KiB each; {MANY} WebSockets: {} KiB each; all: {} MiB",
        (with_streams - before) / MANY,
        (with_sockets - with_streams) / MANY,
        server.memory() / 1024
    );
    assert!(
        with_sockets - before < 2 * MANY * 32,
        "{before} {with_streams} {with_sockets}"
    );
    server.signal("TERM");
    for stream in &mut streams {
        assert!(stream.read_to_end().ends_with(END));
    }
    for socket in &mut sockets {
        assert_eq!(socket.receive().map(|end| end.code()), Some(1012));
        socket.send(frame(FIN | CLOSE, &closing(1012, "")));
    }
    for socket in &mut sockets {
        assert_eq!(socket.receive(), None);
    }
    let (code, log) = server.wait();
    assert_eq!(code, 0);
    assert!(!log.contains("took too long"), "{log}");
}

/// They read nothing: what is said to them is kept as far as the broadcast goes back, and then they are cut off.
#[cfg(target_os = "linux")]
#[test]
fn slow_readers_do_not_grow_memory() {
    let server = start(&[]);
    let (streams, sockets): (Vec<_>, Vec<_>) = (0..20).map(|_| (events(&server), socket(&server, "/hear"))).unzip();
    assert_eq!(say(&server, 1, 1), "[20,20]");
    let before = server.memory();
    // 400 MB to each of 40
    for _ in 0..400 {
        say(&server, 10_000, 100);
    }
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 64 * 1024, "{grown} KiB more than before");
    // nobody of them keeps up
    assert_eq!(say(&server, 1, 1), "[0,0]");
    drop((streams, sockets));
}

/// A client that leaves is missed, and nothing of it stays.
#[cfg(target_os = "linux")]
#[test]
fn who_leaves_is_forgotten() {
    let server = start(&[]);
    let round = |count: usize| {
        let sockets: Vec<_> = (0..count).map(|_| socket(&server, "/hear")).collect();
        let heard = say(&server, 100, 1);
        assert!(heard.starts_with(&format!("[{count},")), "{heard}");
        drop(sockets);
        wait_until("nobody is in the room", || say(&server, 1, 1).starts_with("[0,"));
    };
    round(200);
    let before = server.memory();
    (0..20).for_each(|_| round(100));
    let grown = server.memory().saturating_sub(before);
    assert!(grown < 4 * 1024, "{grown} KiB more than before");
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.id()))
        .expect("its descriptors")
        .count();
    assert!(open < 20, "{open} descriptors are open");
}
