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

/// The last value of `name`, decoded. Where nothing is encoded, the bytes are compared as they are.
pub(crate) fn last<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    if contains(query, b'%') || contains(query, b'+') {
        return pairs(query)
            .filter(|(key, _)| key == name)
            .last()
            .map(|(_, value)| value);
    }
    // from the right, so that the last one is the first that is found
    let mut end = query.len();
    loop {
        let start = query[..end]
            .bytes()
            .rposition(|byte| byte == b'&')
            .map_or(0, |at| at + 1);
        let pair = &query[start..end];
        match pair.as_bytes().get(name.len()) {
            Some(b'=') if pair.starts_with(name) => return Some(Cow::Borrowed(&pair[name.len() + 1..])),
            None if !pair.is_empty() && pair == name => return Some(Cow::Borrowed("")),
            _ => {}
        }
        end = start.checked_sub(1)?;
    }
}

/// Whether `byte` is in `text`. Eight bytes at a time: what is asked is short, so that to set up a vector search would
/// take longer than the search.
#[inline]
pub(crate) fn contains(text: &str, byte: u8) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let text = text.as_bytes();
    // a byte is where the difference to eight of it has a zero: subtracting 1 borrows from its highest bit
    let among = |chunk: &[u8; 8]| {
        let differs = u64::from_ne_bytes(*chunk) ^ (ONES * u64::from(byte));
        differs.wrapping_sub(ONES) & !differs & (ONES << 7) != 0
    };
    match text.last_chunk() {
        // the last eight may have been looked at in part
        Some(last) => text.as_chunks().0.iter().any(among) || among(last),
        None => text.contains(&byte),
    }
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
    fn a_byte_is_found_anywhere() {
        for length in 0..40 {
            let without = "\u{0}\u{7f}$&\u{a5}\u{26}z!"
                .chars()
                .cycle()
                .take(length)
                .collect::<String>();
            assert!(!contains(&without, b'%'), "{without:?}");
            for (place, _) in without.char_indices() {
                let mut with = without.clone();
                with.insert(place, '%');
                assert!(contains(&with, b'%'), "{with:?}");
            }
        }
    }

    #[test]
    fn pairs_are_decoded_and_keep_their_order() {
        let all: Vec<_> = pairs("a=1&b=x+y%21&a=&c&=z&&%C3%BC=%ff").collect();
        let expected = [
            ("a", "1"),
            ("b", "x y!"),
            ("a", ""),
            ("c", ""),
            ("", "z"),
            ("ü", "\u{fffd}"),
        ];
        assert_eq!(all, expected.map(|(k, v)| (k.into(), v.into())));
    }

    #[test]
    fn the_last_value_is_found_encoded_or_not() {
        for (query, name, value) in [
            ("a=1&b=2&a=3", "a", Some("3")),
            ("ab=1&b=2", "a", None),
            ("a&b=", "a", Some("")),
            ("a&b=", "b", Some("")),
            ("", "a", None),
            ("=x&&", "", Some("x")),
            ("&&", "", None),
            ("a=x+y&%61=%21", "a", Some("!")),
            ("a=1=2", "a", Some("1=2")),
        ] {
            assert_eq!(last(query, name).as_deref(), value, "{name:?} in {query:?}");
        }
    }
}
