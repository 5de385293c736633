//! What the client accepts (RFC 9110, section 12.5.3).

use http::{HeaderMap, header};

use super::encoder::Encoding;
use crate::http::preferred;

/// The encoding that the client prefers among `ours`, of equals the first.
pub(super) fn negotiate(headers: &HeaderMap, ours: &[Encoding]) -> Option<Encoding> {
    let place = |name: &[u8]| ours.iter().position(|encoding| encoding.token() == name);
    preferred(headers.get_all(header::ACCEPT_ENCODING), place).map(|place| ours[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(accept: &str) -> Option<Encoding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accept.parse().unwrap());
        negotiate(&headers, &[Encoding::Zstd, Encoding::Brotli, Encoding::Gzip])
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
        assert_eq!(negotiate(&HeaderMap::new(), &[Encoding::Gzip]), None);
    }
}
