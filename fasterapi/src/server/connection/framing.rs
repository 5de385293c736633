//! [`Framing`]: how long a body is said to be, read from the bytes themselves.
//!
//! Of a `Content-Length` beside a `Transfer-Encoding` hyper keeps nothing, and a chunk of 2^63 bytes it simply waits for.
//! Both are refused here (RFC 9112, sections 6.3 and 7.1), when the head and the beginning of the body come as usual. Where
//! they do not, hyper's reading of them is the safe one: chunks count, and the connection is closed.

use http::{Request, Response, header};
use hyper::body::Incoming;
use memchr::memmem;

use crate::http::HttpError;
use crate::response::{Body, error_response};

/// Longer than any chunk that somebody sends, in bytes.
const LONGEST_CHUNK: u64 = 1 << 40;

/// As much is kept of a head that comes in pieces, in bytes.
const LONGEST_HEAD: usize = 64 * 1024;

/// Whether a request with chunks may begin here, for the price of a few comparisons: with a method other than `GET`, and
/// not with JSON at the end, which comes with a length.
#[inline]
pub(super) fn may_have_chunks(read: &[u8]) -> bool {
    matches!(read.first(), Some(b'A'..=b'F' | b'H'..=b'Z')) && !matches!(read.last(), Some(b'}' | b']'))
}

/// What has come of a head.
#[derive(Debug, Default)]
pub(super) struct Framing {
    head: Vec<u8>,
    /// The number of the request before.
    after: usize,
}

impl Framing {
    /// Whether a head has begun that is looked at, and not ended.
    #[inline]
    pub(super) fn goes_on(&self) -> bool {
        !self.head.is_empty()
    }

    /// Looks at the bytes that were read while no request was in flight, after so many of them; whether a request begins that must be refused
    /// if hyper finds it to have chunks.
    #[cold]
    pub(super) fn is_wrong(&mut self, read: &[u8], requests: usize) -> bool {
        if self.after != requests {
            // hyper has found an end of the head before that was none for us
            self.head.clear();
            self.after = requests;
        }
        let kept = !self.head.is_empty();
        if kept {
            self.head.extend_from_slice(read);
        }
        let bytes = if kept { &self.head[..] } else { read };
        let wrong = match memmem::find(bytes, b"\r\n\r\n") {
            Some(end) => judge(&bytes[..end], &bytes[end + 4..]),
            None if bytes.len() > LONGEST_HEAD => false,
            None => {
                if !kept {
                    self.head.extend_from_slice(read);
                }
                return false;
            }
        };
        self.head = Vec::new();
        wrong
    }
}

/// The answer to a request whose framing is wrong; `None` when it has no chunks, so that another one was meant.
pub(super) fn refusal(request: &Request<Incoming>) -> Option<Response<Body>> {
    request.headers().get(header::TRANSFER_ENCODING)?;
    let error = HttpError::bad_request("There was an error parsing the body");
    Some(error_response(error.header(header::CONNECTION, "close")).into_http())
}

fn judge(head: &[u8], body: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n');
    let is_request = |line: &[u8]| matches!(line.trim_ascii_end(), [.., b'H', b'T', b'T', b'P', b'/', b'1', b'.', _]);
    if !lines.next().is_some_and(is_request) {
        return false;
    }
    let has = |wanted: &[u8]| {
        lines.clone().any(|line| {
            let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
            name.eq_ignore_ascii_case(wanted)
        })
    };
    has(b"transfer-encoding") && (has(b"content-length") || !are_chunks(body))
}

/// Whether `bytes` are the beginning of a body in chunks.
fn are_chunks(mut bytes: &[u8]) -> bool {
    while let Some(end) = memmem::find(bytes, b"\r\n") {
        let Some(length) = length(&bytes[..end]) else {
            return false;
        };
        if length == 0 {
            return true;
        }
        bytes = &bytes[end + 2..];
        let Some((_, rest)) = usize::try_from(length)
            .ok()
            .and_then(|length| bytes.split_at_checked(length))
        else {
            return true;
        };
        match rest {
            [b'\r', b'\n', next @ ..] => bytes = next,
            [] | [b'\r'] => return true,
            _ => return false,
        }
    }
    true
}

/// The length in the first line of a chunk.
fn length(line: &[u8]) -> Option<u64> {
    let (digits, extension) = match memchr::memchr(b';', line) {
        Some(at) => (line[..at].trim_ascii_end(), Some(line[at + 1..].trim_ascii_start())),
        None => (line, None),
    };
    let has_name = |extension: &[u8]| extension.first().is_some_and(|byte| !matches!(byte, b'=' | b';'));
    if !extension.is_none_or(has_name) || !digits.iter().all(u8::is_ascii_hexdigit) || digits.len() > 16 {
        return None;
    }
    let length = u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    (length <= LONGEST_CHUNK).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_wrong(pieces: &[&str]) -> bool {
        let mut framing = Framing::default();
        pieces.iter().any(|piece| framing.is_wrong(piece.as_bytes(), 0))
    }

    fn chunked(body: &str) -> String {
        format!("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{body}")
    }

    #[test]
    fn two_lengths_are_wrong_however_they_come() {
        let head = "POST / HTTP/1.1\r\ncontent-LENGTH: 5\r\nTransfer-encoding: chunked\r\n\r\n";
        for at in 0..head.len() {
            assert!(is_wrong(&[&head[..at], &head[at..]]), "{at}");
        }
        assert!(!is_wrong(&[
            "POST / HTTP/1.1\r\nContent-Length: 5\r\nx: transfer-encoding:\r\n\r\nhello"
        ]));
    }

    #[test]
    fn chunks_are_read_as_far_as_they_came() {
        let body = "5;a=b\r\nhello\r\nA ; a\r\n0123456789\r\n0\r\nx: y\r\n\r\nGET";
        for end in 0..=body.len() {
            assert!(!is_wrong(&[&chunked(&body[..end])]), "{end}");
        }
        for body in [
            "8000000000000000\r\nhello",
            "1\r\na\r\nffffffffffffffff\r\n",
            "00000000000000001\r\na",
            "5 \r\nhello\r\n",
            "5;\r\nhello\r\n",
            "5;=b\r\nhello\r\n",
            "+5\r\nhello\r\n",
            "\r\nhello",
            "5\r\nhello0\r\n",
        ] {
            assert!(is_wrong(&[&chunked(body)]), "{body:?}");
        }
    }

    #[test]
    fn usual_requests_are_not_looked_at() {
        assert!(!may_have_chunks(b"GET / HTTP/1.1\r\n\r\n") && !may_have_chunks(b"POST / HTTP/1.1\r\n\r\n{}"));
        assert!(may_have_chunks(b"POST / HTTP/1.1\r\n\r\n") && may_have_chunks(b"PUT"));
        // frames of WebSockets
        assert!(!may_have_chunks(b"\x81\x02ab") && !may_have_chunks(b""));
    }

    #[test]
    fn nothing_of_a_head_is_taken_for_part_of_the_next() {
        let mut framing = Framing::default();
        assert!(!framing.is_wrong(b"POST / HTTP/1.1\nContent-Length: 0\n\n", 0));
        assert!(!framing.is_wrong(chunked("0\r\n\r\n").as_bytes(), 1));
    }

    #[test]
    fn what_is_no_request_is_not_judged() {
        let lines = "\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n";
        assert!(is_wrong(&[&format!("POST / HTTP/1.0{lines}")]));
        assert!(!is_wrong(&[&format!("Part of a letter{lines}")]));
    }
}
