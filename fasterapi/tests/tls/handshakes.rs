//! Handshakes, good and bad, and what is spoken after them.

use std::time::Duration;

use fasterapi::server::{Config, TlsVersion};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::rustls::ALL_VERSIONS;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::version::{TLS12, TLS13};

use crate::certificates::{Authority, Files};
use crate::server::{Server, ask, get, tls};

/// A server with a certificate of a new authority.
async fn server(config: impl FnOnce(Config) -> Config) -> (Server, Authority, Files) {
    let authority = Authority::new("root");
    let files = Files::of(&authority.server());
    let server = Server::start(config(Config::new().tls(tls(&files)))).await;
    (server, authority, files)
}

#[tokio::test]
async fn https_is_spoken_in_both_versions() {
    let (server, authority, _files) = server(|config| config).await;
    for version in [&TLS12, &TLS13] {
        let mut stream = server
            .connect(&authority.connector(&[version], None, &[]))
            .await
            .unwrap();
        let answer = get(&mut stream, "/").await.unwrap();
        assert!(answer.ends_with(r#"["HTTP/1.1","https://localhost/"]"#), "{answer}");
    }
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn http2_is_spoken_where_it_is_agreed_upon() {
    let (server, authority, _files) = server(|config| config).await;
    let connector = authority.connector(ALL_VERSIONS, None, &[b"h2", b"http/1.1"]);
    let stream = server.connect(&connector).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    let request = http::Request::get("https://localhost/").body(()).unwrap();
    let (response, _) = client.send_request(request, true).unwrap();
    let mut body = response.await.unwrap().into_body();
    assert_eq!(
        body.data().await.unwrap().unwrap(),
        r#"["HTTP/2.0","https://localhost/"]"#
    );
    server.stop().await.unwrap().unwrap();
    connection.await.unwrap().unwrap();
}

/// `REQ-14`
#[tokio::test]
async fn handlers_see_what_was_agreed_upon() {
    let (server, authority, _files) = server(|config| config).await;
    let connector = authority.connector(&[&TLS12], None, &[b"http/1.1"]);
    let mut stream = server.connect(&connector).await.unwrap();
    let expected = r#"["TLSv1.2","TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384","http/1.1","localhost"]"#;
    assert_eq!(ask(&mut stream, "/tls").await, expected);
    let connector = authority.connector(&[&TLS13], None, &[]);
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut stream = connector.connect(name, server.plain().await).await.unwrap();
    assert_eq!(
        ask(&mut stream, "/tls").await,
        r#"["TLSv1.3","TLS_AES_256_GCM_SHA384","",""]"#
    );
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn http2_is_not_agreed_upon_when_it_is_off() {
    let (server, authority, _files) = server(|config| config.http2(None)).await;
    let connector = authority.connector(ALL_VERSIONS, None, &[b"h2", b"http/1.1"]);
    let mut stream = server.connect(&connector).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    assert!(get(&mut stream, "/").await.unwrap().contains("HTTP/1.1"));
}

/// Whoever agreed upon HTTP/1.1 gets it, whatever is sent.
#[cfg(feature = "http2")]
#[tokio::test]
async fn http2_needs_to_be_agreed_upon() {
    let (server, authority, _files) = server(|config| config).await;
    let mut stream = server
        .connect(&authority.connector(ALL_VERSIONS, None, &[]))
        .await
        .unwrap();
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"), "{answer:?}");
}

#[tokio::test]
async fn a_client_need_not_name_the_server() {
    let (server, authority, _files) = server(|config| config).await;
    let connector = authority.connector(ALL_VERSIONS, None, &[]);
    // addresses are no names, and stay out of the handshake
    let name = ServerName::try_from("127.0.0.1").unwrap();
    let mut stream = connector.connect(name, server.plain().await).await.unwrap();
    assert!(get(&mut stream, "/").await.unwrap().starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn connections_stay_open_and_end_properly() {
    let (server, authority, _files) = server(|config| config).await;
    let connector = authority.connector(ALL_VERSIONS, None, &[]);
    let mut stream = server.connect(&connector).await.unwrap();
    for _ in 0..3 {
        ask(&mut stream, "/").await;
    }
    let served = server.stop();
    let mut rest = Vec::new();
    assert_eq!(stream.read_to_end(&mut rest).await.unwrap(), 0);
    served.await.unwrap().unwrap();
}

#[tokio::test]
async fn idle_connections_end_properly() {
    let (server, authority, _files) = server(|config| config.timeout_keep_alive(Duration::from_millis(200))).await;
    let connector = authority.connector(ALL_VERSIONS, None, &[]);
    let mut stream = server.connect(&connector).await.unwrap();
    ask(&mut stream, "/").await;
    let mut rest = Vec::new();
    assert_eq!(stream.read_to_end(&mut rest).await.unwrap(), 0);
    server.stop().await.unwrap().unwrap();
}

#[tokio::test]
async fn plain_http_is_told_where_to_go() {
    let (server, _authority, _files) = server(|config| config).await;
    let mut stream = server.plain().await;
    let answer = get(&mut stream, "/").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("content-length: {}", body.len())), "{answer}");
}

/// A hello of a version before 1.2: an alert, and the end.
#[tokio::test]
async fn old_versions_are_refused() {
    let (server, _authority, _files) = server(|config| config).await;
    for minor in [1, 2] {
        let hello = [&[3, minor][..], &[7; 32], &[0, 0, 2, 0xc0, 0x13, 1, 0]].concat();
        let message = [&[1, 0, 0, hello.len() as u8][..], &hello].concat();
        let record = [&[22, 3, 1, 0, message.len() as u8][..], &message].concat();
        let mut stream = server.plain().await;
        stream.write_all(&record).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert_eq!((answer[0], answer[5]), (21, 2), "a fatal alert: {answer:?}");
    }
}

#[tokio::test]
async fn the_oldest_version_can_be_chosen() {
    let authority = Authority::new("root");
    let files = Files::of(&authority.server());
    let server = Server::start(Config::new().tls(tls(&files).version(TlsVersion::V1_3))).await;
    assert!(
        server
            .connect(&authority.connector(&[&TLS12], None, &[]))
            .await
            .is_err()
    );
    server
        .connect(&authority.connector(&[&TLS13], None, &[]))
        .await
        .unwrap();
}

#[tokio::test]
async fn cipher_suites_can_be_chosen() {
    let authority = Authority::new("root");
    let files = Files::of(&authority.server());
    let suites = "TLS_AES_128_GCM_SHA256:ECDHE-ECDSA-AES128-GCM-SHA256";
    let server = Server::start(Config::new().tls(tls(&files).ciphers(suites))).await;
    let stream = server
        .connect(&authority.connector(ALL_VERSIONS, None, &[]))
        .await
        .unwrap();
    let suite = stream.get_ref().1.negotiated_cipher_suite().unwrap().suite();
    assert_eq!(format!("{suite:?}"), "TLS13_AES_128_GCM_SHA256");
}

#[tokio::test]
async fn a_handshake_that_does_not_end_is_given_up() {
    let (server, _authority, _files) = server(|config| config.timeout_request_header(Duration::from_millis(100))).await;
    for begun in [&b""[..], &[22, 3, 1, 0, 200, 1]] {
        let mut stream = server.plain().await;
        stream.write_all(begun).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(answer.is_empty(), "{answer:?}");
    }
}

/// A client that agrees upon HTTP/2 has to begin it at once (RFC 9113, section 3.4).
#[tokio::test]
async fn http2_that_does_not_begin_is_given_up() {
    let (server, authority, _files) = server(|config| config.timeout_request_header(Duration::from_millis(100))).await;
    for begun in [&b""[..], b"PRI * HTTP/2.0\r\n"] {
        let connector = authority.connector(ALL_VERSIONS, None, &[b"h2"]);
        let mut stream = server.connect(&connector).await.unwrap();
        stream.write_all(begun).await.unwrap();
        let mut answer = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut answer));
        // less than the time of an idle connection
        assert!(end.await.is_ok(), "it is not given up");
    }
}

/// The notice of TLS would say that the answer is complete, which HTTP/1.0 tells in no other way.
#[tokio::test]
async fn an_answer_that_breaks_off_has_no_proper_end() {
    let (server, authority, _files) = server(|config| config).await;
    let connector = authority.connector(ALL_VERSIONS, None, &[]);
    let mut stream = server.connect(&connector).await.unwrap();
    stream
        .write_all(b"GET /broken HTTP/1.0\r\nhost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    let end = stream.read_to_string(&mut answer).await;
    assert!(end.is_err(), "{answer:?}");
}

#[tokio::test]
async fn noise_is_no_handshake() {
    let (server, authority, _files) = server(|config| config).await;
    for noise in [&b"\0\0\0"[..], &[22; 4096], b"\x80\x2e\x01\x03\x01"] {
        let mut stream = server.plain().await;
        stream.write_all(noise).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    }
    server
        .connect(&authority.connector(ALL_VERSIONS, None, &[]))
        .await
        .unwrap();
}

/// Who has not begun a request when the server ends is not waited for as long as others.
#[tokio::test]
async fn a_handshake_does_not_hold_up_the_end() {
    let (server, _authority, _files) = server(|config| config).await;
    let mut stream = server.plain().await;
    stream.write_all(&[22, 3, 1]).await.unwrap();
    server.stop().await.unwrap().unwrap();
    assert_eq!(stream.read_to_end(&mut Vec::new()).await.unwrap_or(0), 0);
}

#[cfg(feature = "websockets")]
#[tokio::test]
async fn websockets_are_encrypted_too() {
    use fasterapi::prelude::*;

    #[websocket("/echo")]
    async fn echo(mut ws: WebSocket) -> Result<(), WebSocketError> {
        ws.accept().await?;
        let text = ws.receive_text().await?;
        ws.send_text(text).await
    }

    let authority = Authority::new("root");
    let files = Files::of(&authority.server());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = App::new().routes(routes![echo]);
    let config = Config::new().tls(tls(&files));
    tokio::spawn(app.serve_with(listener, config, std::future::pending()));
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let connector = authority.connector(ALL_VERSIONS, None, &[b"http/1.1"]);
    let mut stream = connector
        .connect(ServerName::try_from("localhost").unwrap(), stream)
        .await
        .unwrap();
    let upgrade = "GET /echo HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    // a frame of text, masked with nothing (RFC 6455, section 5.2)
    let frame = [&[0x81, 0x82, 0, 0, 0, 0][..], b"hi"].concat();
    stream.write_all(&[upgrade.as_bytes(), &frame].concat()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\x81\x02hi") {
        let mut buffer = [0; 1024];
        let read = stream.read(&mut buffer).await.unwrap();
        assert!(read > 0, "{:?}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&buffer[..read]);
        if answer.windows(4).any(|bytes| bytes == b"\x81\x02hi") {
            break;
        }
    }
    assert!(answer.starts_with(b"HTTP/1.1 101"));
}
