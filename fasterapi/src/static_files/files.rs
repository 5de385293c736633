//! [`Files`]: a folder at work, for `StaticFiles` and frontends.

use std::io;
use std::sync::Arc;

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::task::spawn_blocking;

use super::precompressed::Accepted;
use super::root::Named;
use super::tree::Tree;
use crate::http::vary_on;
use crate::logging;
use crate::request::Request;
use crate::response::file::{Conditions, Head, OpenFile, media_type};
use crate::response::{Response, internal_server_error};
use crate::routing::{method_not_allowed, not_found, slash_redirect};

/// A folder at work.
#[derive(Debug)]
pub(super) struct Files {
    pub(super) tree: Tree,
    /// Folders are answered with their `index.html`, and what is missing with `404.html`.
    pub(super) html: bool,
    pub(super) cache_control: Option<HeaderValue>,
    /// Files are answered with their compressed siblings.
    pub(super) precompressed: bool,
}

/// What of a request decides how a file is answered.
#[derive(Debug)]
pub(super) struct Asked {
    conditions: Conditions,
    accepted: Accepted,
}

impl Asked {
    /// `codings`: whether compressed files may be the answer.
    pub(super) fn of(request: &Request, codings: bool) -> Self {
        let accepted = if codings {
            Accepted::of(request.headers())
        } else {
            Accepted::default()
        };
        Self {
            conditions: Conditions::of(request.method(), request.headers()),
            accepted,
        }
    }
}

/// What became of a path.
#[derive(Debug)]
pub(super) enum Outcome {
    Answer(Response),
    /// A folder with a page, asked for without its slash.
    Slash,
    Nothing,
}

impl Files {
    /// Answers a request for a mounted folder.
    pub(super) async fn respond(self: Arc<Self>, request: Request) -> Response {
        if !reads(request.method()) {
            return method_not_allowed(&[Method::GET, Method::HEAD]);
        }
        let path = relative(&request);
        let asked = Asked::of(&request, self.precompressed);
        if let Some(answer) = self.at_hand(&path, HeaderMap::new(), &asked) {
            return answer;
        }
        let outcome = blocking(move || match self.answer(&path, HeaderMap::new(), &asked)? {
            Outcome::Nothing if self.html => self.file("404.html", StatusCode::NOT_FOUND, HeaderMap::new(), &asked),
            outcome => Ok(outcome),
        });
        match outcome.await {
            Outcome::Answer(response) => response,
            Outcome::Slash => slash_redirect(&request, |_| true).unwrap_or_else(not_found),
            Outcome::Nothing => not_found(),
        }
    }

    /// The file that `path` names, if nothing has to be waited for. Siblings are looked for where that may block.
    pub(super) fn at_hand(&self, path: &str, mut headers: HeaderMap, asked: &Asked) -> Option<Response> {
        if !asked.accepted.is_empty() {
            return None;
        }
        self.tree.at_hand(path, |path, file| {
            if self.precompressed {
                vary_on(&mut headers, HeaderValue::from_static("accept-encoding"));
            }
            self.send(file, media_type::of_path(path), StatusCode::OK, headers, asked)
        })
    }

    /// The file, or the page of the folder, that `path` names. Blocks.
    pub(super) fn answer(&self, path: &str, headers: HeaderMap, asked: &Asked) -> io::Result<Outcome> {
        match self.tree.find(path) {
            Named::Folder if self.html => {
                let is_whole = path.is_empty() || path.ends_with('/');
                let index = format!("{path}{}index.html", if is_whole { "" } else { "/" });
                if is_whole {
                    self.file(&index, StatusCode::OK, headers, asked)
                } else if self.has(&index) {
                    Ok(Outcome::Slash)
                } else {
                    Ok(Outcome::Nothing)
                }
            }
            Named::File(_) => self.file(path, StatusCode::OK, headers, asked),
            Named::Folder | Named::Nothing => Ok(Outcome::Nothing),
        }
    }

    /// Whether there is such a file. Blocks.
    pub(super) fn has(&self, path: &str) -> bool {
        matches!(self.tree.find(path), Named::File(_))
    }

    /// The file that `path` names. Blocks.
    pub(super) fn file(
        &self,
        path: &str,
        status: StatusCode,
        mut headers: HeaderMap,
        asked: &Asked,
    ) -> io::Result<Outcome> {
        let Named::File(file) = self.tree.find(path) else {
            return Ok(Outcome::Nothing);
        };
        let media_type = media_type::of_path(&file);
        let mut chosen = file;
        if self.precompressed {
            vary_on(&mut headers, HeaderValue::from_static("accept-encoding"));
            if let Some((sibling, coding)) = asked.accepted.sibling(&self.tree, path) {
                headers.insert(header::CONTENT_ENCODING, coding);
                chosen = sibling;
            }
        }
        let file = match self.tree.open(&chosen) {
            Ok(file) => file,
            Err(error) => match error.kind() {
                // it is a file no longer, or none that we may read
                io::ErrorKind::NotFound | io::ErrorKind::InvalidInput | io::ErrorKind::PermissionDenied => {
                    return Ok(Outcome::Nothing);
                }
                _ => return Err(error),
            },
        };
        self.send(file, media_type, status, headers, asked).map(Outcome::Answer)
    }

    fn send(
        &self,
        file: OpenFile,
        media_type: HeaderValue,
        status: StatusCode,
        mut headers: HeaderMap,
        asked: &Asked,
    ) -> io::Result<Response> {
        if let Some(value) = &self.cache_control {
            headers.entry(header::CACHE_CONTROL).or_insert_with(|| value.clone());
        }
        let headers = headers.into();
        file.answer(Head { status, headers }, media_type, &asked.conditions)
    }
}

/// Runs what blocks on the blocking pool. A failure of the system is a 500.
pub(super) async fn blocking(work: impl FnOnce() -> io::Result<Outcome> + Send + 'static) -> Outcome {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(io::Error::other(error)))
        .unwrap_or_else(|error| {
            logging::error(format_args!("a static file cannot be sent: {error}"));
            Outcome::Answer(internal_server_error())
        })
}

pub(super) fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// The path below the mount, decoded.
pub(super) fn relative(request: &Request) -> String {
    let path = request.route_path();
    path.strip_prefix('/').unwrap_or(path).to_owned()
}
