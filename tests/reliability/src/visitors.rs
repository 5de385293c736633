//! The clients of the soak test: most ask and are content, some leave too early, send files, follow events, or talk.

use std::net::TcpStream;

use server_tests::frames::{CLOSE, FIN, Socket, TEXT, closing, frame};
use server_tests::{Connection, HELLO, Server};

const ITEM: &str = "{\"name\":\"n\",\"price\":1.5,\"children\":[{\"name\":\"m\"}]}";

/// Visit `number`; what kind it is depends on nothing else. `kept` is a connection that is used again and again.
///
/// # Panics
/// When an answer is not what it should be.
pub fn visit(server: &Server, kept: &mut Connection<TcpStream>, number: usize) {
    match number % 1000 {
        0 => upload(server, 1_200_000),
        1..5 => upload(server, 50_000),
        5..10 => leave_upload(server),
        10..30 => leave_early(server, "GET /work?ms=5 HTTP/1.1\r\nhost: te"),
        30..60 => leave_early(server, &HELLO.replace("GET / ", "GET /work?ms=20 ")),
        60..65 => leave_early(server, &HELLO.replace("GET / ", "GET /flood ")),
        65..75 => events(server),
        75..85 => talk(server, true),
        85..95 => talk(server, false),
        95..105 => refused(server),
        105..125 => expect(&mut server.connect(), HELLO, "200 OK", "Hello, World!"),
        125..150 => expect(
            kept,
            &HELLO.replace("GET / ", "GET /nowhere "),
            "404 Not Found",
            "{\"detail\":\"Not Found\"}",
        ),
        150..160 => expect(
            kept,
            &post("/item", "{\"price\":true,\"name\":1}"),
            "422 Unprocessable",
            "\"input\":1}]}",
        ),
        160..170 => expect(kept, &HELLO.replace("GET / ", "GET /task "), "200 OK", "later"),
        170..400 => expect(kept, &post("/item", ITEM), "200 OK", "[1,1.5,0,2]"),
        _ => expect(kept, HELLO, "200 OK", "Hello, World!"),
    }
}

fn post(path: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn expect(connection: &mut Connection<TcpStream>, request: &str, status: &str, body: &str) {
    connection.send(request);
    let answer = connection.read_answer();
    assert!(
        answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.ends_with(body),
        "{request}: {answer}"
    );
}

fn file(length: usize) -> String {
    let part = "--x\r\ncontent-disposition: form-data; name=file; filename=f\r\n\r\n";
    let length = part.len() + length + "\r\n--x--\r\n".len();
    format!(
        "POST /upload HTTP/1.1\r\nhost: test\r\ncontent-type: multipart/form-data; boundary=x\r\n\
         content-length: {length}\r\n\r\n{part}"
    )
}

fn upload(server: &Server, length: usize) {
    let request = format!("{}{}\r\n--x--\r\n", file(length), "y".repeat(length));
    expect(&mut server.connect(), &request, "200 OK", "1");
}

fn leave_upload(server: &Server) {
    let mut connection = server.connect();
    connection.try_send(format!("{}{}", file(2_000_000), "y".repeat(1_200_000)));
    connection.abort();
}

fn leave_early(server: &Server, request: &str) {
    let mut connection = server.connect();
    connection.try_send(request);
    if request.ends_with("te") {
        drop(connection);
    } else {
        connection.abort();
    }
}

fn events(server: &Server) {
    let mut connection = server.connect();
    connection.send(HELLO.replace("GET / ", "GET /events "));
    connection.read_until("data: 2\n\n");
}

fn talk(server: &Server, ends_well: bool) {
    let mut socket = Socket::open(server.socket(), "/echo", "");
    socket.send(frame(FIN | TEXT, b"hello"));
    assert_eq!(socket.receive().map(|frame| frame.payload), Some(b"hello".to_vec()));
    if ends_well {
        socket.send(frame(FIN | CLOSE, &closing(1000, "")));
        while socket.receive().is_some() {}
    }
}

fn refused(server: &Server) {
    let mut connection = server.connect();
    connection.send("no request\r\n\r\n");
    assert!(connection.read_until_cut_off().starts_with("HTTP/1.1 400 "));
}
