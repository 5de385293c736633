//! The clock of the machine jumps by an hour, forth and back: limits of time do not notice.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use e2e::{Answer, Program, Scratch, wait_until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_seen");

/// Where Debian has it; the name of the folder is that of the machine's architecture.
fn library() -> String {
    let folders = std::fs::read_dir("/usr/lib").expect("a folder of libraries");
    let found = folders
        .flatten()
        .map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
    let mut found = found.filter(|path| Path::is_file(path));
    let path = found.next().expect("libfaketime is missing: run tests/e2e/setup");
    path.to_string_lossy().into_owned()
}

fn ask(connection: &mut TcpStream) -> Answer {
    connection
        .write_all(b"GET /seen HTTP/1.1\r\nhost: test\r\n\r\n")
        .expect("the connection is open");
    read(connection)
}

fn read(connection: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        let read = connection.read(&mut buffer).expect("an answer");
        assert!(
            read > 0,
            "the connection was closed: {}",
            String::from_utf8_lossy(&bytes)
        );
        bytes.extend_from_slice(&buffer[..read]);
        if let Some(answer) = Answer::parse(&bytes)
            && answer
                .header("content-length")
                .is_some_and(|length| length == answer.body.len().to_string())
        {
            return answer;
        }
    }
}

/// The hour of an answer's date: `Fri, 20 Nov 2026 17`.
fn hour(answer: &Answer) -> String {
    answer.header("date").expect("a date")[..19].to_owned()
}

#[test]
fn nobody_is_timed_out_when_the_clock_jumps() {
    let files = Scratch::new();
    let time = files.path().join("time");
    std::fs::write(&time, "+0").expect("a file");
    let program = Program::start(
        PROGRAM,
        &[
            "--timeout-keep-alive",
            "60",
            "--timeout-request-body",
            "60",
            "--timeout-request-header",
            "60",
        ],
        &[
            ("LD_PRELOAD", &library()),
            ("FAKETIME_TIMESTAMP_FILE", &time.to_string_lossy()),
            ("FAKETIME_NO_CACHE", "1"),
            // the clock that only ever goes on does so, as on a machine whose clock is set
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ],
    );
    let connect = || {
        let stream = TcpStream::connect(("127.0.0.1", program.port())).expect("it listens");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("a timeout");
        stream
    };
    let mut idle = connect();
    let before = hour(&ask(&mut idle));
    for jump in ["+3600", "-3600"] {
        // one in the middle of a head, one in the middle of a body
        let (mut head, mut body) = (connect(), connect());
        head.write_all(b"GET /seen HTTP/1.1\r\nho").expect("it reads");
        body.write_all(b"POST /length HTTP/1.1\r\nhost: test\r\ncontent-length: 4\r\n\r\nab")
            .expect("it reads");
        std::fs::write(&time, jump).expect("a file");
        if jump == "+3600" {
            // The program has seen it. Back again the date waits for its time to come: hyper renews it when it is older
            // than a second.
            wait_until("another hour is told", || hour(&ask(&mut idle)) != before);
        }
        head.write_all(b"st: test\r\n\r\n").expect("it reads");
        assert_eq!(read(&mut head).status, 200);
        body.write_all(b"cd").expect("it reads");
        assert_eq!(read(&mut body).body, "4");
        assert_eq!(ask(&mut idle).status, 200);
    }
}
