//! Keep-alive, pipelining, time limits, refusals.

#![cfg(unix)]

use server_tests::{HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

#[test]
fn connections_are_kept() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let mut connection = server.connect();
    for _ in 0..3 {
        connection.send(HELLO);
        assert!(
            connection
                .read_until("Hello, World!")
                .starts_with("HTTP/1.1 200 OK\r\n")
        );
    }
}

#[test]
fn pipelined_requests_are_all_answered_whatever_follows() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let closing = HELLO.replace("host: test", "host: test\r\nconnection: close");
    for (last, status) in [(closing.as_str(), "200 OK"), ("no request\r\n\r\n", "400 Bad Request")] {
        let mut connection = server.connect();
        connection.send(format!("{}{last}", HELLO.repeat(40)));
        let answers = connection.read_to_end();
        assert_eq!(
            answers.matches("Hello, World!").count(),
            40 + usize::from(status == "200 OK")
        );
        assert!(
            answers
                .rsplit("HTTP/1.1 ")
                .next()
                .is_some_and(|answer| answer.starts_with(status)),
            "{answers}"
        );
    }
}

#[test]
fn an_earlier_answer_does_not_wait_for_a_later_request() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let mut connection = server.connect();
    connection.send(format!(
        "{HELLO}POST /length HTTP/1.1\r\nhost: test\r\ncontent-length: 5\r\n\r\n123"
    ));
    connection.read_until("Hello, World!");
    connection.send(format!("45{HELLO}"));
    assert!(connection.read_until("Hello, World!").contains("\"5\""));
}

#[test]
fn a_client_that_stops_sending_still_gets_its_answer() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let stream = std::net::TcpStream::connect(server.socket()).unwrap();
    let mut connection = server_tests::Connection::new(stream.try_clone().unwrap());
    connection.send(HELLO);
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert!(connection.read_to_end().ends_with("Hello, World!"));
}

#[test]
fn an_idle_connection_is_closed_without_a_word() {
    let server = Server::start(PROGRAM, &["--port", "0", "--timeout-keep-alive", "0.1"]);
    let mut used = server.connect();
    used.send(HELLO);
    used.read_until("Hello, World!");
    assert_eq!(used.read_to_end(), "");
    assert_eq!(server.connect().read_to_end(), "");
}

#[test]
fn a_slow_head_is_answered_408() {
    let server = Server::start(PROGRAM, &["--port", "0", "--timeout-request-header", "0.1"]);
    let mut connection = server.connect();
    connection.send(HELLO);
    connection.read_until("Hello, World!");
    connection.send("GET / HT");
    let answer = connection.read_to_end();
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
}

#[test]
fn what_is_no_request_is_refused() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    for (request, status) in [
        ("garbage\r\n\r\n".to_owned(), "400 Bad Request"),
        (
            format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(70_000)),
            "431 Request Header Fields Too Large",
        ),
    ] {
        let mut connection = server.connect();
        connection.send(request);
        let answer = connection.read_until_cut_off();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{answer}");
    }
}

#[test]
fn a_trusted_proxy_tells_client_and_scheme() {
    let headers = "x-forwarded-for: 203.0.113.7\r\nx-forwarded-proto: https\r\n";
    let request = format!("GET /client HTTP/1.1\r\nhost: test\r\nconnection: close\r\n{headers}\r\n");
    for (trusted, expected) in [("127.0.0.1", "\"203.0.113.7:0 https\""), ("10.0.0.0/8", " http\"")] {
        let server = Server::start(PROGRAM, &["--port", "0", "--forwarded-allow-ips", trusted]);
        let mut connection = server.connect();
        connection.send(&request);
        let answer = connection.read_to_end();
        assert!(answer.ends_with(expected), "{answer}");
    }
}

#[test]
fn a_body_that_does_not_come_is_answered_408() {
    let server = Server::start(PROGRAM, &["--port", "0", "--timeout-request-body", "0.1"]);
    for path in ["/sum", "/named/read"] {
        let mut connection = server.connect();
        connection.send(format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n[1,2"
        ));
        let answer = connection.read_to_end();
        assert!(
            answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
            "{path}: {answer}"
        );
    }
    for path in ["/files", "/form"] {
        let mut connection = server.connect();
        connection.send(format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: multipart/form-data; boundary=x\r\n\
             content-length: 900\r\n\r\n--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc"
        ));
        let answer = connection.read_to_end();
        assert!(
            answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"),
            "{path}: {answer}"
        );
    }
}

#[test]
fn a_client_that_takes_nothing_is_dropped() {
    let server = Server::start(PROGRAM, &["--port", "0", "--timeout-response-write", "0.1"]);
    let mut connection = server.connect();
    connection.send("GET /flood HTTP/1.1\r\nhost: test\r\n\r\n");
    // The stream has no end, and nobody reads: what it holds is dropped with the connection.
    let mut watching = server.connect();
    watching.send("GET /ended HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    assert!(watching.read_to_end().starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_connection_too_many_is_answered_503() {
    let server = Server::start(PROGRAM, &["--port", "0", "--limit-concurrency", "1"]);
    let mut first = server.connect();
    first.send(HELLO);
    first.read_until("Hello, World!");
    let mut second = server.connect();
    second.send(HELLO);
    let answer = second.read_to_end();
    assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{answer}");
    first.send(HELLO);
    first.read_until("Hello, World!");
}

/// One that is refused is there until it has read that, and counts for the limit of all.
#[test]
fn there_are_not_any_number_of_refused_connections() {
    let args = ["--port", "0", "--limit-concurrency", "1", "--limit-connections", "2"];
    let server = Server::start(PROGRAM, &args);
    let mut first = server.connect();
    first.send(HELLO);
    first.read_until("Hello, World!");
    let mut second = server.connect();
    second.send(HELLO);
    second.read_until("Service Unavailable");
    let (_, log) = server.end();
    assert!(
        log.contains("2 connections are open, and no more are accepted"),
        "{log}"
    );
}

/// uvicorn's and nginx's meaning of 0.
#[test]
fn without_keep_alive_each_answer_is_the_last_of_its_connection() {
    let server = Server::start(PROGRAM, &["--port", "0", "--timeout-keep-alive", "0"]);
    let mut connection = server.connect();
    connection.send(HELLO.repeat(2));
    let answers = connection.read_to_end();
    assert_eq!(answers.matches("Hello, World!").count(), 1, "{answers}");
    assert!(answers.contains("\r\nconnection: close\r\n"), "{answers}");
}

/// The answer comes before the body has; a connection that is closed at once would lose it.
#[test]
fn an_early_answer_reaches_a_client_that_is_still_sending() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let length = 30_000_000;
    for (path, status) in [("/length", "413 "), ("/nowhere", "404 ")] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: test\r\ncontent-length: {length}\r\n\r\n");
        let mut connection = server.connect();
        connection.send(head);
        connection.send(vec![b'x'; length]);
        let answer = connection.read_to_end();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
    }
    for target in [1_000_000, 60_000] {
        let mut connection = server.connect();
        connection.send(format!("GET /{} HTTP/1.1\r\nhost: test\r\n\r\n", "a".repeat(target)));
        connection.send(vec![b'x'; 1_000_000]);
        let answer = connection.read_to_end();
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
}

#[test]
fn a_client_that_waits_to_be_asked_for_its_body_is_asked() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let mut connection = server.connect();
    let head = "POST /length HTTP/1.1\r\nhost: test\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n";
    connection.send(head);
    assert_eq!(connection.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    connection.send("abc");
    connection.read_until("\"3\"");
    // Nobody reads the body of this one, so nobody asks for it.
    let mut unread = server.connect();
    unread.send(head.replace("/length", "/nowhere"));
    assert!(unread.read_until("\r\n\r\n").starts_with("HTTP/1.1 404 "));
}

#[test]
fn idle_connections_of_a_crowd_are_answered_when_they_ask() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let silent: Vec<_> = (0..100).map(|_| server.connect()).collect();
    // as curl asks for HTTP/2
    let upgrading = HELLO.replace("host: test", "host: test\r\nconnection: upgrade\r\nupgrade: h2c");
    let mut crowd: Vec<_> = (0..200)
        .map(|number| {
            let mut connection = server.connect();
            connection.send(if number % 10 == 0 { upgrading.as_str() } else { HELLO });
            connection.read_until("Hello, World!");
            connection
        })
        .collect();
    for connection in &mut crowd {
        let (beginning, rest) = HELLO.split_at(20);
        connection.send(beginning);
        connection.send(format!("{rest}{HELLO}"));
        connection.read_until("Hello, World!");
        connection.read_until("Hello, World!");
    }
    let closing = HELLO.replace("host: test", "host: test\r\nconnection: close");
    for mut connection in silent.into_iter().chain(crowd) {
        connection.send(&closing);
        assert!(connection.read_to_end().ends_with("Hello, World!"));
    }
}
