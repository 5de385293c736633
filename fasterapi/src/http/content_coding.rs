//! `Accept-Encoding`: which content coding a client prefers (RFC 9110, section 12.5.3).

use http::HeaderValue;

/// The number of the coding that the client prefers; of equals the lowest. `place` gives the number of a coding that can
/// be had. A coding that is refused (`q=0`) is none.
pub(crate) fn preferred<'h>(
    lines: impl IntoIterator<Item = &'h HeaderValue>,
    place: impl Fn(&[u8]) -> Option<usize>,
) -> Option<usize> {
    let mut best = None;
    for line in lines {
        for item in line.as_bytes().split(|&byte| byte == b',') {
            let mut parts = item.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
            let name = parts.next().unwrap_or_default();
            let name = name.strip_prefix(b"x-").filter(|rest| *rest == b"gzip").unwrap_or(name);
            let Some(place) = place(name) else { continue };
            let quality = parts.next().map_or(1000, quality);
            let better = best.is_none_or(|(known, at)| (quality, at) > (known, place));
            if quality > 0 && better {
                best = Some((quality, place));
            }
        }
    }
    best.map(|(_, place)| place)
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
