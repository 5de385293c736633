//! Static files with a real client: curl's ranges, resumed downloads and conditional requests.

use std::fs;
use std::path::Path;
use std::process::Command;

use e2e::{Ported, Scratch};

/// What curl printed, and the status.
fn curl(arguments: &[&str]) -> (u16, String) {
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--write-out", "\n%{http_code}"])
        .args(arguments)
        .output()
        .expect("curl is missing: run tests/e2e/setup");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "curl {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let (text, status) = text.rsplit_once('\n').expect("a status");
    (status.parse().expect("a number"), text.to_owned())
}

fn text_of(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}

#[test]
fn curl_gets_parts_of_a_file() {
    let app = Ported::start("static_files");
    let url = format!("http://127.0.0.1:{}/files/hello.txt", app.port());
    let (status, whole) = curl(&[&url]);
    assert_eq!((status, whole.len()), (200, 21));
    assert_eq!(curl(&["--range", "0-4", &url]), (206, whole[..5].to_owned()));
    assert_eq!(curl(&["--range", "-4", &url]), (206, whole[17..].to_owned()));
    assert_eq!(curl(&["--range", "100-", &url]).0, 416);
    let (status, parts) = curl(&["--include", "--range", "0-1,5-6", &url]);
    assert_eq!(status, 206);
    assert!(
        parts.contains("content-type: multipart/byteranges; boundary="),
        "{parts}"
    );
    assert!(
        parts.contains("Content-Range: bytes 0-1/21") && parts.contains("Content-Range: bytes 5-6/21"),
        "{parts}"
    );
}

#[test]
fn curl_resumes_a_download() {
    let app = Ported::start("static_files");
    let url = format!("http://127.0.0.1:{}/files/hello.txt", app.port());
    let whole = curl(&[&url]).1;
    let scratch = Scratch::new();
    let file = scratch.path().join("half");
    fs::write(&file, &whole[..9]).expect("half a file");
    assert_eq!(curl(&["--continue-at", "-", "--output", text_of(&file), &url]).0, 206);
    assert_eq!(fs::read_to_string(&file).expect("the file"), whole);
}

#[test]
fn curl_does_not_get_what_it_has() {
    let app = Ported::start("static_files");
    let url = format!("http://127.0.0.1:{}/files/hello.txt", app.port());
    let scratch = Scratch::new();
    let (tag, copy) = (scratch.path().join("tag"), scratch.path().join("copy"));
    let (tag, copy) = (text_of(&tag), text_of(&copy));
    assert_eq!(
        curl(&["--etag-save", tag, "--remote-time", "--output", copy, &url]).0,
        200
    );
    assert_eq!(curl(&["--etag-compare", tag, &url]), (304, String::new()));
    assert_eq!(curl(&["--time-cond", copy, &url]), (304, String::new()));
    assert_eq!(curl(&["--time-cond", "1 January 1990", &url]).0, 200);
    fs::write(tag, "\"another\"\n").expect("a tag");
    assert_eq!(curl(&["--etag-compare", tag, &url]).0, 200);
    let (status, head) = curl(&["--head", &url]);
    assert!(
        status == 200 && head.contains("content-length: 21") && head.contains("etag: "),
        "{head}"
    );
}
