//! [`Decompression`]: reads request bodies that are sent compressed.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use flate2::write::MultiGzDecoder;
use http::{StatusCode, header};
use http_body::{Body as HttpBody, Frame};

use super::Hook;
use crate::BoxError;
use crate::http::HttpError;
use crate::request::Request;
use crate::response::{Body, Response, error_response};

/// As much may come out of a body whatever its length, in bytes: a few lines of zeros are no attack.
const FREE: u64 = 64 * 1024;

/// Reads request bodies with `Content-Encoding: gzip` as what is in them.
///
/// A body is unpacked while it is read, a little at a time, so that the limits of bodies and forms hold for what comes
/// out, and a small body that unpacks to a huge one is refused in time: with 413 at the latest when more than
/// [`App::max_decompression_ratio`](crate::App::max_decompression_ratio) times its length has come out. Another coding, or several, are answered with 415 and the
/// one that is read (RFC 9110, section 12.5.3), a damaged body with 400.
///
/// ```
/// use fasterapi::App;
/// use fasterapi::middleware::Decompression;
///
/// let app = App::new().middleware(Decompression);
/// # let _ = app;
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Decompression;

impl Hook for Decompression {
    type Kept = ();
    const AFTER: bool = false;

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        let mut lines = request.headers().get_all(header::CONTENT_ENCODING).iter();
        let Some(coding) = lines.next() else {
            return ControlFlow::Continue(());
        };
        let is_only = lines.next().is_none();
        match coding.as_bytes().trim_ascii().to_ascii_lowercase().as_slice() {
            b"gzip" | b"x-gzip" if is_only => {
                let (body, ratio) = (request.take_body(), request.max_decompression_ratio());
                request.set_body(Body::new(Unpacked::new(body, ratio)));
                request.headers_mut().remove(header::CONTENT_ENCODING);
                request.headers_mut().remove(header::CONTENT_LENGTH);
                ControlFlow::Continue(())
            }
            b"" | b"identity" if is_only => ControlFlow::Continue(()),
            _ => {
                let error = HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported content encoding");
                ControlFlow::Break(error_response(error.header("accept-encoding", "gzip")))
            }
        }
    }
}

/// A body that is unpacked while it is read.
struct Unpacked {
    body: Body,
    /// `None` when its end was reached.
    decoder: Option<MultiGzDecoder<Vec<u8>>>,
    /// What was read of the body and not yet unpacked.
    rest: Bytes,
    /// How many bytes may come out of one.
    ratio: u64,
    /// How many were read.
    read: u64,
    /// How many came out.
    unpacked: u64,
}

impl Unpacked {
    fn new(body: Body, ratio: u32) -> Self {
        Self {
            body,
            decoder: Some(MultiGzDecoder::new(Vec::new())),
            rest: Bytes::new(),
            ratio: u64::from(ratio),
            read: 0,
            unpacked: 0,
        }
    }

    /// Counts a piece that came out.
    ///
    /// # Errors
    /// 413 when more has come out than the ratio allows of what went in.
    fn count(&mut self, piece: usize) -> Result<(), HttpError> {
        self.unpacked += piece as u64;
        let packed = self.read - self.rest.len() as u64;
        if self.unpacked > FREE && self.unpacked > packed.saturating_mul(self.ratio) {
            return Err(HttpError::too_large());
        }
        Ok(())
    }

    /// Unpacks until something comes out, 32 KiB or so at most: one call of `write` goes no further.
    fn piece(decoder: &mut MultiGzDecoder<Vec<u8>>, rest: &mut Bytes) -> io::Result<Bytes> {
        while decoder.get_ref().is_empty() && !rest.is_empty() {
            let taken = decoder.write(rest)?;
            if taken == 0 && decoder.get_ref().is_empty() {
                return Err(io::ErrorKind::InvalidData.into());
            }
            rest.advance(taken);
        }
        Ok(std::mem::take(decoder.get_mut()).into())
    }
}

impl HttpBody for Unpacked {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            let Some(decoder) = &mut this.decoder else {
                return Poll::Ready(None);
            };
            match Self::piece(decoder, &mut this.rest) {
                Ok(piece) if piece.is_empty() => {}
                Ok(piece) => {
                    let counted = this.count(piece.len());
                    return Poll::Ready(Some(counted.map(|()| Frame::data(piece)).map_err(Into::into)));
                }
                Err(error) => return Poll::Ready(Some(Err(error.into()))),
            }
            match ready!(Pin::new(&mut this.body).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        this.read += data.len() as u64;
                        this.rest = data;
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => {
                    let end = this
                        .decoder
                        .take()
                        .map_or_else(|| Ok(Vec::new()), MultiGzDecoder::finish);
                    return match end {
                        Ok(end) if end.is_empty() => Poll::Ready(None),
                        end => Poll::Ready(Some(end.map(|end| Frame::data(end.into())).map_err(Into::into))),
                    };
                }
            }
        }
    }
}
