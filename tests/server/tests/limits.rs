//! How much a request may be, how slow, and how many connections there are.

#![cfg(unix)]

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use server_tests::{HELLO, Server, output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");
/// Has a middleware, and no route.
const SEEN: &str = env!("CARGO_BIN_EXE_echoes");

fn start(program: &str, args: &[&str]) -> Server {
    Server::start(program, &[&["--port", "0"], args].concat())
}

/// What answers this request, and that the connection is closed or stays open.
fn answer(server: &Server, request: &str) -> String {
    let mut connection = server.connect();
    connection.send(request);
    connection.end();
    connection.read_to_end()
}

/// A request line and fields, `bytes` long in all.
fn head(bytes: usize) -> String {
    let mut head = "GET / HTTP/1.1\r\nhost: test\r\n".to_owned();
    let mut number = 0;
    while head.len() + 4 < bytes {
        // as long as a field may be, or what is left
        let name = format!("x-{number}: ");
        let length = (bytes - head.len() - 4).min(16_000).saturating_sub(name.len());
        head.push_str(&format!("{name}{}\r\n", "v".repeat(length)));
        number += 1;
    }
    head.push_str("\r\n");
    head
}

/// The answer is this status, in the shape of FastAPI's errors, and the last of its connection.
fn is_refusal(answer: &str, status: &str) -> bool {
    let (_, phrase) = status.split_once(" ").unwrap_or_default();
    // in the words of Python, as all of FastAPI's
    let detail = phrase.replace("URI", "Request-URI");
    answer.starts_with(&format!("HTTP/1.1 {status}\r\n"))
        && answer.contains("\r\nconnection: close\r\n")
        && answer.ends_with(&format!("\r\n\r\n{{\"detail\":\"{detail}\"}}"))
        && answer.matches("HTTP/1.1 ").count() == 1
}

#[test]
fn a_target_has_8192_bytes_at_most() {
    for program in [PROGRAM, SEEN] {
        let server = start(program, &[]);
        for length in [8000, 8192] {
            let path = format!("/{}", "a".repeat(length - 1));
            let answer = answer(&server, &format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n"));
            assert!(!answer.starts_with("HTTP/1.1 414 "), "{answer}");
        }
        for target in [
            format!("/{}", "a".repeat(8192)),
            format!("/?{}", "a".repeat(8191)),
            format!("http://test/{}", "a".repeat(8188)),
            format!("/{}", "a".repeat(60_000)),
        ] {
            let request = format!("GET {target} HTTP/1.1\r\nhost: test\r\n\r\n");
            // behind others in one piece, or followed by one that must not be read
            assert!(is_refusal(
                &answer(&server, &format!("{request}{HELLO}")),
                "414 URI Too Long"
            ));
            let after_others = answer(&server, &format!("{HELLO}{HELLO}{request}"));
            let (_, last) = after_others.rsplit_once("HTTP/1.1 ").unwrap();
            assert!(
                is_refusal(&format!("HTTP/1.1 {last}"), "414 URI Too Long"),
                "{after_others}"
            );
        }
    }
    let server = start(PROGRAM, &["--limit-request-target", "100"]);
    let asked = |length: usize| {
        answer(
            &server,
            &format!("GET /{} HTTP/1.1\r\nhost: test\r\n\r\n", "a".repeat(length)),
        )
    };
    assert!(asked(99).starts_with("HTTP/1.1 404 ") && is_refusal(&asked(100), "414 URI Too Long"));
}

#[test]
fn a_target_that_comes_in_pieces_is_measured_all_the_same() {
    let server = start(PROGRAM, &[]);
    let mut connection = server.connect();
    connection.send(HELLO);
    connection.read_until("Hello, World!");
    connection.send(format!("{HELLO}GET /{}", "a".repeat(5000)));
    connection.read_until("Hello, World!");
    connection.send(format!("{} HTTP/1.1\r\nhost: test\r\n\r\n", "a".repeat(5000)));
    assert!(is_refusal(&connection.read_to_end(), "414 URI Too Long"));
}

#[test]
fn a_field_has_16_kib_at_most() {
    let server = start(PROGRAM, &[]);
    let asked = |length: usize| {
        let value = "v".repeat(length - "x".len());
        answer(
            &server,
            &format!("GET / HTTP/1.1\r\nhost: test\r\nx: {value}\r\n\r\n{HELLO}"),
        )
    };
    assert_eq!(asked(16_384).matches("HTTP/1.1 200 ").count(), 2);
    assert!(is_refusal(&asked(16_385), "431 Request Header Fields Too Large"));
}

#[test]
fn a_head_has_64_kib_at_most() {
    let server = start(PROGRAM, &[]);
    assert!(answer(&server, &head(65_536)).starts_with("HTTP/1.1 200 "));
    for bytes in [65_537, 66_000, 70_000, 100_000] {
        let mut connection = server.connect();
        connection.send(head(bytes));
        let answer = connection.read_until_cut_off();
        assert!(answer.starts_with("HTTP/1.1 431 "), "{bytes}: {answer}");
    }
    for option in ["--limit-request-head", "--h11-max-incomplete-event-size"] {
        let server = start(PROGRAM, &[option, "1024"]);
        assert!(answer(&server, &head(1024)).starts_with("HTTP/1.1 200 "));
        assert!(answer(&server, &head(1025)).starts_with("HTTP/1.1 431 "));
    }
}

#[test]
fn a_head_has_100_fields_at_most() {
    let fields = |count: usize| format!("GET / HTTP/1.1\r\nhost: test\r\n{}\r\n", "x: y\r\n".repeat(count - 1));
    for (args, most) in [
        (&[][..], 100),
        (&["--limit-request-fields", "200"], 200),
        (&["--limit-request-fields", "2"], 2),
    ] {
        let server = start(PROGRAM, args);
        assert!(answer(&server, &fields(most)).starts_with("HTTP/1.1 200 "), "{most}");
        assert!(
            answer(&server, &fields(most + 1)).starts_with("HTTP/1.1 431 "),
            "{most}"
        );
    }
}

#[test]
fn a_method_has_32_letters_at_most_in_any_app() {
    for (program, just_allowed) in [(PROGRAM, "HTTP/1.1 405 "), (SEEN, "HTTP/1.1 200 ")] {
        let server = start(program, &[]);
        let asked = |length: usize, path: &str| {
            let method = "M".repeat(length);
            answer(
                &server,
                &format!("{method} {path} HTTP/1.1\r\nhost: test\r\n\r\n{HELLO}"),
            )
        };
        assert!(asked(32, "/").starts_with(just_allowed));
        for path in ["/", "/nowhere"] {
            assert!(
                is_refusal(&asked(33, path), "501 Not Implemented"),
                "{}",
                asked(33, path)
            );
        }
    }
    let server = start(PROGRAM, &["--limit-request-method", "7"]);
    let answer = answer(&server, "PROPFIND / HTTP/1.1\r\nhost: test\r\n\r\n");
    assert!(is_refusal(&answer, "501 Not Implemented"), "{answer}");
}

#[test]
fn a_query_has_1000_parameters_at_most() {
    let server = start(PROGRAM, &[]);
    let asked = |params: usize| {
        answer(
            &server,
            &format!("GET /?{} HTTP/1.1\r\nhost: test\r\n\r\n", vec!["a"; params].join("&")),
        )
    };
    assert!(asked(1000).starts_with("HTTP/1.1 200 "));
    let answer = asked(1001);
    let text = "{\"detail\":\"Too many query parameters. Maximum number is 1000.\"}";
    assert!(
        answer.starts_with("HTTP/1.1 400 ") && answer.ends_with(text),
        "{answer}"
    );
}

#[test]
fn what_the_server_is_told_wins_over_what_the_app_says() {
    let server = start(PROGRAM, &["--limit-request-body", "3", "--limit-form-files", "0"]);
    let post = |path: &str, kind: &str, body: &str| {
        let length = body.len();
        answer(
            &server,
            &format!(
                "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"
            ),
        )
    };
    assert!(post("/sum", "application/json", "[1]").starts_with("HTTP/1.1 200 "));
    assert!(post("/sum", "application/json", "[1,2]").starts_with("HTTP/1.1 413 "));
    let part = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\na\r\n--x--\r\n";
    let answer = post("/files", "multipart/form-data; boundary=x", part);
    assert!(
        answer.starts_with("HTTP/1.1 400 ") && answer.contains("Too many files."),
        "{answer}"
    );
}

/// A client that sends on, as it has no answer yet that says otherwise, gets all that it is to get.
#[test]
fn the_last_answer_of_a_connection_is_not_lost_for_what_comes_behind_it() {
    let server = start(PROGRAM, &["--limit-keep-alive-requests", "50"]);
    let mut connection = server.connect();
    connection.send(HELLO.repeat(50_000));
    let answers = connection.read_to_end();
    assert_eq!(answers.matches("Hello, World!").count(), 50);
    assert_eq!(answers.matches("connection: close").count(), 1);
}

/// Sends a byte whenever none has been answered for a moment, and gives the answer.
fn drip(mut stream: TcpStream) -> String {
    stream.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
    let (mut answer, mut buffer) = (Vec::new(), [0; 1024]);
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return String::from_utf8(answer).unwrap(),
            Ok(read) => answer.extend_from_slice(&buffer[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                let _ = stream.write_all(b"1");
            }
            // closed with bytes of ours unread
            Err(_) => return String::from_utf8(answer).unwrap(),
        }
    }
}

#[test]
fn a_body_that_drips_is_answered_408() {
    let head = "POST /sum HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n";
    let server = start(
        PROGRAM,
        &[
            "--limit-request-body-rate",
            "100000",
            "--timeout-request-body-grace",
            "0.2",
        ],
    );
    for length in [
        "content-length: 100000\r\n\r\n[",
        "transfer-encoding: chunked\r\n\r\n186A0\r\n[",
    ] {
        let mut stream = TcpStream::connect(server.socket()).unwrap();
        stream.write_all(format!("{head}{length}").as_bytes()).unwrap();
        let answer = drip(stream);
        assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
        assert!(answer.ends_with("{\"detail\":\"Request Timeout\"}"), "{answer}");
    }
    // The same, as slow as it likes: only the end of the body tells that the server took it all.
    let server = start(
        PROGRAM,
        &["--limit-request-body-rate", "0", "--timeout-request-body-grace", "0"],
    );
    let mut stream = TcpStream::connect(server.socket()).unwrap();
    let head = "POST /length HTTP/1.1\r\nhost: test\r\nconnection: close\r\n";
    stream
        .write_all(format!("{head}content-length: 20\r\n\r\n").as_bytes())
        .unwrap();
    let answer = drip(stream);
    assert!(answer.ends_with("\r\n\r\n\"20\""), "{answer}");
}

#[test]
fn a_connection_too_many_waits_until_another_ends() {
    let mut server = start(PROGRAM, &["--limit-connections", "2"]);
    let (mut first, mut second) = (server.connect(), server.connect());
    for connection in [&mut first, &mut second] {
        connection.send(HELLO);
        connection.read_until("Hello, World!");
    }
    let mut third = server.connect();
    third.send(HELLO);
    server.wait_for("2 connections are open, and no more are accepted until one closes");
    // those that are open go on as before
    second.send(HELLO);
    second.read_until("Hello, World!");
    drop(first);
    third.read_until("Hello, World!");
    // one that waits does not keep the server from ending
    let mut fourth = server.connect();
    fourth.send(HELLO);
    server.signal("TERM");
    assert!(fourth.read_to_end().ends_with("Hello, World!"));
    drop((second, third));
    assert_eq!(server.wait().0, 0);
}

#[test]
fn a_connection_ends_after_as_many_requests_as_it_is_for() {
    let server = start(PROGRAM, &["--limit-keep-alive-requests", "3"]);
    let mut connection = server.connect();
    connection.send(HELLO.repeat(5));
    let answers = connection.read_until_cut_off();
    assert_eq!(answers.matches("Hello, World!").count(), 3, "{answers}");
    assert_eq!(answers.matches("\r\nconnection: close\r\n").count(), 1, "{answers}");
    let mut one_by_one = server.connect();
    for closes in [false, false, true] {
        one_by_one.send(HELLO);
        let answer = one_by_one.read_until("Hello, World!");
        assert_eq!(answer.contains("connection: close"), closes, "{answer}");
    }
    assert_eq!(one_by_one.read_to_end(), "");
}

#[test]
fn values_out_of_range_do_not_start() {
    for (args, text) in [
        (
            ["--limit-request-head", "1"],
            "`--limit-request-head 1`: expected a whole number from 1024 to 1048576",
        ),
        (
            ["--limit-request-target", "x"],
            "`--limit-request-target x`: expected a whole number from 64 to 65534",
        ),
        (
            ["--limit-connections", "0"],
            "`--limit-connections 0`: expected a whole number from 1 to 10000000",
        ),
        (
            ["--timeout-request-body-grace", "-1"],
            "`--timeout-request-body-grace -1`: expected a number of seconds from 0 to 31536000",
        ),
    ] {
        let output = output(PROGRAM, &args);
        assert_eq!(output.status.code(), Some(2));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(text), "{told}");
    }
}
