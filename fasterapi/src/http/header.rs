//! Looking up a header.

use http::{HeaderMap, HeaderName, HeaderValue};

/// Up to this many headers are looked through.
const FEW: usize = 12;

/// The first value of `name`. Among few headers, to look at each costs less than to hash the name.
#[inline]
pub(crate) fn find_header<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h HeaderValue> {
    if headers.len() > FEW {
        return headers.get(name);
    }
    headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
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
}
