//! Answers that a client has a say in: nothing of it gets into their head, or the log, that is not a value.

use std::fmt::Write as _;

use server_tests::Server;

use crate::ranges::Folder;
use crate::{Answer, ask, ask_json, get, is_well};

fn pair(name: &str, value: &str) -> Vec<u8> {
    // as JSON writes them
    let quoted = |text: &str| {
        text.chars().fold(String::new(), |mut all, letter| {
            let _ = write!(all, "\\u{:04x}", u32::from(letter));
            all
        })
    };
    format!("{{\"name\":\"{}\",\"value\":\"{}\"}}", quoted(name), quoted(value)).into_bytes()
}

/// What would be a header of its own, were it not refused or encoded.
const SMUGGLED: [&str; 8] = [
    "a\r\nx-evil: yes",
    "a\nx-evil: yes",
    "a\rx-evil: yes",
    "a\r\n\r\nx-evil: yes",
    "a\0b",
    "\r\nx-evil: yes",
    "a\u{7f}b",
    "a\u{b}b",
];

/// It is a 500, or an answer in which nothing stands that was not meant to.
fn is_harmless(server: &Server, path: &str, name: &str, value: &str) -> Answer {
    let answer = ask_json(server, path, &pair(name, value));
    assert!(
        !answer.head.to_lowercase().contains("\nx-evil") && !answer.head.contains("\rx-evil"),
        "{path}: {answer:?}"
    );
    assert!(!answer.body.contains("x-evil"), "{path}: {answer:?}");
    assert!(!answer.head.contains(['\0', '\u{7f}', '\u{b}']), "{path}: {answer:?}");
    answer
}

#[test]
fn headers_hold_no_others() {
    let folder = Folder::new();
    let mut server = folder.server();
    let log = server.read_stderr();
    for value in SMUGGLED {
        for path in ["header", "parts", "media-type", "cookie-path", "cookie-domain"] {
            let answer = is_harmless(&server, &format!("/answer/{path}"), "x-header", value);
            assert_eq!(answer.status, 500, "{path} {value:?}: {answer:?}");
        }
        // encoded, or, of an error, left out
        for path in ["redirect", "cookie", "filename", "error"] {
            let answer = is_harmless(&server, &format!("/answer/{path}"), "name", value);
            assert!(
                [200, 307, 401, 500].contains(&answer.status),
                "{path} {value:?}: {answer:?}"
            );
        }
    }
    for name in ["", "a b", "a;b", "a\r\nx-evil", "\0", "\u{e9}"] {
        // of an error it is left out
        for (path, status) in [("header", 500), ("parts", 500), ("error", 401), ("cookie", 500)] {
            let answer = is_harmless(&server, &format!("/answer/{path}"), name, "value");
            assert_eq!(answer.status, status, "{path} {name:?}: {answer:?}");
        }
    }
    is_well(&server);
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    let log = log.join().expect("it reads");
    assert!(!log.contains("panicked"), "{log}");
    assert!(!log.lines().any(|line| line.starts_with("x-evil")), "{log}");
    assert!(!log.contains(['\0', '\r', '\u{7f}', '\u{b}']), "{log:?}");
}

/// A header of one mebibyte is sent or refused, and nobody falls.
#[test]
fn headers_without_measure() {
    let folder = Folder::new();
    let server = folder.server();
    let long = "v".repeat(300_000);
    for path in [
        "header",
        "parts",
        "error",
        "redirect",
        "cookie",
        "cookie-path",
        "filename",
    ] {
        let status = is_harmless(&server, &format!("/answer/{path}"), "x-header", &long).status;
        assert!([200, 307, 401, 500].contains(&status), "{path}: {status}");
    }
    let long_name = "n".repeat(100_000);
    for path in ["header", "parts", "error", "cookie"] {
        let status = is_harmless(&server, &format!("/answer/{path}"), &long_name, "value").status;
        assert!([200, 401, 500].contains(&status), "{path}: {status}");
    }
    is_well(&server);
}

/// One line of the log for one event, without a character that a terminal would act on.
#[test]
fn logs_hold_no_lines_of_clients() {
    // the lines of the access log go to stdout, all others to stderr
    let server = Server::start_heard(crate::PROGRAM, &["--port", "0", "--access-log"], &[]);
    let evil = "%0d%0aERROR%3a%20forged%1b%5b31m%00";
    for request in [
        get(&format!("/{evil}?{evil}")),
        get("/panic/now").replace(
            "host: test",
            &format!("host: test\r\nx-request-id: {evil}\r\nuser-agent: {evil}"),
        ),
        get(&format!("/panic/now/{evil}")),
        // raw bytes where HTTP allows them
        get("/panic/now").replace("host: test", "host: test\r\nx-request-id: a\tERROR: forged"),
        get("/panic/now").replace("host: test", "host: test\r\nx-request-id: \u{85}\u{2028}\u{9b}31m"),
        get("/panic/now").replace("host: test", "host: test\r\nx-request-id: a\u{1b}[31m"),
        get("/panic/now").replace("host: test", "host: test\r\nx-request-id: a\rERROR: forged"),
        "GET /\u{1b}[31m HTTP/1.1\r\nhost: test\r\n\r\n".to_owned(),
        "GET /\u{85}\u{2028} HTTP/1.1\r\nhost: test\r\n\r\n".to_owned(),
        "G\u{1b}T / HTTP/1.1\r\nhost: test\r\n\r\n".to_owned(),
    ] {
        let closing = request.replace("host: test", "host: test\r\nconnection: close");
        ask(&server, closing.as_bytes());
    }
    is_well(&server);
    let (answers, log) = server.end();
    let odd = |letter: char| letter != '\n' && (letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}'));
    for text in [&answers, &log] {
        assert!(
            !text.lines().any(|line| line.trim_start().starts_with("ERROR: forged")),
            "{text}"
        );
        // the colours of the levels are the server's own, and there are none where no terminal is
        assert!(!text.contains(odd), "{text:?}");
    }
    // what was sent stands in both, as part of lines of the server's own
    let is_answer = |line: &str| line.starts_with("INFO:     127.0.0.1:") && line.matches('"').count() == 2;
    assert!(answers.lines().all(is_answer), "{answers}");
    assert!(
        answers.contains(&format!("\"GET /{evil}?{evil} HTTP/1.1\" 404 Not Found\n")),
        "{answers}"
    );
    assert!(log.lines().any(|line| line.contains("a request failed")), "{log}");
}
