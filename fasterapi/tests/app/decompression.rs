//! Bodies that are sent compressed (`BODY-21`).

use std::io::Write;

use fasterapi::middleware::Decompression;
use fasterapi::prelude::*;
use fasterapi::testing::TestResponse;
use flate2::write::GzEncoder;

use crate::client;

#[post("/numbers")]
async fn numbers(numbers: Vec<i64>) -> i64 {
    numbers.iter().sum()
}

#[post("/form")]
async fn form(#[form] name: String) -> String {
    name
}

#[post("/raw")]
async fn raw(body: Bytes, headers: &HeaderMap) -> Value {
    json!([body.len(), headers.contains_key("content-encoding")])
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn post(path: &str, content_type: &str, coding: &str, body: Vec<u8>) -> TestResponse {
    let app = App::new().middleware(Decompression).routes(routes![numbers, form, raw]);
    let request = client(app).post(path).header("content-type", content_type);
    request.header("content-encoding", coding).body(body).send()
}

const JSON: &str = "application/json";

#[test]
fn a_packed_body_is_read_as_what_is_in_it() {
    for coding in ["gzip", "GZip", "x-gzip"] {
        assert_eq!(post("/numbers", JSON, coding, packed(b"[1, 2, 3]")).json::<i64>(), 6);
    }
    let form = post(
        "/form",
        "application/x-www-form-urlencoded",
        "gzip",
        packed(b"name=Ann"),
    );
    assert_eq!(form.json::<String>(), "Ann");
    let multipart = b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\nAnn\r\n--x--\r\n";
    let form = post("/form", "multipart/form-data; boundary=x", "gzip", packed(multipart));
    assert_eq!(form.json::<String>(), "Ann");
    assert_eq!(post("/numbers", JSON, "identity", b"[4]".to_vec()).json::<i64>(), 4);
    // several members, and more than one piece
    let noise: Vec<u8> = (0..300_000_u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let both = [packed(&noise), packed(&noise)].concat();
    assert_eq!(
        post("/raw", "x/y", "gzip", both).json::<Value>(),
        json!([600_000, false])
    );
}

#[test]
fn a_damaged_body_is_refused() {
    let whole = packed(b"[1, 2, 3]");
    let mut wrong = whole.clone();
    let middle = wrong.len() - 6;
    wrong[middle] ^= 1;
    for body in [
        b"[1]".to_vec(),
        Vec::new(),
        whole[..whole.len() - 1].to_vec(),
        whole[..12].to_vec(),
        wrong,
    ] {
        let answer = post("/numbers", JSON, "gzip", body).assert_status(400);
        assert_eq!(answer.json::<Value>()["detail"], "There was an error parsing the body");
    }
}

#[test]
fn a_body_that_unpacks_to_a_huge_one_is_refused_in_time() {
    let bomb = packed(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 100_000);
    for (path, content_type) in [
        ("/numbers", JSON),
        ("/raw", "x/y"),
        ("/form", "application/x-www-form-urlencoded"),
    ] {
        post(path, content_type, "gzip", bomb.clone()).assert_status(413);
    }
}

#[test]
fn more_than_a_hundred_bytes_from_one_are_refused() {
    let zeros = |length: usize| packed(&vec![b' '; length]);
    // as little as this is no harm
    post("/raw", "x/y", "gzip", zeros(64 * 1024)).assert_status(200);
    let much = zeros(1024 * 1024);
    assert!(much.len() * 100 < 1024 * 1024);
    let answer = post("/raw", "x/y", "gzip", much.clone()).assert_status(413);
    assert_eq!(answer.json::<Value>()["detail"], "Content Too Large");
    let patient = App::new()
        .middleware(Decompression)
        .routes(routes![raw])
        .max_decompression_ratio(2000);
    let request = client(patient).post("/raw").header("content-encoding", "gzip");
    request.body(much).send().assert_status(200);
}

#[test]
fn another_coding_is_told_which_one_is_read() {
    for coding in ["br", "gzip, gzip", "nonsense"] {
        let answer = post("/numbers", JSON, coding, packed(b"[1]")).assert_status(415);
        assert_eq!(answer.header("accept-encoding"), Some("gzip"));
    }
}

#[test]
fn several_lines_of_codings_are_several_codings() {
    let app = App::new().middleware(Decompression).routes(routes![raw]);
    let request = client(app).post("/raw").header("content-encoding", "gzip");
    let answer = request
        .header("content-encoding", "gzip")
        .body(packed(&packed(b"[1]")))
        .send();
    assert_eq!(answer.assert_status(415).header("accept-encoding"), Some("gzip"));
}
