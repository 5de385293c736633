//! Files with compressed siblings, and files inside the binary (`STAT-06`, `STAT-15`).

use std::fs;

use fasterapi::prelude::*;
use fasterapi::testing::TestResponse;
use fasterapi::{Embedded, Frontend, embed};

use crate::client;
use crate::folder::Folder;

fn coded(answer: &TestResponse) -> (Option<&str>, &str) {
    (answer.header("content-encoding"), answer.text())
}

#[test]
fn a_file_is_answered_with_the_sibling_that_the_client_prefers() {
    let folder = Folder::new();
    for (name, text) in [
        ("a.css", "plain"),
        ("a.css.br", "br"),
        ("a.css.gz", "gzip"),
        ("b.css", "plain"),
        (".c.br", "no"),
    ] {
        fs::write(folder.path(name), text).unwrap();
    }
    let client = client(App::new().mount("/s", StaticFiles::new(folder.path("")).precompressed(true)));
    let ask = |path: &str, accept: &str| {
        let answer = client
            .get(path)
            .header("accept-encoding", accept)
            .send()
            .assert_status(200);
        answer
            .assert_header("content-type", "text/css; charset=utf-8")
            .assert_header("vary", "accept-encoding")
    };
    assert_eq!(coded(&ask("/s/a.css", "gzip, deflate, br, zstd")), (Some("br"), "br"));
    assert_eq!(coded(&ask("/s/a.css", "br;q=0.2, gzip;q=0.8")), (Some("gzip"), "gzip"));
    assert_eq!(coded(&ask("/s/a.css", "zstd")), (None, "plain"));
    assert_eq!(coded(&ask("/s/a.css", "br;q=0, identity")), (None, "plain"));
    assert_eq!(coded(&ask("/s/b.css", "br, gzip")), (None, "plain"));
    let plain = client
        .get("/s/a.css")
        .send()
        .assert_status(200)
        .assert_header("vary", "accept-encoding");
    assert_eq!(coded(&plain), (None, "plain"));
    let coded = client.get("/s/a.css").header("accept-encoding", "br").send();
    assert_ne!(plain.header("etag"), coded.header("etag"));
    let tag = coded.header("etag").unwrap();
    client
        .get("/s/a.css")
        .header("accept-encoding", "br")
        .header("if-none-match", tag)
        .send()
        .assert_status(304);
    client
        .get("/s/a.css")
        .header("accept-encoding", "br")
        .header("range", "bytes=1-")
        .send()
        .assert_status(206)
        .assert_text("r");
    client
        .get("/s/.c")
        .header("accept-encoding", "br")
        .send()
        .assert_status(404);
}

#[test]
fn siblings_are_files_like_others_unless_switched_on() {
    let folder = Folder::new();
    fs::write(folder.path("a.css"), "plain").unwrap();
    fs::write(folder.path("a.css.br"), "br").unwrap();
    let client = client(App::new().mount("/s", StaticFiles::new(folder.path(""))));
    let answer = client
        .get("/s/a.css")
        .header("accept-encoding", "br")
        .send()
        .assert_status(200);
    assert_eq!((coded(&answer), answer.header("vary")), ((None, "plain"), None));
}

const FILES: Embedded = embed!("tests/app");

#[test]
fn files_may_be_inside_the_binary() {
    let client = client(App::new().mount("/src", StaticFiles::embedded(FILES).cache_control("max-age=60")));
    let own = include_str!("embedded_files.rs");
    let whole = client
        .get("/src/embedded_files.rs")
        .send()
        .assert_status(200)
        .assert_text(own);
    assert_eq!(whole.header("content-length"), Some(own.len().to_string().as_str()));
    assert_eq!(
        (whole.header("last-modified"), whole.header("cache-control")),
        (None, Some("max-age=60"))
    );
    let tag = whole.header("etag").unwrap();
    client
        .get("/src/embedded_files.rs")
        .header("if-none-match", tag)
        .send()
        .assert_status(304)
        .assert_text("");
    client
        .get("/src/embedded_files.rs")
        .header("range", "bytes=0-2")
        .send()
        .assert_status(206)
        .assert_text("//!");
    let parts = client
        .get("/src/embedded_files.rs")
        .header("range", "bytes=0-1,4-5")
        .send()
        .assert_status(206);
    assert!(
        parts
            .header("content-type")
            .unwrap()
            .starts_with("multipart/byteranges"),
        "{parts:?}"
    );
    client
        .head("/src/embedded_files.rs")
        .send()
        .assert_status(200)
        .assert_text("");
    for path in [
        "/src/none.rs",
        "/src/../Cargo.toml",
        "/src/%2e%2e/Cargo.toml",
        "/src/",
        "/src/embedded_files.rs/",
    ] {
        client.get(path).send().assert_status(404);
    }
    client.post("/src/main.rs").send().assert_status(405);
}

#[test]
fn a_frontend_may_be_inside_the_binary() {
    static PAGES: Embedded = Embedded::new(&[
        ("index.html", b"home"),
        ("app.js", b"js"),
        ("app.js.gz", b"gz"),
        ("guide/index.html", b"guide"),
    ]);
    let client = client(App::new().frontend("/", Frontend::embedded(PAGES).precompressed(true)));
    let page = |path: &str| {
        client
            .get(path)
            .header("accept", "text/html")
            .header("accept-encoding", "gzip")
            .send()
    };
    page("/any/where").assert_status(200).assert_text("home");
    page("/app.js")
        .assert_status(200)
        .assert_text("gz")
        .assert_header("content-encoding", "gzip");
    page("/guide/").assert_status(200).assert_text("guide");
    page("/guide").assert_status(307);
    let none = Frontend::embedded(Embedded::new(&[])).fallback(fasterapi::static_files::Fallback::Index);
    let error = App::new().frontend("/", none).build().unwrap_err().to_string();
    assert!(
        error.contains("the embedded frontend has no index.html to fall back to"),
        "{error}"
    );
}
