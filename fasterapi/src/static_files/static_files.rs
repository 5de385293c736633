//! [`StaticFiles`].

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;

use http::HeaderValue;

use super::embedded::Embedded;
use super::files::Files;
use super::root::Policy;
use super::tree::{Source, Tree};
use crate::BuildError;
use crate::request::Request;
use crate::response::Response;
use crate::routing::{MountTarget, Mountable, Mounted};

/// A folder whose files are served under a prefix.
///
/// GET and HEAD are answered, with `ETag`, `Last-Modified`, conditional and range requests. What is outside of the
/// folder cannot be reached; symbolic links and names that begin with a dot (`.well-known` aside) are not there unless
/// switched on.
///
/// ```no_run
/// use fasterapi::prelude::*;
/// use fasterapi::StaticFiles;
///
/// let app = App::new().mount("/static", StaticFiles::new("static"));
/// ```
#[derive(Debug, Clone)]
#[must_use]
pub struct StaticFiles {
    source: Source,
    html: bool,
    check_dir: bool,
    policy: Policy,
    cache_control: Option<String>,
    precompressed: bool,
}

impl StaticFiles {
    /// The files of a folder and all folders below it.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            source: Source::Folder(folder.into()),
            html: false,
            check_dir: true,
            policy: Policy::default(),
            cache_control: None,
            precompressed: false,
        }
    }

    /// Files inside the binary: `StaticFiles::embedded(embed!("static"))`. They have an `ETag` and no `Last-Modified`.
    pub fn embedded(files: Embedded) -> Self {
        Self {
            source: Source::Embedded(files),
            ..Self::new("")
        }
    }

    /// Whether `site.css` is answered with `site.css.br`, `.zst` or `.gz` where that is there and the client takes it; false
    /// by default. The siblings are yours to keep up to date.
    pub fn precompressed(mut self, precompressed: bool) -> Self {
        self.precompressed = precompressed;
        self
    }

    /// Whether a folder is answered with its `index.html`, and what is missing with the `404.html` of the outermost
    /// folder; false by default.
    pub fn html(mut self, html: bool) -> Self {
        self.html = html;
        self
    }

    /// Whether a folder that is not there is an error of `build()`; true by default.
    pub fn check_dir(mut self, check: bool) -> Self {
        self.check_dir = check;
        self
    }

    /// Whether symbolic links are followed, those that lead out of the folder too; false by default.
    pub fn follow_symlinks(mut self, follow: bool) -> Self {
        self.policy.symlinks = follow;
        self
    }

    /// Whether names that begin with a dot are served; false by default. `.well-known` always is.
    pub fn hidden_files(mut self, serve: bool) -> Self {
        self.policy.hidden = serve;
        self
    }

    /// The `Cache-Control` of every file, such as `public, max-age=3600`; none by default.
    pub fn cache_control(mut self, value: impl Into<String>) -> Self {
        self.cache_control = Some(value.into());
        self
    }
}

impl Mountable for StaticFiles {
    fn into_target(self) -> Result<MountTarget, BuildError> {
        let files = Files {
            tree: Tree::new(&self.source, self.check_dir, self.policy)?,
            html: self.html,
            cache_control: self.cache_control.map(cache_control).transpose()?,
            precompressed: self.precompressed,
        };
        Ok(MountTarget::service(Folder(Arc::new(files))))
    }
}

#[derive(Debug)]
struct Folder(Arc<Files>);

impl Mounted for Folder {
    fn call(&self, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        Box::pin(Arc::clone(&self.0).respond(request))
    }
}

fn cache_control(value: String) -> Result<HeaderValue, BuildError> {
    HeaderValue::try_from(&value).map_err(|_| BuildError::new(vec![format!("{value:?} is not a Cache-Control header")]))
}
