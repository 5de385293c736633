//! [`Encoding`]: what a `Content-Type` says of a form.

use http::{HeaderMap, header};

/// How the body of a request holds a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// `application/x-www-form-urlencoded`
    UrlEncoded,
    /// `multipart/form-data`, with its boundary if it names one.
    Multipart(Option<String>),
    /// It does not.
    NoForm,
}

impl Encoding {
    /// The encoding these headers tell.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let Some(content_type) = headers.get(header::CONTENT_TYPE) else {
            return Self::NoForm;
        };
        let bytes = content_type.as_bytes();
        let end = bytes.iter().position(|&byte| byte == b';').unwrap_or(bytes.len());
        let essence = bytes[..end].trim_ascii();
        if essence.eq_ignore_ascii_case(b"application/x-www-form-urlencoded") {
            Self::UrlEncoded
        } else if essence.eq_ignore_ascii_case(b"multipart/form-data") {
            let parameters = std::str::from_utf8(&bytes[end..]).unwrap_or_default();
            Self::Multipart(boundary(parameters))
        } else {
            Self::NoForm
        }
    }
}

#[cfg(not(feature = "multipart"))]
impl Encoding {
    /// What answers a multipart body where none can be read.
    pub(crate) fn unsupported() -> crate::http::HttpError {
        crate::http::HttpError::status_only(http::StatusCode::UNSUPPORTED_MEDIA_TYPE)
    }
}

/// The value of `boundary` among `; name=value` pairs, quoted or not.
fn boundary(mut parameters: &str) -> Option<String> {
    while let Some(rest) = parameters.strip_prefix(';') {
        let (name, rest) = rest.split_once('=')?;
        let (value, rest) = value(rest.trim_start());
        if name.trim().eq_ignore_ascii_case("boundary") {
            return Some(value).filter(|value| !value.is_empty());
        }
        parameters = &rest[rest.find(';').unwrap_or(rest.len())..];
    }
    None
}

/// A token or a quoted string, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_at(text.find(';').unwrap_or(text.len()));
        return (value.trim_end().to_owned(), rest);
    };
    let (mut value, mut escaped) = (String::new(), false);
    for (at, c) in quoted.char_indices() {
        match c {
            '"' if !escaped => return (value, &quoted[at + 1..]),
            '\\' if !escaped => escaped = true,
            c => {
                value.push(c);
                escaped = false;
            }
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(content_type: &str) -> Encoding {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
        Encoding::of(&headers)
    }

    #[test]
    fn content_types_are_told_apart() {
        assert_eq!(Encoding::of(&HeaderMap::new()), Encoding::NoForm);
        assert_eq!(of("application/json"), Encoding::NoForm);
        assert_eq!(
            of("application/x-www-form-urlencoded; charset=utf-8"),
            Encoding::UrlEncoded
        );
        assert_eq!(of("Application/X-WWW-Form-Urlencoded"), Encoding::UrlEncoded);
        for (content_type, boundary) in [
            ("multipart/form-data; boundary=abc", Some("abc")),
            ("multipart/form-data; charset=utf-8; Boundary = abc ", Some("abc")),
            ("multipart/form-data;boundary=\"a b\\\"c;\"; x=y", Some("a b\"c;")),
            ("multipart/form-data; x=\"; boundary=no\"; boundary=yes", Some("yes")),
            ("multipart/form-data; boundary=", None),
            ("multipart/form-data", None),
        ] {
            assert_eq!(
                of(content_type),
                Encoding::Multipart(boundary.map(str::to_owned)),
                "{content_type}"
            );
        }
    }
}
