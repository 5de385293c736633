//! Reading the `Cookie` header, as Starlette does: lenient, the last value of a name wins.

use std::borrow::Cow;
use std::collections::HashMap;

use http::{HeaderMap, header};

/// The value of the cookie `name`.
pub(crate) fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<Cow<'h, str>> {
    pairs(headers)
        .rfind(|(key, _)| *key == name)
        .map(|(_, value)| unquote(value))
}

/// All cookies in order, a repeated one where it came first with the value that came last.
pub(crate) fn all(headers: &HeaderMap) -> Vec<(&str, Cow<'_, str>)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut found: Vec<(&str, &str)> = Vec::new();
    for (name, value) in pairs(headers).filter(|(name, value)| !(name.is_empty() && value.is_empty())) {
        match places.get(name) {
            Some(&place) => found[place].1 = value,
            None => {
                places.insert(name, found.len());
                found.push((name, value));
            }
        }
    }
    found.into_iter().map(|(name, value)| (name, unquote(value))).collect()
}

/// Whether there are more than `most`, repeated ones and all.
pub(crate) fn are_more(headers: &HeaderMap, most: usize) -> bool {
    // the shortest one is a letter, and a sign before the next
    let lines = headers.get_all(header::COOKIE).iter();
    lines.map(|line| line.len().div_ceil(2)).sum::<usize>() > most
        && pairs(headers).filter(|pair| *pair != ("", "")).count() > most
}

fn pairs(headers: &HeaderMap) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    let lines = headers.get_all(header::COOKIE).iter();
    lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .map(|chunk| {
            let (name, value) = chunk.split_once('=').unwrap_or(("", chunk));
            (name.trim(), value.trim())
        })
}

/// Undoes the quoting of a value: surrounding double quotes, `\"`, `\\` and octal `\ooo`.
fn unquote(value: &str) -> Cow<'_, str> {
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return Cow::Borrowed(value);
    };
    if !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let bytes = inner.as_bytes();
    let (mut text, mut i) = (String::with_capacity(inner.len()), 0);
    while i < bytes.len() {
        let rest = &inner[i..];
        let octal = rest
            .get(1..4)
            .filter(|digits| digits.bytes().all(|b| (b'0'..=b'7').contains(&b)));
        let Some(next) = rest.chars().next() else { break };
        match (next, octal.and_then(|digits| u8::from_str_radix(digits, 8).ok())) {
            ('\\', Some(code)) => {
                text.push(char::from(code));
                i += 4;
            }
            ('\\', None) => {
                let escaped = rest[1..].chars().next();
                text.extend(escaped);
                i += 1 + escaped.map_or(0, char::len_utf8);
            }
            (other, _) => {
                text.push(other);
                i += other.len_utf8();
            }
        }
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(http::header::COOKIE, line.parse().unwrap());
        }
        headers
    }

    #[test]
    fn the_last_value_of_a_name_wins_over_all_headers() {
        let headers = headers(&["a=1; b=2; a=3", "b = 4 "]);
        assert_eq!(find(&headers, "a").as_deref(), Some("3"));
        assert_eq!(find(&headers, "b").as_deref(), Some("4"));
        assert_eq!(find(&headers, "c"), None);
        assert_eq!(all(&headers), [("a", "3".into()), ("b", "4".into())]);
    }

    #[test]
    fn cookies_are_counted() {
        let headers = headers(&["a=1;; b", "a=1;"]);
        assert!(are_more(&headers, 2) && !are_more(&headers, 3));
        assert!(are_more(&headers, 0) && !are_more(&HeaderMap::new(), 0));
    }

    #[test]
    fn quotes_are_undone() {
        let headers = headers(&[r#"a="x\"y\\z\054w"; b="plain"; c="open"#]);
        assert_eq!(find(&headers, "a").as_deref(), Some(r#"x"y\z,w"#));
        assert_eq!(find(&headers, "b").as_deref(), Some("plain"));
        assert_eq!(find(&headers, "c").as_deref(), Some("\"open"));
    }
}
