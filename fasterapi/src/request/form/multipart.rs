//! Forms as `multipart/form-data`, read while they arrive.

use std::error::Error as _;
use std::io;
use std::sync::Arc;

use http::{HeaderMap, header};
use http_body_util::BodyDataStream;
use multer::{Field, Multipart};
use percent_encoding::percent_decode_str;

use super::metered::{Meter, Metered, Stop};
use super::spool::{Disk, IN_MEMORY, Spool};
use super::{FormData, FormLimits, FormValue, UploadFile};
use crate::http::HttpError;
use crate::response::Body;

/// How much of all files together stays in memory; once it is reached, files go to disk from their first byte.
const FILES_IN_MEMORY: usize = 8 * 1024 * 1024;

/// The fields of a multipart body.
///
/// `memory` is how many bytes of fields, and of files of the names `kept`, may be held in memory.
///
/// # Errors
/// 400 when the body is broken or has more or larger fields than `limits` allow, 413 when it is too large, 408 when it
/// does not come in time, 500 when there is no room for temporary files.
pub(crate) async fn read_multipart(
    body: Body,
    boundary: Option<&str>,
    limits: FormLimits,
    memory: usize,
    kept: &[&str],
) -> Result<FormData, HttpError> {
    let Some(boundary) = boundary else {
        return Err(HttpError::bad_request("Missing boundary in multipart."));
    };
    let meter = Arc::new(Meter::new(limits.part_headers as u64));
    meter.expect_headers();
    let body = Metered::new(body, boundary, limits.total_size, Arc::clone(&meter));
    let mut parts = Parts {
        multipart: Multipart::new(BodyDataStream::new(body), boundary),
        meter,
        limits,
        memory,
        files: 0,
        fields: 0,
        files_in_memory: 0,
        disk: Disk::default(),
        found: Vec::new(),
    };
    match parts.read(kept).await {
        Ok(()) | Err(Problem::Ended) => Ok(FormData::new(parts.found)),
        Err(Problem::Answer(error)) => Err(error),
    }
}

/// Why reading stopped.
enum Problem {
    /// The body ended in the middle of a part, which is left out.
    Ended,
    /// The client is told.
    Answer(HttpError),
}

impl From<HttpError> for Problem {
    fn from(error: HttpError) -> Self {
        Self::Answer(error)
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Answer(error.into())
    }
}

struct Parts {
    multipart: Multipart<'static>,
    meter: Arc<Meter>,
    limits: FormLimits,
    /// How much memory is left.
    memory: usize,
    files: usize,
    fields: usize,
    files_in_memory: usize,
    disk: Disk,
    found: Vec<(String, FormValue)>,
}

impl Parts {
    async fn read(&mut self, kept: &[&str]) -> Result<(), Problem> {
        loop {
            self.meter.expect_headers();
            let next = self.multipart.next_field().await;
            let Some(field) = next.map_err(|error| self.problem(&error))? else {
                return Ok(());
            };
            self.meter.expect_content();
            let headers = field.headers().iter();
            let length: usize = headers.map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
            if length > self.limits.part_headers {
                let text = format!(
                    "Part headers exceeded maximum size of {} bytes.",
                    self.limits.part_headers
                );
                return Err(HttpError::bad_request(text).into());
            }
            let Some(name) = field.name().map(str::to_owned) else {
                let text = "The Content-Disposition header field \"name\" must be provided.";
                return Err(HttpError::bad_request(text).into());
            };
            let filename = encoded_filename(field.headers()).or_else(|| field.file_name().map(str::to_owned));
            let value = match filename {
                Some(filename) => {
                    let keep = kept.contains(&name.as_str());
                    match self.file(field, filename, keep).await? {
                        Some(file) => FormValue::File(file),
                        None => continue,
                    }
                }
                None => FormValue::Text(self.text(field).await?),
            };
            self.found.push((name, value));
        }
    }

    async fn text(&mut self, mut field: Field<'static>) -> Result<String, Problem> {
        if self.fields == self.limits.fields {
            return Err(HttpError::bad_request(self.limits.too_many_fields()).into());
        }
        self.fields += 1;
        let mut text = Vec::new();
        while let Some(data) = field.chunk().await.map_err(|error| self.problem(&error))? {
            if text.len() + data.len() > self.limits.part_size {
                let kib = self.limits.part_size / 1024;
                return Err(HttpError::bad_request(format!("Part exceeded maximum size of {kib}KB.")).into());
            }
            self.hold(data.len())?;
            text.extend_from_slice(&data);
        }
        Ok(String::from_utf8(text).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    /// A file; `None` is what browsers send where none was chosen.
    async fn file(
        &mut self,
        mut field: Field<'static>,
        filename: String,
        keep: bool,
    ) -> Result<Option<UploadFile>, Problem> {
        if self.files == self.limits.files {
            let text = format!("Too many files. Maximum number of files is {}.", self.limits.files);
            return Err(HttpError::bad_request(text).into());
        }
        self.files += 1;
        let room = FILES_IN_MEMORY.saturating_sub(self.files_in_memory);
        let most = if keep { usize::MAX } else { IN_MEMORY.min(room) };
        let mut spool = Spool::new(most, self.disk.clone());
        while let Some(data) = field.chunk().await.map_err(|error| self.problem(&error))? {
            if keep {
                self.hold(data.len())?;
            }
            spool.write(&data).await?;
        }
        let size = spool.size();
        if filename.is_empty() && size == 0 {
            return Ok(None);
        }
        if !keep {
            self.files_in_memory += spool.in_memory();
        }
        let headers = field.headers().clone();
        let (content, disk) = spool.finish().await?;
        self.disk = disk;
        Ok(Some(UploadFile::from_part(filename, headers, size, content)))
    }

    /// Takes from the memory that is left.
    fn hold(&mut self, bytes: usize) -> Result<(), HttpError> {
        self.memory = self.memory.checked_sub(bytes).ok_or_else(HttpError::too_large)?;
        Ok(())
    }

    fn problem(&self, error: &multer::Error) -> Problem {
        let stop = error.source().and_then(|source| source.downcast_ref::<Stop>());
        match (stop, error) {
            (Some(Stop::TooLarge), _) => HttpError::too_large().into(),
            (Some(Stop::Broken(error)), _) => error.clone().into(),
            (None, multer::Error::IncompleteStream | multer::Error::IncompleteFieldData { .. })
                if self.meter.has_ended() =>
            {
                Problem::Ended
            }
            _ => HttpError::bad_request("Invalid multipart data.").into(),
        }
    }
}

/// The `filename*=utf-8''..` of a part, decoded.
fn encoded_filename(headers: &HeaderMap) -> Option<String> {
    let disposition = headers.get(header::CONTENT_DISPOSITION)?.to_str().ok()?;
    let at = disposition.to_ascii_lowercase().find("filename*=utf-8'")?;
    let value = disposition[at..].splitn(3, '\'').nth(2)?;
    let value = value.split([';', ' ', '"']).next()?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use http_body::Frame;

    use super::*;

    /// A body that comes in pieces of so many bytes, with a pause before each.
    struct Pieces(Bytes, usize, bool);

    impl http_body::Body for Pieces {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            cx: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            self.2 = !self.2;
            if self.2 {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            let length = self.1.min(self.0.len());
            let piece = self.0.split_to(length);
            Poll::Ready((length > 0).then(|| Ok(Frame::data(piece))))
        }
    }

    async fn read(body: &[u8], piece: usize) -> Result<Vec<String>, u16> {
        let body = Body::new(Pieces(Bytes::copy_from_slice(body), piece, false));
        let form = read_multipart(body, Some("x"), FormLimits::new(), 1024, &[]).await;
        let form = form.map_err(|error| error.status().as_u16())?;
        let mut found = Vec::new();
        for (name, value) in form.iter() {
            found.push(match value {
                FormValue::Text(text) => format!("{name}={text}"),
                FormValue::File(file) => format!("{name}={}:{:?}", file.filename(), file.content().unwrap()),
            });
        }
        Ok(found)
    }

    #[tokio::test]
    async fn it_does_not_matter_in_which_pieces_a_body_comes() {
        let body = [
            "\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--y\r\n\r\n",
            "--x \t\r\nContent-Disposition: form-data; name=f; filename=\"\u{fc}\"\r\nX: y\r\n\r\n\r\n--\r\n",
            "--x\r\nContent-Disposition: form-data; name=b\r\n\r\n\r\n--x--\r\nend",
        ];
        let body = body.concat();
        let expected = ["a=1\r\n--y\r\n", "f=\u{fc}:b\"\\r\\n--\"", "b="].map(str::to_owned);
        for piece in 1..=body.len() {
            assert_eq!(
                read(body.as_bytes(), piece).await,
                Ok(expected.to_vec()),
                "pieces of {piece}"
            );
        }
        for end in 0..body.len() {
            let whole = read(&body.as_bytes()[..end], body.len()).await;
            for piece in [1, 7] {
                let found = read(&body.as_bytes()[..end], piece).await;
                assert_eq!(found, whole, "{end} bytes, pieces of {piece}");
            }
        }
    }

    #[tokio::test]
    async fn headers_that_drip_are_refused_before_they_are_long() {
        let mut body = b"--x\r\nX: ".to_vec();
        body.resize(1024 * 1024, b'a');
        assert_eq!(read(&body, 16).await, Err(400));
    }
}
