//! [`FileResponse`]: a file of the disk as an answer.

use std::io;
use std::path::PathBuf;

use http::{HeaderValue, StatusCode, header};
use tokio::task::spawn_blocking;

use super::conditions::Conditions;
use super::disposition::{Disposition, content_disposition};
use super::media_type;
use super::open::{Head, OpenFile};
use crate::model::Schemas;
use crate::response::{Body, Respond, Responder, Response, ResponseDescription};

/// A file of the disk: `ETag`, `Last-Modified`, conditional and range requests included.
///
/// The file is opened after the handler returned, on the blocking pool; one that is not there, or no regular file,
/// answers 500 and is logged. Its path is yours: for files that clients name, there is `StaticFiles`.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[get("/report")]
/// async fn report() -> FileResponse {
///     FileResponse::new("reports/today.pdf").filename("Bericht für heute.pdf")
/// }
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct FileResponse {
    path: PathBuf,
    media_type: Option<String>,
    filename: Option<String>,
    disposition: Disposition,
}

impl FileResponse {
    /// The file at `path`, of the type its extension says.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            media_type: None,
            filename: None,
            disposition: Disposition::Attachment,
        }
    }

    /// The name under which a client saves it; any name will do.
    pub fn filename(mut self, name: impl Into<String>) -> Self {
        self.filename = Some(name.into());
        self
    }

    /// Its media type, instead of the one by extension, and by the file name's before that.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Whether a named file is shown or saved; saved by default.
    pub fn content_disposition(mut self, disposition: Disposition) -> Self {
        self.disposition = disposition;
        self
    }
}

impl Responder for FileResponse {
    const READS_REQUEST: bool = true;

    fn respond(self, answer: Respond) -> Response {
        let mut headers = answer.headers;
        let media_type = match &self.media_type {
            Some(media_type) => media_type::with_charset(media_type),
            None => {
                let name = self.filename.as_deref().map(std::path::Path::new);
                Some(media_type::of_path(name.unwrap_or(&self.path)))
            }
        };
        let Some(media_type) = media_type else {
            return Response::fault(format!("{:?} is not a media type", self.media_type));
        };
        if let Some(value) = self
            .filename
            .and_then(|name| content_disposition(self.disposition, &name))
        {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
        Response {
            status: answer.status.unwrap_or(StatusCode::OK),
            headers,
            body: Body::file(PendingFile {
                path: self.path,
                media_type,
                conditions: Conditions::default(),
            }),
        }
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}
}

/// A file that will be opened once the handler is done.
#[derive(Debug)]
pub(crate) struct PendingFile {
    path: PathBuf,
    media_type: HeaderValue,
    pub(crate) conditions: Conditions,
}

impl PendingFile {
    /// Opens the file and answers with it.
    pub(crate) async fn answer(self, head: Head) -> Response {
        let path = self.path.clone();
        let work = move || OpenFile::open(&self.path)?.answer(head, self.media_type, &self.conditions);
        let done = spawn_blocking(work).await;
        done.unwrap_or_else(|error| Err(io::Error::other(error)))
            .unwrap_or_else(|error| Response::error(format!("the file {} cannot be sent: {error}", path.display())))
    }
}
