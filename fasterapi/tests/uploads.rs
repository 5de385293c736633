//! Large uploads: little memory, and no file left behind (`FORM-12`, `FORM-13`).
#![cfg(feature = "multipart")]

use std::future::poll_fn;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use fasterapi::prelude::*;
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
    let mut service = App::new().routes(routes![size]).build().expect("the app builds");
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
