//! Media types: by a file's extension, and with the character set that text has.

use std::path::Path;

use http::HeaderValue;

/// The type of a file by its extension; `application/octet-stream` when that says nothing.
pub(crate) fn of_path(path: &Path) -> HeaderValue {
    let guess = mime_guess::from_path(path).first_raw();
    guess
        .and_then(with_charset)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// The type as a header; text is UTF-8 where nothing else is said. `None` when no header can hold it.
pub(crate) fn with_charset(media_type: &str) -> Option<HeaderValue> {
    if media_type.starts_with("text/") && !media_type.contains("charset=") {
        HeaderValue::try_from(format!("{media_type}; charset=utf-8")).ok()
    } else {
        HeaderValue::from_str(media_type).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_name_types() {
        for (name, expected) in [
            ("a.txt", "text/plain; charset=utf-8"),
            ("a.min.js", "text/javascript; charset=utf-8"),
            ("a.HTML", "text/html; charset=utf-8"),
            ("a.json", "application/json"),
            ("a.svg", "image/svg+xml"),
            ("a.wasm", "application/wasm"),
            ("a.woff2", "font/woff2"),
            ("none", "application/octet-stream"),
            (".txt", "application/octet-stream"),
            ("a.nobody-knows", "application/octet-stream"),
        ] {
            assert_eq!(of_path(Path::new(name)), expected, "{name}");
        }
        assert_eq!(
            with_charset("text/x; charset=latin-1").unwrap(),
            "text/x; charset=latin-1"
        );
        assert_eq!(with_charset("a\r\nb"), None);
    }
}
