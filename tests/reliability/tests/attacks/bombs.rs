//! Bodies that are small on the wire and huge when they are unpacked.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Answer, ask, cost, is_well, post, start};

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("it is packed");
    encoder.finish().expect("it is packed")
}

fn packed(path: &str, content_type: &str, coding: &str, body: &[u8]) -> Vec<u8> {
    let request = post(path, &format!("{content_type}\r\ncontent-encoding: {coding}"), body);
    assert!(request.len() < 2 * 1024 * 1024);
    request
}

/// It costs little, whatever is in it.
fn send(request: &[u8]) -> Answer {
    let server = start(&[]);
    is_well(&server);
    let (answer, seconds, memory) = cost(&server, || ask(&server, request));
    assert!(seconds < 5.0, "{seconds} s");
    assert!(memory < 16 * 1024, "{memory} KiB");
    is_well(&server);
    answer
}

#[test]
fn gzip_of_zeros() {
    let bomb = gzip(&vec![0; 20 * 1024 * 1024]);
    for (path, content_type) in [
        ("/packed/raw", "application/octet-stream"),
        ("/packed/json", "application/json"),
        ("/packed/form", "application/x-www-form-urlencoded"),
        ("/packed/form", "multipart/form-data; boundary=x"),
    ] {
        let status = send(&packed(path, content_type, "gzip", &bomb)).status;
        assert!([400, 413].contains(&status), "{path} {content_type}: {status}");
    }
}

/// What is packed twice is unpacked once, or not at all.
#[test]
fn gzip_of_gzip() {
    let twice = gzip(&gzip(&vec![0; 10 * 1024 * 1024]));
    let body = "application/octet-stream";
    assert_eq!(send(&packed("/packed/raw", body, "gzip, gzip", &twice)).status, 415);
    let once = send(&packed("/packed/raw", body, "gzip", &twice));
    assert_eq!(once.status, 200);
    assert!(
        once.body.parse::<usize>().is_ok_and(|length| length < 100_000),
        "{once:?}"
    );
    let many = gzip(&vec![0; 100 * 1024]).repeat(200);
    assert_eq!(send(&packed("/packed/raw", body, "gzip", &many)).status, 413);
}

/// Codings that ask for a large window are not read at all.
#[test]
fn windows() {
    // a frame of zstd with a window of 2 GiB, and a stream of brotli with the largest it knows
    let zstd = [&[0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8][..], &[0; 100]].concat();
    let brotli = [&[0x11, 0x1e][..], &[0; 100]].concat();
    for (coding, body) in [
        ("zstd", zstd),
        ("br", brotli),
        ("deflate", vec![0; 100]),
        ("compress", vec![0; 100]),
    ] {
        let answer = send(&packed("/packed/raw", "application/octet-stream", coding, &body));
        assert_eq!(answer.status, 415, "{coding}: {answer:?}");
    }
}
