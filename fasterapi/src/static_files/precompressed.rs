//! Siblings of a file that hold it compressed: `site.css.br` beside `site.css`.

use std::path::PathBuf;

use http::{HeaderMap, HeaderValue, header};

use super::root::Named;
use super::tree::Tree;
use crate::http::preferred;

/// Codings and the endings of their files, best first.
const CODINGS: [(&str, &str); 3] = [("br", "br"), ("zstd", "zst"), ("gzip", "gz")];

/// What of a request says which sibling it may be answered with.
#[derive(Debug, Clone, Default)]
pub(super) struct Accepted(Vec<HeaderValue>);

impl Accepted {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self(headers.get_all(header::ACCEPT_ENCODING).iter().cloned().collect())
    }

    /// Whether no coding is asked for.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sibling of the file at `path` that the client prefers, and its coding. Blocks.
    pub(super) fn sibling(&self, tree: &Tree, path: &str) -> Option<(PathBuf, HeaderValue)> {
        if self.0.is_empty() {
            return None;
        }
        let siblings = CODINGS.map(|(coding, ending)| match tree.find(&format!("{path}.{ending}")) {
            Named::File(file) => Some((file, HeaderValue::from_static(coding))),
            Named::Folder | Named::Nothing => None,
        });
        let place = |name: &[u8]| {
            let place = CODINGS.iter().position(|(coding, _)| coding.as_bytes() == name)?;
            siblings[place].is_some().then_some(place)
        };
        let place = preferred(&self.0, place)?;
        siblings.into_iter().nth(place).flatten()
    }
}
