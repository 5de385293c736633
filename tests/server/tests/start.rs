//! How the program starts, or does not.

#![cfg(unix)]

use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};

use server_tests::{Connection, HELLO, Server, output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

#[test]
fn the_banner_tells_the_docs_under_the_root_path() {
    let mut server = Server::start(PROGRAM, &["--port", "0", "--root-path", "/api/v1"]);
    let docs = server.wait_for("Docs at");
    assert_eq!(
        docs.trim_end(),
        format!("INFO:     Docs at {}/api/v1/docs", server.address)
    );
}

#[test]
fn a_busy_port_ends_the_program_with_code_1() {
    let server = Server::start(PROGRAM, &["--port", "0", "--workers", "2"]);
    let port = server.socket().rsplit(':').next().unwrap();
    for workers in ["1", "2"] {
        let output = output(PROGRAM, &["--port", port, "--workers", workers]);
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            message.contains(&format!("cannot listen on 127.0.0.1:{port}, another program does")),
            "{message}"
        );
    }
}

#[test]
fn a_unix_socket_replaces_a_stale_one_and_goes_with_the_server() {
    let path = std::env::temp_dir().join(format!("fasterapi-server-{}.sock", std::process::id()));
    drop(UnixListener::bind(&path).unwrap());
    let server = Server::start(PROGRAM, &["--uds", path.to_str().unwrap(), "--workers", "2"]);
    let file = std::fs::metadata(&path).unwrap();
    assert!(file.file_type().is_socket());
    assert_eq!(file.permissions().mode() & 0o777, 0o666);
    let mut connection = Connection::new(UnixStream::connect(&path).unwrap());
    connection.send(HELLO.replace("GET / ", "GET /client "));
    connection.read_until("\"unix http\"");
    assert_eq!(
        output(PROGRAM, &["--uds", path.to_str().unwrap()]).status.code(),
        Some(1)
    );
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    assert!(!path.exists());
}

#[test]
fn a_command_line_that_is_wrong_ends_with_code_2() {
    for (args, expected) in [
        (&["--prot", "1"][..], "unknown option `--prot`; did you mean `--port`?"),
        (
            &["--port", "70000"],
            "`--port 70000`: expected a whole number from 0 to 65535",
        ),
        (&["opanapi"], "unknown command `opanapi`; did you mean `openapi`?"),
    ] {
        let output = output(PROGRAM, args);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(String::from_utf8_lossy(&output.stderr), format!("error: {expected}\n"));
    }
}

#[test]
fn commands_print_and_end() {
    let print = |arg| {
        let output = output(PROGRAM, &[arg]);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(
        print("openapi").starts_with("{\n  \"openapi\": \"3.1.0\",\n"),
        "{}",
        print("openapi")
    );
    assert!(print("routes").contains("/length  length\n"), "{}", print("routes"));
    assert!(
        print("--version").starts_with("Under test 1.2.3 (fasterapi "),
        "{}",
        print("--version")
    );
    assert!(
        print("--help").starts_with("Usage: server-tests [OPTIONS]"),
        "{}",
        print("--help")
    );
}
