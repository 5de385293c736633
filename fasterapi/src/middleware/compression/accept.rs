//! What the client accepts (RFC 9110, section 12.5.3).

use http::{HeaderMap, HeaderValue, header};

use super::encoder::Encoding;
use crate::http::{find_header, preferred, repeats};

/// What a request accepts. The usual single line is only read when there is something to compress.
#[derive(Debug)]
pub enum Accept {
    Unread(HeaderValue),
    Read(Option<Encoding>),
}

impl Accept {
    pub(super) fn of(headers: &HeaderMap, ours: &[Encoding]) -> Self {
        if repeats(headers) {
            return Self::Read(negotiate(headers.get_all(header::ACCEPT_ENCODING), ours));
        }
        match find_header(headers, &header::ACCEPT_ENCODING) {
            Some(line) => Self::Unread(line.clone()),
            None => Self::Read(None),
        }
    }

    /// The encoding that the client prefers among `ours`, of equals the first.
    pub(super) fn preferred(self, ours: &[Encoding]) -> Option<Encoding> {
        match self {
            Self::Unread(line) => negotiate([&line], ours),
            Self::Read(encoding) => encoding,
        }
    }
}

fn negotiate<'h>(lines: impl IntoIterator<Item = &'h HeaderValue>, ours: &[Encoding]) -> Option<Encoding> {
    let place = |name: &[u8]| ours.iter().position(|encoding| encoding.token() == name);
    preferred(lines, place).map(|place| ours[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: [Encoding; 3] = [Encoding::Zstd, Encoding::Brotli, Encoding::Gzip];

    fn chosen_of(lines: &[&str]) -> Option<Encoding> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(header::ACCEPT_ENCODING, line.parse().unwrap());
        }
        Accept::of(&headers, &OURS).preferred(&OURS)
    }

    fn chosen(accept: &str) -> Option<Encoding> {
        chosen_of(&[accept])
    }

    #[test]
    fn the_client_decides_and_then_our_order() {
        assert_eq!(chosen("gzip, deflate, br, zstd"), Some(Encoding::Zstd));
        assert_eq!(chosen("gzip, deflate, br"), Some(Encoding::Brotli));
        assert_eq!(chosen("br;q=0.5,gzip; q=0.8 , zstd;q=0"), Some(Encoding::Gzip));
        assert_eq!(chosen("x-gzip"), Some(Encoding::Gzip));
        for nothing in [
            "",
            "identity",
            "gzip;q=0",
            "gzip;q=0.0",
            "gzip;q=x",
            "notgzip",
            "*",
            "deflate",
            "x-br",
        ] {
            assert_eq!(chosen(nothing), None, "{nothing}");
        }
        assert_eq!(chosen_of(&[]), None);
        assert_eq!(chosen_of(&["gzip;q=0.5", "br"]), Some(Encoding::Brotli));
    }
}
