//! The query string, read as Starlette reads it: `&` between pairs, `+` is a space, blank values are kept.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The pairs of a query string, decoded, in order.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unquote_plus(name), unquote_plus(value))
    })
}

/// Undoes `+` and percent encoding; bytes that are not UTF-8 become U+FFFD.
pub(crate) fn unquote_plus(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'%', b'+', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_decoded_and_keep_their_order() {
        let all: Vec<_> = pairs("a=1&b=x+y%21&a=&c&=z&&%C3%BC=%ff").collect();
        let expected = [("a", "1"), ("b", "x y!"), ("a", ""), ("c", ""), ("", "z"), ("ü", "\u{fffd}")];
        assert_eq!(all, expected.map(|(k, v)| (k.into(), v.into())));
    }
}
