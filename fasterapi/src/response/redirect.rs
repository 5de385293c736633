//! [`Redirect`]: an answer that sends the client elsewhere.

use http::StatusCode;

use crate::http::HttpError;

/// A redirect to `location`, 307 unless said otherwise.
#[derive(Debug, Clone)]
pub struct Redirect {
    pub(super) status: StatusCode,
    pub(super) location: String,
}

impl Redirect {
    /// 307: method and body are kept.
    pub fn to(location: impl Into<String>) -> Self {
        Self {
            status: StatusCode::TEMPORARY_REDIRECT,
            location: location.into(),
        }
    }

    /// As [`to`](Self::to), for an address that came with the request, such as the `next` of a log-in: only a path of this
    /// host will do, with or without a query. Anything else would let others lend their links your name.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// #[post("/login")]
    /// async fn login(#[query(default = "/")] next: String) -> Result<Redirect, HttpError> {
    ///     Ok(Redirect::local(next)?.status(StatusCode::SEE_OTHER))
    /// }
    /// ```
    ///
    /// # Errors
    /// 400 for what a browser would take for the address of another host, or of a scheme: `https://a.example`,
    /// `//a.example`, `/\\a.example`, `javascript:..`; also for a relative path, and one with backslashes or control characters.
    pub fn local(location: impl Into<String>) -> Result<Self, HttpError> {
        let location = location.into();
        if is_local(&location) {
            Ok(Self::to(location))
        } else {
            Err(HttpError::bad_request(
                "The address to go on to is not a path of this site",
            ))
        }
    }

    /// Another code of the 3xx class.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// Whether browsers take it for a path of the host they are at. They read `\` as `/`, and leave out tabs and line ends
/// (WHATWG URL, section 4.4).
fn is_local(location: &str) -> bool {
    let plain = |character: char| character != '\\' && !character.is_control();
    location.starts_with('/') && !location.starts_with("//") && location.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_paths_of_this_host_are_local() {
        for path in [
            "/",
            "/items?page=2#top",
            "/a//b",
            "/?next=https://a.example",
            "/\u{fc}/ /%0a",
            "/:80",
        ] {
            assert!(is_local(path), "{path:?}");
        }
        for other in [
            "",
            "items",
            "?page=2",
            "//a.example",
            "///a.example",
            "/\\a.example",
            "\\\\a.example",
            "\\/a.example",
            "/\t/a.example",
            "/\n/a.example",
            "\t//a.example",
            " /items",
            "https://a.example",
            "https:a.example",
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "/a\0",
            "/a\u{85}",
        ] {
            assert!(!is_local(other), "{other:?}");
        }
    }
}
