//! `Vary`: which headers of the request an answer depends on.

use http::header::{Entry, HeaderMap, HeaderValue, VARY};

/// Adds `name` to `Vary`, unless it is there or `Vary` says everything.
pub(crate) fn vary_on(headers: &mut HeaderMap, name: HeaderValue) {
    match headers.entry(VARY) {
        Entry::Vacant(entry) => {
            entry.insert(name);
        }
        Entry::Occupied(mut entry) => {
            let listed = |line: &HeaderValue| {
                line.as_bytes()
                    .split(|&byte| byte == b',')
                    .map(<[u8]>::trim_ascii)
                    .any(|item| item == b"*" || item.eq_ignore_ascii_case(name.as_bytes()))
            };
            if entry.iter().any(listed) {
                return;
            }
            match HeaderValue::from_bytes(&[entry.get().as_bytes(), b", ", name.as_bytes()].concat()) {
                Ok(joined) if !entry.get().is_empty() => *entry.get_mut() = joined,
                _ => *entry.get_mut() = name,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn varied(lines: &[&'static str]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(VARY, HeaderValue::from_static(line));
        }
        vary_on(&mut headers, HeaderValue::from_static("Origin"));
        let lines = headers.get_all(VARY).iter();
        lines.map(|line| line.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_name_is_added_once() {
        assert_eq!(varied(&[]), ["Origin"]);
        assert_eq!(varied(&[""]), ["Origin"]);
        assert_eq!(varied(&["Accept"]), ["Accept, Origin"]);
        assert_eq!(varied(&["Accept", "Cookie, origin"]), ["Accept", "Cookie, origin"]);
        assert_eq!(varied(&["*"]), ["*"]);
    }
}
