//! Looking up a header.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Up to this many headers are looked through.
const FEW: usize = 6;

/// The first value of `name`. Among few headers, to look at each costs less than to hash the name.
#[inline]
pub(crate) fn find_header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h HeaderValue> {
    if headers.len() > FEW {
        return headers.get(name);
    }
    headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// The first value of each of the names: one pass, where the headers are few.
#[inline]
pub(crate) fn find_headers<'h, const N: usize>(
    headers: &'h HeaderMap,
    names: [&HeaderName; N],
) -> [Option<&'h HeaderValue>; N] {
    if headers.len() > FEW {
        return names.map(|name| headers.get(name));
    }
    let mut found = [None; N];
    for (known, value) in headers {
        for (name, found) in names.iter().zip(&mut found) {
            if known == *name && found.is_none() {
                *found = Some(value);
            }
        }
    }
    found
}

/// Whether some name has several lines.
#[inline]
pub(crate) fn repeats(headers: &HeaderMap) -> bool {
    headers.len() != headers.keys_len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_are_found_alike() {
        let mut headers = HeaderMap::new();
        for number in 0..2 * FEW {
            let name: HeaderName = format!("x-{number}").parse().unwrap();
            assert_eq!(find_header(&headers, &name), None);
            headers.append(&name, HeaderValue::from_static("first"));
            headers.append(&name, HeaderValue::from_static("second"));
            assert_eq!(find_header(&headers, &name).unwrap(), "first");
        }
        assert_eq!(find_header(&headers, &HeaderName::from_static("x-0")).unwrap(), "first");
    }

    #[test]
    fn several_names_are_found_at_once() {
        let mut headers = HeaderMap::new();
        assert!(!repeats(&headers));
        for number in 0..2 * FEW {
            headers.append("x-two", HeaderValue::from(number));
            headers.append("x-one", HeaderValue::from(number + 1));
            let names = ["x-one", "x-none", "x-two"].map(HeaderName::from_static);
            let [one, none, two] = find_headers(&headers, [&names[0], &names[1], &names[2]]);
            assert_eq!(
                (one.unwrap(), none, two.unwrap()),
                (&"1".parse().unwrap(), None, &"0".parse().unwrap())
            );
            assert_eq!(repeats(&headers), number > 0);
        }
    }
}
