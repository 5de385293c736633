//! What the client accepts (RFC 9110, section 12.5.3).

use http::{HeaderMap, header};

use super::encoder::Encoding;

/// The encoding that the client prefers among `ours`, of equals the first.
pub(super) fn negotiate(headers: &HeaderMap, ours: &[Encoding]) -> Option<Encoding> {
    let mut best = None;
    for line in headers.get_all(header::ACCEPT_ENCODING) {
        for item in line.as_bytes().split(|&byte| byte == b',') {
            let mut parts = item.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
            let Some(place) = parts.next().and_then(|name| place(name, ours)) else {
                continue;
            };
            let quality = parts.next().map_or(1000, quality);
            let better = best.is_none_or(|(known, at)| (quality, at) > (known, place));
            if quality > 0 && better {
                best = Some((quality, place));
            }
        }
    }
    best.map(|(_, place)| ours[place])
}

fn place(name: &[u8], ours: &[Encoding]) -> Option<usize> {
    let name = name.strip_prefix(b"x-").filter(|rest| *rest == b"gzip").unwrap_or(name);
    ours.iter().position(|encoding| encoding.token() == name)
}

/// `q=0.5` in thousandths; what is no quality counts as none.
fn quality(text: &[u8]) -> u32 {
    let [b'q' | b'Q', b'=', digits @ ..] = text else {
        return 1000;
    };
    let number = std::str::from_utf8(digits)
        .ok()
        .and_then(|text| text.parse::<f32>().ok());
    number.map_or(0, |number| (number.clamp(0.0, 1.0) * 1000.0) as u32)
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
