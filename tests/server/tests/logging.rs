//! The log as an operator reads it: uvicorn's lines or JSON, and nothing in it that a client could forge (OBS-01 to OBS-05).

#![cfg(unix)]

use std::os::unix::net::UnixStream;

use serde_json::Value;
use server_tests::{Connection, Folder, Server, wait_until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_logs");

fn start(args: &[&str], variables: &[(&str, &str)]) -> Server {
    Server::start_heard(PROGRAM, &[&["--port", "0"], args].concat(), variables)
}

/// Sends one request and reads the answer.
fn ask(server: &Server, line: impl AsRef<[u8]>, headers: &str) -> String {
    let mut connection = server.connect();
    connection.send(line);
    connection.send(format!(" HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n"));
    connection.read_to_end()
}

/// A line of the access log without the client's address.
fn without_client(line: &str) -> &str {
    let (client, rest) = line.split_once(" - ").expect("a client");
    assert!(client.starts_with("INFO:     127.0.0.1:"), "{line}");
    rest
}

#[test]
fn a_line_for_each_answer_is_on_stdout_as_uvicorn_writes_it() {
    let mut server = start(&["--access-log"], &[]);
    for (request, expected) in [
        ("GET /items/7?q=%20x", r#""GET /items/7?q=%20x HTTP/1.1" 200 OK"#),
        ("GET /items/x", r#""GET /items/x HTTP/1.1" 422 Unprocessable Entity"#),
        ("POST /items/7", r#""POST /items/7 HTTP/1.1" 405 Method Not Allowed"#),
        ("GET /no", r#""GET /no HTTP/1.1" 404 Not Found"#),
        ("GET /panic", r#""GET /panic HTTP/1.1" 500 Internal Server Error"#),
    ] {
        ask(&server, request, "user-agent: x\r\n");
        assert_eq!(without_client(&server.read_line()), expected);
    }
    let mut connection = server.connect();
    connection.send(
        "GET /ws HTTP/1.1\r\nhost: test\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    connection.read_until("\r\n\r\n");
    assert_eq!(without_client(&server.read_line()), r#""WebSocket /ws" [accepted]"#);
    drop(connection);
    let (out, err) = server.end();
    assert_eq!(out, "");
    assert!(!err.contains("HTTP/1.1"), "{err}");
}

#[test]
fn behind_a_trusted_proxy_the_client_is_the_one_it_names() {
    let mut server = start(&["--access-log", "--forwarded-allow-ips", "127.0.0.1"], &[]);
    ask(&server, "GET /no", "x-forwarded-for: 203.0.113.9\r\n");
    let line = server.read_line();
    assert!(line.starts_with("INFO:     203.0.113.9:"), "{line}");
}

#[test]
fn the_access_log_is_off_unless_asked_for_and_an_argument_wins() {
    let server = start(&["--no-access-log"], &[("FASTERAPI_ACCESS_LOG", "1")]);
    ask(&server, "GET /items/7", "");
    assert_eq!(server.end().0, "");
    let server = start(&[], &[]);
    ask(&server, "GET /items/7", "");
    assert_eq!(server.end().0, "");
}

#[test]
fn the_level_says_what_is_written() {
    let said = |args: &[&str], variables: &[(&str, &str)]| {
        let mut server = Server::start_with(PROGRAM, &[&["--port", "0"], args].concat(), variables);
        server.signal("CONT");
        ask(&server, "GET /items/7", "x-request-id: a-1\r\n");
        ask(&server, "GET /pool", "x-request-id: a-2\r\n");
        let rest = server.read_stderr();
        server.signal("TERM");
        rest.join().expect("stderr")
    };
    let looked_up = "INFO:     looked up item=7 text=\"two words\" request_id=a-1\n";
    let pool = "WARNING:  on the pool request_id=a-2\n";
    let warning = "WARNING:  on the pool\n";

    // Of the program what matters, as Python's logging does; spans are not made for it.
    let text = said(&[], &[]);
    assert!(text.contains(warning) && !text.contains("looked up"), "{text}");
    assert!(text.contains("INFO:     Shutting down\n"), "{text}");
    let text = said(&["--log-level", "info"], &[]);
    assert!(
        text.contains(pool) && text.contains(looked_up) && !text.contains("looking"),
        "{text}"
    );
    let text = said(&[], &[("RUST_LOG", "logs=debug")]);
    assert!(
        text.contains("DEBUG:    looking request_id=a-1\n") && text.contains("Shutting down"),
        "{text}"
    );
    let text = said(&["--log-level", "debug"], &[("RUST_LOG", "logs=warn")]);
    assert!(text.contains(pool) && !text.contains("looked up"), "{text}");
    assert!(text.contains("Shutting down"), "{text}");
}

#[test]
fn a_level_that_leaves_out_what_the_server_does() {
    // Without the banner there is no telling when it listens: a socket of its own is.
    let path = std::env::temp_dir().join(format!("fasterapi-quiet-{}.sock", std::process::id()));
    let mut child = std::process::Command::new(PROGRAM)
        .args(["--uds", path.to_str().expect("a path"), "--log-level", "error"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    wait_until("it listens", || {
        assert!(child.try_wait().expect("a child").is_none());
        UnixStream::connect(&path).is_ok()
    });
    let kill = format!("kill -TERM {}", child.id());
    assert!(
        std::process::Command::new("sh")
            .args(["-c", &kill])
            .status()
            .expect("sh")
            .success()
    );
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

/// What the filter says of `fasterapi::access`, and not of others, is what counts.
#[test]
fn a_filter_says_whether_the_access_log_is_written() {
    let folder = Folder::new("filters");
    let socket = folder.file("app.sock");
    for (filter, is_written) in [
        ("", true),
        ("info", true),
        ("fasterapi=debug", true),
        ("logs=debug", true),
        ("warn,fasterapi::access=info", true),
        ("warn", false),
        ("off", false),
        ("fasterapi=warn", false),
        ("error,logs=debug", false),
        ("info,fasterapi::access=off", false),
    ] {
        let mut child = std::process::Command::new(PROGRAM)
            .args(["--uds", &socket, "--access-log"])
            .env("RUST_LOG", filter)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        wait_until("it listens", || {
            assert!(child.try_wait().expect("a child").is_none());
            UnixStream::connect(&socket).is_ok()
        });
        let mut connection = Connection::new(UnixStream::connect(&socket).expect("it listens"));
        connection.send("GET /no HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        connection.read_to_end();
        assert!(server_tests::signal(child.id(), "TERM"));
        let output = child.wait_with_output().expect("it ends");
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(
            lines.contains("\"GET /no HTTP/1.1\" 404"),
            is_written,
            "{filter:?}: {lines}"
        );
    }
}

#[test]
fn what_is_done_after_an_answer_belongs_to_its_request() {
    let mut server = start(&["--log-level", "info"], &[]);
    ask(&server, "GET /task", "x-request-id: t-1\r\n");
    assert_eq!(server.wait_for("afterwards"), "WARNING:  afterwards request_id=t-1\n");
}

#[test]
fn colors_are_uvicorn_s() {
    let mut server = start(&["--use-colors", "--access-log"], &[]);
    ask(&server, "GET /no", "");
    let line = server.read_line();
    assert!(line.starts_with("\u{1b}[32mINFO\u{1b}[0m:     127.0.0.1:"), "{line:?}");
    assert!(
        line.ends_with("\"\u{1b}[1mGET /no HTTP/1.1\u{1b}[0m\" \u{1b}[31m404 Not Found\u{1b}[0m"),
        "{line:?}"
    );
}

/// Whoever collects the log may fall: a panic is the 500 it is otherwise, even where it tells the way there.
#[test]
fn a_panic_outlives_the_reader_of_the_log() {
    let folder = Folder::new("unread");
    let path = folder.file("app.sock");
    let mut child = std::process::Command::new(PROGRAM)
        .args(["--uds", &path])
        .env_remove("RUST_LOG")
        .env("RUST_BACKTRACE", "1")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    wait_until("it listens", || {
        assert!(child.try_wait().expect("a child").is_none());
        UnixStream::connect(&path).is_ok()
    });
    drop(child.stderr.take());
    for (target, status) in [("/panic", "500"), ("/pool", "200")] {
        let mut connection = Connection::new(UnixStream::connect(&path).expect("it listens"));
        connection.send(format!(
            "GET {target} HTTP/1.1\r\nhost: test\r\nconnection: close\r\nuser-agent: x\r\n\r\n"
        ));
        let answer = connection.read_until_cut_off();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{target}: {answer:?}"
        );
    }
    assert!(server_tests::signal(child.id(), "TERM"));
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

/// The lines as JSON.
fn objects(text: &str) -> Vec<Value> {
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    text.lines().map(read).collect()
}

fn find<'o>(objects: &'o [Value], member: &str, text: &str) -> &'o Value {
    let found = objects
        .iter()
        .find(|object| object[member].as_str().is_some_and(|value| value.contains(text)));
    found.unwrap_or_else(|| panic!("{text:?} in {objects:#?}"))
}

#[test]
fn json_has_a_timestamp_the_level_and_what_is_bound_to_the_request() {
    let mut server = start(&["--log-format", "json", "--access-log", "--log-level", "info"], &[]);
    let trace = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n";
    ask(&server, "GET /items/7?q=1", &format!("x-request-id: a-1\r\n{trace}"));
    let access: Value = serde_json::from_str(&server.read_line()).expect("JSON");
    ask(&server, "GET /panic", "x-request-id: a-2\r\nuser-agent: x\r\n");
    ask(&server, "GET /fail", "x-request-id: a-3\r\nuser-agent: x\r\n");
    let (out, err) = server.end();

    assert_eq!(
        access["message"]
            .as_str()
            .expect("a text")
            .split_once(" - ")
            .expect("a client")
            .1,
        r#""GET /items/7?q=1 HTTP/1.1" 200 OK"#
    );
    for (member, expected) in [
        ("level", "info"),
        ("logger", "fasterapi::access"),
        ("method", "GET"),
        ("path", "/items/7"),
        ("query", "q=1"),
        ("route", "/items/{id}"),
        ("http_version", "1.1"),
        ("request_id", "a-1"),
    ] {
        assert_eq!(access[member], expected, "{access}");
    }
    assert!(access["status"] == 200 && access["duration_ms"].is_f64(), "{access}");
    let timestamp = access["timestamp"].as_str().expect("a timestamp");
    assert!(
        timestamp.len() == 27 && timestamp.ends_with('Z') && timestamp.as_bytes()[10] == b'T',
        "{timestamp}"
    );

    assert_eq!(objects(&out).len(), 2);
    let said = objects(&err);
    let looked_up = find(&said, "message", "looked up");
    for (member, expected) in [
        ("logger", "logs"),
        ("text", "two words"),
        ("request_id", "a-1"),
        ("trace_id", "0af7651916cd43dd8448eb211c80319c"),
        ("http.request.method", "GET"),
        ("http.route", "/items/{id}"),
        ("url.path", "/items/7"),
    ] {
        assert_eq!(looked_up[member], expected, "{looked_up}");
    }
    assert_eq!(looked_up["item"], 7);
    let panicked = find(&said, "message", "panicked at tests/server/src/bin/logs.rs:");
    assert_eq!(panicked["request_id"], "a-2");
    let failed = find(
        &said,
        "message",
        "a request failed (a-3 GET \"/fail\", in logs::fail (tests/server/src/bin/logs.rs:",
    );
    assert!(failed["level"] == "error" && failed["request_id"] == "a-3", "{failed}");
    find(&said, "message", "Shutting down");
}

/// Nothing a client sends is a line of its own, a quote that ends what it stands in, or a command to a terminal.
#[test]
fn nothing_in_the_log_is_forged() {
    for format in ["text", "json"] {
        let mut server = start(&["--log-format", format, "--access-log", "--log-level", "info"], &[]);
        // Bytes that HTTP forbids are refused before anything is logged; these go through, or are answered 400.
        let mut targets: Vec<Vec<u8>> = vec![
            b"/items/%0d%0aINFO:%20%20%20%20%20forged%1b[2K".to_vec(),
            b"/items/\"-forged\"?q=\"200".to_vec(),
            "/items/\u{9b}2K\u{2028}forged?\u{202e}".as_bytes().to_vec(),
            b"/items/\xff\xfe\x9b".to_vec(),
            b"/items/\x7f".to_vec(),
        ];
        targets.push(b"/items/\x1b[2K".to_vec());
        for target in targets {
            let mut connection = server.connect();
            connection.send(
                [
                    b"GET ",
                    &target[..],
                    b" HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n",
                ]
                .concat(),
            );
            connection.read_until_cut_off();
        }
        for path in ["/says", "/fail", "/panic"] {
            let mut connection = server.connect();
            connection.send(format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n"));
            // UTF-8 of a control character of its own, and of two that turn or end a line
            connection.send("user-agent: a\u{9b}2Kb\u{2028}c\u{202e}\"d\r\nx-request-id: a\u{9b}b\r\n\r\n");
            connection.read_until_cut_off();
        }
        for id in ["\x1b[2K", "a b", "a\"b", "\u{e9}"] {
            ask(
                &server,
                "GET /says",
                &format!("user-agent: x\r\nx-request-id: {id}\r\n"),
            );
        }
        let lines_of_answers = server.read_line();
        let (rest, err) = server.end();
        let out = format!("{lines_of_answers}\n{rest}");
        for text in [&out, &err] {
            let bad = |character: &char| {
                (character.is_control() && *character != '\n')
                    || matches!(character, '\u{2028}' | '\u{202e}' | '\u{fffd}')
            };
            assert_eq!(text.chars().find(bad), None, "{text:?}");
            assert!(text.lines().all(|line| !line.starts_with("INFO:     forged")), "{text}");
        }
        for line in out.lines() {
            match format {
                "json" => {
                    let line: Value = serde_json::from_str(line).expect("JSON");
                    assert!(line["status"].is_u64(), "{line}");
                }
                // the quotes are those around the request
                _ => assert_eq!(line.matches('"').count(), 2, "{line}"),
            }
        }
        if format == "json" {
            assert!(!objects(&err).is_empty());
        }
    }
}

#[test]
fn a_log_that_cannot_be_written_as_asked_is_an_error() {
    let output = |args: &[&str], filter: &str| {
        let output = std::process::Command::new(PROGRAM)
            .args(args)
            .env("RUST_LOG", filter)
            .output()
            .expect("the program starts");
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        )
    };
    let (code, text) = output(&["--log-level", "loud"], "");
    assert_eq!(code, Some(2));
    assert_eq!(
        text,
        "error: `--log-level loud`: expected critical, error, warning, info, debug, trace\n"
    );
    let (code, text) = output(&["--log-format", "xml"], "");
    assert!(code == Some(2) && text.contains("expected text or json"), "{text}");
    let (code, text) = output(&["--port", "0"], "a=b=c");
    assert!(code == Some(1) && text.contains("RUST_LOG is \"a=b=c\""), "{text}");
}
