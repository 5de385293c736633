//! Requests that HTTP forbids and hyper lets through.

#![cfg(unix)]

use server_tests::Server;

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

#[test]
fn a_request_without_host_is_refused_unless_it_is_of_http_1_0() {
    let server = Server::start(PROGRAM, &["--port", "0"]);
    let answer_to = |head: &str| {
        let mut connection = server.connect();
        connection.send(format!("{head}connection: close\r\n\r\n"));
        connection.read_to_end()
    };
    let without = answer_to("GET / HTTP/1.1\r\n");
    assert!(without.starts_with("HTTP/1.1 400 "), "{without}");
    let address = answer_to("GET http://test/ HTTP/1.1\r\n");
    assert!(address.starts_with("HTTP/1.1 400 "), "{address}");
    let old = answer_to("GET / HTTP/1.0\r\n");
    assert!(old.starts_with("HTTP/1.0 200 "), "{old}");
    for target in ["*", "test:80"] {
        let none = answer_to(&format!("GET {target} HTTP/1.1\r\nhost: test\r\n"));
        assert!(none.starts_with("HTTP/1.1 404 "), "{none}");
    }
}
