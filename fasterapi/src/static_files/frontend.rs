//! [`Frontend`]: the output of a JavaScript build, answered where no route does.

use std::path::PathBuf;
use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};

use super::accept::asks_for_a_page;
use super::embedded::Embedded;
use super::files::{Asked, Files, Outcome, blocking, reads};
use super::root::Policy;
use super::tree::{Source, Tree};
use crate::BuildError;
use crate::dependency::pass_guards;
use crate::handler::{Answer, Scope};
use crate::logging;
use crate::request::Request;
use crate::response::Response;
use crate::routing::{method_not_allowed, not_found, slash_redirect};

/// What a frontend answers where it has no file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Fallback {
    /// `404.html` with status 404 where there is one, else as [`Index`](Self::Index).
    #[default]
    Auto,
    /// `index.html` with status 200, for requests that ask for a page: the router in it knows what to show.
    Index,
    /// `404.html` with status 404.
    NotFoundPage,
    /// The 404 of the API.
    Never,
}

/// The output of a JavaScript build, answered where no route does.
///
/// ```no_run
/// use fasterapi::prelude::*;
///
/// let app = App::new().frontend("/", "dist");
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct Frontend {
    source: Source,
    fallback: Fallback,
    check_dir: Option<bool>,
    precompressed: bool,
}

impl<P: Into<PathBuf>> From<P> for Frontend {
    fn from(folder: P) -> Self {
        Self::new(folder)
    }
}

impl Frontend {
    /// The files of a folder.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            source: Source::Folder(folder.into()),
            fallback: Fallback::Auto,
            check_dir: None,
            precompressed: false,
        }
    }

    /// Files inside the binary: `Frontend::embedded(embed!("dist"))`.
    pub fn embedded(files: Embedded) -> Self {
        Self {
            source: Source::Embedded(files),
            ..Self::new("")
        }
    }

    /// Whether `app.js` is answered with `app.js.br`, `.zst` or `.gz` where that is there and the client takes it; false by
    /// default.
    pub fn precompressed(mut self, precompressed: bool) -> Self {
        self.precompressed = precompressed;
        self
    }

    /// What is answered where there is no file.
    pub fn fallback(mut self, fallback: Fallback) -> Self {
        self.fallback = fallback;
        self
    }

    /// Whether a folder that is not there is an error of `build()`. By default it is, but for a warning where the
    /// variable `FASTERAPI_ENV` of the environment is `development`: the frontend may run on its own there.
    pub fn check_dir(mut self, check: bool) -> Self {
        self.check_dir = Some(check);
        self
    }

    pub(crate) fn compile(self) -> Result<FrontendFiles, BuildError> {
        let is_development = || std::env::var_os("FASTERAPI_ENV").is_some_and(|value| value == "development");
        let check = self.check_dir.unwrap_or_else(|| !is_development());
        let tree = Tree::new(&self.source, check, Policy::default())?;
        if let Source::Folder(folder) = &self.source
            && self.check_dir.is_none()
            && !check
            && !folder.is_dir()
        {
            logging::warning(format_args!("the frontend's folder {} is not there", folder.display()));
        }
        let files = Files {
            tree,
            html: true,
            cache_control: None,
            precompressed: self.precompressed,
        };
        let needed = match self.fallback {
            Fallback::Index => Some("index.html"),
            Fallback::NotFoundPage => Some("404.html"),
            Fallback::Auto | Fallback::Never => None,
        };
        if let Some(page) = needed.filter(|page| check && !files.has(page)) {
            let problem = match &self.source {
                Source::Folder(folder) => {
                    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
                    format!("the frontend {} has no {page} to fall back to", folder.display())
                }
                Source::Embedded(_) => format!("the embedded frontend has no {page} to fall back to"),
            };
            return Err(BuildError::new(vec![problem]));
        }
        Ok(FrontendFiles {
            files,
            fallback: self.fallback,
        })
    }
}

/// A frontend at work.
#[derive(Debug)]
pub(crate) struct FrontendFiles {
    files: Files,
    fallback: Fallback,
}

/// Answers a request that no route took: the dependencies around the frontend run first.
pub(crate) fn call(mut scope: Scope) -> Answer {
    Answer::later(async move {
        if let Err(abort) = pass_guards(&mut scope).await {
            return abort.into_response();
        }
        let Some((frontend, prefix)) = scope.frontend() else {
            return not_found();
        };
        let mut headers = HeaderMap::new();
        std::mem::swap(&mut headers, scope.lend().1.headers_mut());
        frontend.respond(scope.take_request(), prefix, headers).await
    })
}

impl FrontendFiles {
    async fn respond(self: Arc<Self>, request: Request, prefix: usize, headers: HeaderMap) -> Response {
        let path = request.route_path().get(prefix..).unwrap_or_default();
        let Some(path) = path.strip_prefix('/').map(str::to_owned) else {
            return slash_redirect(&request, |_| true).unwrap_or_else(not_found);
        };
        let asked = Asked::of(&request, self.files.precompressed);
        let asks = asks_for_a_page(request.headers());
        let reads = reads(request.method());
        if reads && let Some(answer) = self.files.at_hand(&path, headers.clone(), &asked) {
            return answer;
        }
        let outcome = blocking(move || {
            let outcome = self.files.answer(&path, headers.clone(), &asked)?;
            if !reads {
                return Ok(match outcome {
                    Outcome::Nothing => Outcome::Nothing,
                    Outcome::Answer(_) | Outcome::Slash => {
                        Outcome::Answer(method_not_allowed(&[Method::GET, Method::HEAD]))
                    }
                });
            }
            match outcome {
                Outcome::Nothing => self.fall_back(headers, asks, &asked),
                outcome => Ok(outcome),
            }
        });
        match outcome.await {
            Outcome::Answer(response) => response,
            Outcome::Slash => slash_redirect(&request, |_| true).unwrap_or_else(not_found),
            Outcome::Nothing => not_found(),
        }
    }

    fn fall_back(&self, headers: HeaderMap, asks: bool, asked: &Asked) -> std::io::Result<Outcome> {
        if matches!(self.fallback, Fallback::Auto | Fallback::NotFoundPage) {
            let page = self
                .files
                .file("404.html", StatusCode::NOT_FOUND, headers.clone(), asked)?;
            if matches!(page, Outcome::Answer(_)) {
                return Ok(page);
            }
        }
        if asks && matches!(self.fallback, Fallback::Auto | Fallback::Index) {
            return self.files.file("index.html", StatusCode::OK, headers, asked);
        }
        Ok(Outcome::Nothing)
    }
}
