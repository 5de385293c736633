//! Files of forms (`FORM-06` to `FORM-16`).

use bytes::Bytes;
use fasterapi::prelude::*;
use fasterapi::request::FormLimits;
use fasterapi::testing::{MultipartForm, TestResponse};

use crate::client;

const MIB: usize = 1024 * 1024;

#[post("/file")]
async fn file(#[file] file: UploadFile, #[form] note: Option<String>) -> Value {
    json!([file.filename(), file.size(), file.content_type(), note])
}

#[post("/ends")]
async fn ends(mut file: UploadFile) -> Result<Value, HttpError> {
    let mut other = file.clone();
    let first = file.read_block(2).await?;
    other.seek(file.size() - 2);
    let last = other.read().await?;
    file.seek(u64::MAX);
    let beyond = file.read().await?;
    let mut total = 0;
    file.seek(0);
    loop {
        let block = file.read_block(100_000).await?;
        if block.is_empty() {
            break;
        }
        total += block.len();
    }
    Ok(json!([
        String::from_utf8_lossy(&first),
        String::from_utf8_lossy(&last),
        beyond.len(),
        total
    ]))
}

#[post("/bytes")]
async fn as_bytes(#[file(max_length = 5_000_000)] data: Bytes, #[file] more: Option<Vec<Vec<u8>>>) -> Value {
    json!([data.len(), more.map(|more| more.len())])
}

#[post("/save")]
async fn save(files: Vec<UploadFile>) -> Result<Value, HttpError> {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut lengths = Vec::new();
    for file in &files {
        let name = file.safe_filename().ok_or_else(|| HttpError::bad_request("no name"))?;
        file.save(folder.join(&name)).await?;
        lengths.push(json!([name, std::fs::read(folder.join(&name))?.len()]));
    }
    Ok(lengths.into())
}

fn app() -> App {
    App::new().routes(routes![file, ends, as_bytes, save])
}

/// The body of a form: of each part what stands behind `name=` in its head, and its content.
fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (head, content) in parts {
        body.extend_from_slice(format!("--x\r\nContent-Disposition: form-data; name={head}\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

fn send(app: App, path: &str, body: Vec<u8>) -> TestResponse {
    let request = client(app).post(path).body(body);
    request.header("content-type", "multipart/form-data; boundary=x").send()
}

fn large(length: usize) -> Vec<u8> {
    let mut content = vec![b'.'; length];
    content[..2].copy_from_slice(b"<<");
    content[length - 2..].copy_from_slice(b">>");
    content
}

#[test]
fn a_file_is_read_from_memory_and_from_disk_alike() {
    for length in [4, MIB, MIB + 1, 3 * MIB] {
        let body = form(&[("file; filename=f", &large(length))]);
        let answer = send(app(), "/ends", body).assert_status(200);
        assert_eq!(answer.json::<Value>(), json!(["<<", ">>", 0, length]));
    }
}

#[test]
fn files_are_saved_under_safe_names() {
    let big = large(2 * MIB);
    let body = form(&[
        ("files; filename=\"../a.txt\"", b"abc"),
        ("files; filename=\"C:\\\\b.bin\"", &big),
    ]);
    let answer = send(app(), "/save", body).assert_status(200);
    assert_eq!(answer.json::<Value>(), json!([["a.txt", 3], ["b.bin", 2 * MIB]]));
    send(app(), "/save", form(&[("files; filename=\"..\"", b"abc")])).assert_status(400);
}

#[test]
fn names_may_be_encoded() {
    let body = form(&[("file; filename=\"x\"; filename*=UTF-8''%C3%BCber%20uns.txt", b"")]);
    let answer = send(app(), "/file", body).assert_status(200);
    assert_eq!(answer.json::<Value>(), json!(["über uns.txt", 0, null, null]));
}

#[test]
fn files_taken_as_bytes_count_toward_the_body() {
    let body = || {
        form(&[
            ("data; filename=f", &large(3 * MIB)),
            ("more; filename=g", b"1"),
            ("more", b"2"),
        ])
    };
    send(app(), "/bytes", body()).assert_status(413);
    let answer = send(app().max_body_size(4 * MIB), "/bytes", body()).assert_status(200);
    assert_eq!(answer.json::<Value>(), json!([3 * MIB, 2]));
    // the same file as an upload does not
    let answer = send(
        app(),
        "/file",
        form(&[("file; filename=f", &large(3 * MIB)), ("note", b"n")]),
    );
    assert_eq!(
        answer.assert_status(200).json::<Value>(),
        json!(["f", 3 * MIB, null, "n"])
    );
    // and fields do
    let fields: Vec<(&str, &[u8])> = vec![("note", &[b'n'; MIB]); 3];
    send(app(), "/file", form(&fields)).assert_status(413);
}

#[test]
fn limits_are_those_of_the_app() {
    let limited = || {
        let limits = FormLimits::new()
            .max_files(1)
            .max_fields(1)
            .max_part_size(1024)
            .max_total_size(4096);
        app().form_limits(limits)
    };
    let detail = |parts: &[(&str, &[u8])], status| {
        let answer = send(limited(), "/file", form(parts))
            .assert_status(status)
            .json::<Value>();
        answer["detail"].as_str().unwrap().to_owned()
    };
    let file: (&str, &[u8]) = ("file; filename=f", b"1");
    assert_eq!(
        detail(&[file, file], 400),
        "Too many files. Maximum number of files is 1."
    );
    assert_eq!(
        detail(&[("a", b""), ("a", b"")], 400),
        "Too many fields. Maximum number of fields is 1."
    );
    assert_eq!(
        detail(&[("a", &[b'a'; 1025])], 400),
        "Part exceeded maximum size of 1KB."
    );
    assert_eq!(detail(&[("file; filename=f", &[b'a'; 4096])], 413), "Content Too Large");
}

#[test]
fn what_is_no_form_is_refused() {
    let whole = form(&[("file; filename=f", b"abc")]);
    let broken: [(&[u8], u16); 9] = [
        (b"nonsense", 400),
        (b"preamble\r\n--x\r\n", 400),
        (b"--y\r\n\r\n--y--", 400),
        (b"--xy\r\n\r\n--xy--", 400),
        (b"--x\r\nno header at all\r\n\r\n--x--", 400),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--", 400),
        // a body that ends too early has only the parts that are whole
        (&whole[..whole.len() - 9], 422),
        (b"--x", 422),
        (b"", 422),
    ];
    for (body, status) in broken {
        let text = String::from_utf8_lossy(body).into_owned();
        let answer = send(app(), "/file", body.to_vec());
        assert_eq!(answer.status(), status, "{text:?}");
    }
    let mut led = b"\r\n\r\n".to_vec();
    led.extend_from_slice(&whole);
    send(app(), "/file", led).assert_status(200);
}

async fn counts(mut request: Request, next: Next) -> Result<Response, HttpError> {
    let fields = request.form().await?.len();
    Ok(next.run(request).await.header("x-fields", fields))
}

#[test]
fn a_form_that_a_middleware_read_is_there_for_the_handler() {
    let form = MultipartForm::new()
        .text("note", "n")
        .file("file", "a \"b\".txt", "text/plain", "abc");
    let answer = client(app().middleware(counts))
        .post("/file")
        .multipart(form)
        .send()
        .assert_status(200);
    assert_eq!(answer.header("x-fields"), Some("2"));
    assert_eq!(answer.json::<Value>(), json!(["a %22b%22.txt", 3, "text/plain", "n"]));
    let answer = client(app().middleware(counts))
        .post("/file")
        .form([("note", "a b&c")])
        .send();
    assert_eq!(
        answer.assert_status(422).json::<Value>()["detail"][0]["type"],
        "missing"
    );
}

#[test]
fn headers_without_end_are_refused() {
    let mut body = b"--x\r\nContent-Disposition: form-data; name=a; pad=".to_vec();
    body.resize(200 * 1024, b'a');
    send(app(), "/file", body).assert_status(400);
}
