//! `Content-Disposition`: what a client is to do with a file, and the name it may save it under.

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 8187 leaves as it is in an extended value.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// Whether a browser shows a file or saves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// Saved.
    Attachment,
    /// Shown, if the browser can.
    Inline,
}

/// `attachment; filename="x"`; a name that is more than letters, digits, and `-._~` goes into `filename*` (RFC 8187).
pub(super) fn content_disposition(disposition: Disposition, name: &str) -> Option<HeaderValue> {
    let kind = match disposition {
        Disposition::Attachment => "attachment",
        Disposition::Inline => "inline",
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let text = if name.bytes().all(plain) {
        format!("{kind}; filename=\"{name}\"")
    } else {
        format!("{kind}; filename*=utf-8''{}", utf8_percent_encode(name, ATTRIBUTE))
    };
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_leave_their_place() {
        let header = |name: &str| content_disposition(Disposition::Attachment, name).unwrap();
        assert_eq!(header("leaf-1.txt"), "attachment; filename=\"leaf-1.txt\"");
        assert_eq!(header("my leaf.txt"), "attachment; filename*=utf-8''my%20leaf.txt");
        assert_eq!(
            header("a\"\r\nx: y\\ü"),
            "attachment; filename*=utf-8''a%22%0D%0Ax%3A%20y%5C%C3%BC"
        );
        let inline = content_disposition(Disposition::Inline, "x").unwrap();
        assert_eq!(inline, "inline; filename=\"x\"");
    }
}
