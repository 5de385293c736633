//! Ranges that ask for a file many times over.

use std::path::PathBuf;

use server_tests::Server;

use crate::{Answer, PROGRAM, ask, cost, get, is_well};

const SIZE: usize = 256 * 1024;

/// A folder with a file in it; it goes with the value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("fasterapi-attacks-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        std::fs::write(path.join("file.bin"), vec![b'x'; SIZE]).expect("a file");
        Self(path)
    }

    pub(crate) fn server(&self) -> Server {
        Server::start_with(PROGRAM, &["--port", "0"], &[("FILES", &self.0.to_string_lossy())])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn ranged(server: &Server, path: &str, range: &str) -> Answer {
    let lines = format!("host: test\r\nconnection: close\r\nrange: {range}");
    let (answer, seconds, memory) = cost(server, || {
        ask(server, get(path).replace("host: test", &lines).as_bytes())
    });
    assert!(seconds < 2.0, "{range:.40}: {seconds} s");
    assert!(memory < 8 * 1024, "{range:.40}: {memory} KiB");
    // never more than the file and what the parts are framed with
    assert!(answer.body.len() < 2 * SIZE, "{range:.40}: {} bytes", answer.body.len());
    answer
}

#[test]
fn many_ranges_are_no_more_than_the_file() {
    let folder = Folder::new();
    let server = folder.server();
    for path in ["/file", "/static/file.bin"] {
        for range in [
            format!("bytes={}0-", "0-,".repeat(1_000)),
            format!("bytes={}0-", "0-,".repeat(10)),
            format!("bytes={}0-1", "0-262143,".repeat(500)),
            format!("bytes={}-1", "-262144,".repeat(500)),
            (0..1_000).fold("bytes=".to_owned(), |all, number| format!("{all}{number}-,")) + "0-",
            (0..1_000).fold("bytes=".to_owned(), |all, number| {
                format!("{all}{}-{},", number * 2, number * 2)
            }) + "5-5",
        ] {
            let answer = ranged(&server, path, &range);
            assert!(
                [200, 206, 400, 416].contains(&answer.status),
                "{path} {range:.40}: {}",
                answer.status
            );
        }
        for (range, status) in [
            ("bytes=-0", 416),
            ("bytes=262144-", 416),
            ("bytes=99999999999999999999999-", 416),
            ("bytes=0-99999999999999999999999", 206),
            ("bytes=-99999999999999999999999", 206),
            ("bytes=0-0", 206),
        ] {
            let answer = ranged(&server, path, range);
            assert_eq!(answer.status, status, "{path} {range}: {}", answer.head);
        }
        for nonsense in [
            "bytes=",
            "bytes=a-b",
            "bytes=5-1",
            "lines=0-1",
            "bytes",
            "bytes=--1",
            ",",
            "bytes=,,,,",
        ] {
            let answer = ranged(&server, path, nonsense);
            assert!(
                [200, 400, 416].contains(&answer.status),
                "{path} {nonsense}: {}",
                answer.status
            );
        }
    }
    is_well(&server);
}
