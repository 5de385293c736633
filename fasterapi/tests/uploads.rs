//! Large uploads: little memory, and no file left behind (`FORM-12`, `FORM-13`).
#![cfg(feature = "multipart")]

use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use fasterapi::prelude::*;
use fasterapi::request::FormLimits;
use http_body::Frame;
use tokio::sync::Notify;
use tower_service::Service;

const BLOCK: usize = 64 * 1024;

/// A form with one file of so many blocks; the client may go away before its end.
struct Upload {
    opened: bool,
    ended: bool,
    blocks: usize,
    leaves: bool,
    /// Instead of ending the body waits for ever, and says that it has come so far.
    stalls: Option<Arc<Notify>>,
}

impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        const HEAD: &str = "--x\r\nContent-Disposition: form-data; name=file; filename=f\r\n\r\n";
        let data = if !self.opened {
            self.opened = true;
            Bytes::from_static(HEAD.as_bytes())
        } else if self.blocks > 0 {
            self.blocks -= 1;
            Bytes::from_static(&[b'.'; BLOCK])
        } else if let Some(stalled) = &self.stalls {
            stalled.notify_one();
            return Poll::Pending;
        } else if self.ended {
            return Poll::Ready(None);
        } else if self.leaves {
            return Poll::Ready(Some(Err("gone")));
        } else {
            self.ended = true;
            Bytes::from_static(b"\r\n--x--\r\n")
        };
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}

#[post("/")]
async fn size(file: UploadFile) -> Result<u64, HttpError> {
    // while the handler runs the file has no name either
    assert_eq!(left_behind(), 0);
    Ok(file.size())
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/uploads"))
}

fn left_behind() -> usize {
    std::fs::read_dir(folder()).map_or(0, Iterator::count)
}

async fn send(upload: Upload) -> StatusCode {
    let app = App::new().form_limits(FormLimits::new().max_total_size(4 << 30));
    let mut service = app.routes(routes![size]).build().expect("the app builds");
    let request = http::Request::post("/").header("content-type", "multipart/form-data; boundary=x");
    let request = request.body(upload).expect("a request");
    poll_fn(|cx| Service::<http::Request<Upload>>::poll_ready(&mut service, cx))
        .await
        .expect("never fails");
    service.call(request).await.expect("never fails").status()
}

/// What the process holds in memory, in bytes, where the system tells.
fn resident() -> Option<usize> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: usize = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

/// How many of the process's descriptors are files of that folder, where the system tells.
fn open_files() -> usize {
    let descriptors = std::fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let targets = descriptors.filter_map(|descriptor| std::fs::read_link(descriptor.path()).ok());
    targets.filter(|target| target.starts_with(folder())).count()
}

#[post("/many")]
async fn many(files: Vec<UploadFile>) -> Result<(usize, Vec<u64>), HttpError> {
    let open = open_files();
    let mut sizes = Vec::new();
    for (number, mut file) in files.into_iter().enumerate() {
        let content = file.read().await?;
        assert!(
            content.iter().all(|&byte| usize::from(byte) == number % 251),
            "file {number}"
        );
        let copy = folder().join("copy");
        assert_eq!(file.save(&copy).await?, file.size());
        assert_eq!(std::fs::read(&copy)?, content);
        std::fs::remove_file(copy)?;
        sizes.push(content.len() as u64);
    }
    Ok((open, sizes))
}

/// What is too much for memory goes to disk, but not to a file for each: a form of a thousand small files would use up
/// what the process may have open.
async fn many_files_share_one() {
    let part = |number: usize, size: usize| {
        let head = "--x\r\nContent-Disposition: form-data; name=files; filename=f\r\n\r\n".as_bytes();
        [head, &vec![(number % 251) as u8; size], b"\r\n"].concat()
    };
    // eight in memory, two too large for it, and many that find no more room
    let sizes = [vec![1 << 20; 8], vec![(3 << 20) + 1; 2], vec![1; 400]].concat();
    let mut body: Vec<u8> = sizes
        .iter()
        .enumerate()
        .flat_map(|(number, size)| part(number, *size))
        .collect();
    body.extend_from_slice(b"--x--");
    let client = fasterapi::testing::TestClient::new(App::new().routes(routes![many])).expect("the app builds");
    let request = client
        .post("/many")
        .header("content-type", "multipart/form-data; boundary=x");
    let answer = request.body(body).await.assert_status(200);
    let (open, found) = answer.json::<(usize, Vec<u64>)>();
    assert!(open <= 1, "{open} files are open");
    assert_eq!(found, sizes.iter().map(|size| *size as u64).collect::<Vec<_>>());
    assert_eq!((left_behind(), open_files()), (0, 0));
}

#[tokio::test]
async fn large_files_go_to_disk_and_leave_nothing() {
    std::fs::create_dir_all(folder()).expect("a folder for temporary files");
    tempfile::env::override_temp_dir(folder()).expect("nobody else did");
    let upload = |mib: usize, leaves| Upload {
        opened: false,
        ended: false,
        blocks: mib * 1024 * 1024 / BLOCK,
        leaves,
        stalls: None,
    };
    assert_eq!(send(upload(4, false)).await, 200);
    let before = resident();
    // UPLOAD_MIB=1024 takes longer and shows the same
    let mib = std::env::var("UPLOAD_MIB").ok().and_then(|mib| mib.parse().ok());
    assert_eq!(send(upload(mib.unwrap_or(256), false)).await, 200);
    if let (Some(before), Some(after)) = (before, resident()) {
        let grown = after.saturating_sub(before);
        assert!(grown < 8 * 1024 * 1024, "grown by {grown} bytes");
    }
    assert_eq!(send(upload(16, true)).await, 400);
    assert_eq!(left_behind(), 0);
    many_files_share_one().await;

    // the connection is gone while the client still sends: the server drops the request where it is
    let stalled = Arc::new(Notify::new());
    let stalls = Upload {
        stalls: Some(Arc::clone(&stalled)),
        ..upload(16, false)
    };
    tokio::select! {
        status = send(stalls) => panic!("answered {status}"),
        () = stalled.notified() => {}
    }
    assert_eq!(left_behind(), 0);
}
