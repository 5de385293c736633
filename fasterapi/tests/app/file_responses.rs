//! `FileResponse`: validators, conditions, ranges, names (`RCLS-07`).

use std::fs;
use std::path::PathBuf;

use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

use crate::{client, folder::Folder};

#[derive(Debug)]
struct Root(PathBuf);

#[get("/{name}")]
async fn named(name: String, root: State<Root>) -> FileResponse {
    FileResponse::new(root.0.join(name))
}

/// A client of a folder with `small.txt` (36 bytes), and `large.bin` (300,000 bytes, each its own position modulo 251).
fn files() -> (Folder, TestClient) {
    let folder = Folder::new();
    fs::write(folder.path("small.txt"), "0123456789abcdefghijklmnopqrstuvwxyz").unwrap();
    fs::write(folder.path("large.bin"), large()).unwrap();
    let app = App::new().state(Root(folder.path(""))).routes(routes![named]);
    (folder, client(app))
}

fn large() -> Vec<u8> {
    (0..300_000_u32).map(|i| (i % 251) as u8).collect()
}

#[test]
fn a_small_file_and_a_large_one_arrive_whole() {
    let (_folder, client) = files();
    let small = client.get("/small.txt").send().assert_status(200);
    assert_eq!(small.text(), "0123456789abcdefghijklmnopqrstuvwxyz");
    assert_eq!(small.header("content-type"), Some("text/plain; charset=utf-8"));
    assert_eq!(small.header("content-length"), Some("36"));
    let big = client.get("/large.bin").send().assert_status(200);
    assert_eq!(big.header("content-length"), Some("300000"));
    assert!(big.bytes() == &large());
}

#[test]
fn a_client_that_has_it_is_told_so() {
    let (_folder, client) = files();
    let first = client.get("/small.txt").send().assert_status(200);
    let (etag, date) = (first.header("etag").unwrap(), first.header("last-modified").unwrap());
    let again = client.get("/small.txt").header("if-none-match", etag).send();
    let again = again.assert_status(304);
    assert_eq!(
        (again.header("etag"), again.header("content-length")),
        (Some(etag), None)
    );
    assert!(again.bytes().is_empty());
    client
        .get("/small.txt")
        .header("if-modified-since", date)
        .send()
        .assert_status(304);
    client
        .get("/small.txt")
        .header("if-none-match", "\"other\"")
        .send()
        .assert_status(200);
}

#[test]
fn ranges_of_small_and_large_files_are_cut_exactly() {
    let (_folder, client) = files();
    let range = |path: &str, range: &str| client.get(path).header("range", range).send();
    let one = range("/small.txt", "bytes=10-15").assert_status(206);
    assert_eq!(
        (one.text(), one.header("content-range")),
        ("abcdef", Some("bytes 10-15/36"))
    );
    let part = range("/large.bin", "bytes=1000-200999").assert_status(206);
    assert!(part.bytes()[..] == large()[1000..201_000]);
    assert_eq!(part.header("content-range"), Some("bytes 1000-200999/300000"));
    let none = range("/small.txt", "bytes=36-").assert_status(416);
    assert_eq!(none.header("content-range"), Some("bytes */36"));
}

#[test]
fn several_ranges_are_parts_of_one_body() {
    let (_folder, client) = files();
    let several = |path: &str, range: &str| {
        let answer = client.get(path).header("range", range).send().assert_status(206);
        let media_type = answer.header("content-type").unwrap().to_owned();
        let boundary = media_type
            .strip_prefix("multipart/byteranges; boundary=")
            .unwrap()
            .to_owned();
        assert_eq!(
            answer.header("content-length").unwrap(),
            answer.bytes().len().to_string(),
            "the length of what is sent"
        );
        (answer, boundary)
    };
    let (answer, boundary) = several("/small.txt", "bytes=30-31,0-1");
    let part = |range: &str, text: &str| {
        format!(
            "--{boundary}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes {range}/36\r\n\r\n{text}\r\n"
        )
    };
    let expected = format!("{}{}--{boundary}--", part("0-1", "01"), part("30-31", "uv"));
    assert_eq!(answer.text(), expected);
    let (answer, _) = several("/large.bin", "bytes=0-99999,200000-299999");
    assert!(answer.bytes().len() > 200_000);
}

#[test]
fn a_range_of_another_version_is_the_whole_file() {
    let (_folder, client) = files();
    let ask = |if_range: &str| {
        let request = client.get("/small.txt").header("range", "bytes=0-0");
        request.header("if-range", if_range).send()
    };
    let etag = client.get("/small.txt").send().header("etag").unwrap().to_owned();
    ask(&etag).assert_status(206);
    ask("\"other\"").assert_status(200);
}

#[test]
fn what_is_no_file_is_a_500() {
    let (_folder, client) = files();
    client.get("/none.txt").send().assert_status(500);
    client.get("/%2E").send().assert_status(500);
}
