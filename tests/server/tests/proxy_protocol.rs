//! The PROXY protocol: who is believed, and what becomes of everybody else.

#![cfg(unix)]

use std::io::Write;
use std::os::unix::net::UnixStream;

use server_tests::{Connection, HELLO, Server};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

const RELAYED: &str = "GET /relay HTTP/1.1\r\nhost: test\r\n\r\n";

/// A header of version 2 with this command, family and block.
fn version_2(command: u8, family: u8, block: &[u8]) -> Vec<u8> {
    let length = u16::try_from(block.len()).unwrap().to_be_bytes();
    [b"\r\n\r\n\0\r\nQUIT\n", &[command, family][..], &length, block].concat()
}

#[test]
fn a_trusted_proxy_tells_the_client() {
    let server = Server::start(PROGRAM, &["--port", "0", "--proxy-protocol", "127.0.0.0/8"]);
    let v4 = [192, 0, 2, 1, 198, 51, 100, 1, 0xc8, 0x22, 0x01, 0xbb];
    let tls = [&v4[..], &[0x20, 0, 5, 1, 0, 0, 0, 0]].concat();
    for (header, client) in [
        (
            b"PROXY TCP4 192.0.2.1 198.51.100.1 51234 443\r\n".to_vec(),
            "192.0.2.1:51234 http",
        ),
        (
            b"PROXY TCP6 2001:db8::1 ::1 51234 443\r\n".to_vec(),
            "[2001:db8::1]:51234 http",
        ),
        (version_2(0x21, 0x11, &v4), "192.0.2.1:51234 http"),
        (version_2(0x21, 0x11, &tls), "192.0.2.1:51234 https"),
        (version_2(0x21, 0x31, &[0; 216]), "hidden http"),
    ] {
        let mut connection = server.connect();
        connection.send([&header, RELAYED.as_bytes()].concat());
        connection.read_until(&format!("\"{client} behind 127.0.0.1\""));
        // once for the whole connection
        connection.send(RELAYED);
        connection.read_until(&format!("\"{client} behind 127.0.0.1\""));
    }
}

#[test]
fn a_proxy_that_speaks_for_itself_is_the_client() {
    let server = Server::start(PROGRAM, &["--port", "0", "--proxy-protocol", "*"]);
    for header in [&b"PROXY UNKNOWN\r\n"[..], &version_2(0x20, 0, &[])] {
        let mut connection = server.connect();
        connection.send([header, RELAYED.as_bytes()].concat());
        let answer = connection.read_until(" behind 127.0.0.1\"");
        assert!(answer.contains("\"127.0.0.1:"), "{answer}");
    }
}

#[test]
fn whoever_is_not_named_cannot_choose_an_address() {
    let server = Server::start(PROGRAM, &["--port", "0", "--proxy-protocol", "10.0.0.0/8,unix:"]);
    let mut connection = server.connect();
    connection.send(RELAYED);
    assert!(connection.read_until(" behind 127.0.0.1\"").contains("\"127.0.0.1:"));
    let mut connection = server.connect();
    connection.send(format!("PROXY TCP4 192.0.2.1 198.51.100.1 1 2\r\n{RELAYED}"));
    let refused = connection.read_until_cut_off();
    assert!(
        refused.starts_with("HTTP/1.1 400 ") && !refused.contains("192.0.2.1"),
        "{refused}"
    );
}

#[test]
fn a_trusted_proxy_without_a_header_is_cut_off_and_told_of() {
    let mut server = Server::start(PROGRAM, &["--port", "0", "--proxy-protocol", "127.0.0.1"]);
    let too_long = format!("PROXY UNKNOWN {}\r\n", "x".repeat(200));
    let broken = [
        HELLO.as_bytes(),
        b"PROXY TCP4 192.0.2.1 nonsense 1 2\r\n",
        too_long.as_bytes(),
    ];
    for bytes in broken {
        let mut connection = server.connect();
        connection.send(bytes);
        assert_eq!(
            connection.read_until_cut_off(),
            "",
            "not a word to who does not speak the protocol"
        );
        server.wait_for("has no PROXY protocol header");
    }
    // the half of a header, and then no more of it
    let mut connection = server.connect();
    connection.send("PROXY TC");
    connection.end();
    assert_eq!(connection.read_to_end(), "");
    server.wait_for("ended within the header");
    // a look whether the port is open is no mistake
    drop(server.connect());
    let mut connection = server.connect();
    connection.send(format!("PROXY UNKNOWN\r\n{HELLO}"));
    connection.read_until("Hello, World!");
}

#[test]
fn a_header_has_as_much_time_as_a_request() {
    let args = [
        "--port",
        "0",
        "--proxy-protocol",
        "*",
        "--timeout-request-header",
        "0.2",
    ];
    let mut server = Server::start(PROGRAM, &args);
    let mut connection = server.connect();
    connection.send("PROXY TCP4 192.0.2.1");
    assert_eq!(connection.read_to_end(), "");
    server.wait_for("did not come in time");
}

#[test]
fn the_server_ends_though_a_header_is_owed() {
    let server = Server::start(PROGRAM, &["--port", "0", "--proxy-protocol", "*"]);
    let mut silent = server.connect();
    let mut answered = server.connect();
    answered.send(format!("PROXY UNKNOWN\r\n{HELLO}"));
    answered.read_until("Hello, World!");
    server.signal("TERM");
    assert_eq!(silent.read_to_end(), "");
    assert_eq!(server.wait().0, 0);
}

#[test]
fn a_unix_socket_has_it_too() {
    let path = std::env::temp_dir().join(format!("fasterapi-proxy-{}.sock", std::process::id()));
    let server = Server::start(PROGRAM, &["--uds", path.to_str().unwrap(), "--proxy-protocol", "unix:"]);
    let mut stream = UnixStream::connect(&path).unwrap();
    // byte by byte, as slowly as it gets
    for byte in b"PROXY TCP4 192.0.2.1 198.51.100.1 51234 443\r\n" {
        stream.write_all(&[*byte]).unwrap();
    }
    let mut connection = Connection::new(stream);
    connection.send(RELAYED);
    connection.read_until("\"192.0.2.1:51234 http behind unix\"");
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
}
