//! What may be a prefix: a path that is safe to put into a `Location`.

/// `/api/` as `/api`, and `/` as nothing; `None` for what is no path: two slashes in a row, `..`, a query, spaces,
/// characters that a URL has no place for.
pub(super) fn clean(text: &str) -> Option<&str> {
    let path = text.strip_suffix('/').unwrap_or(text);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+;=:@%".contains(&byte);
    let is_path = text.starts_with('/')
        && !text.contains("//")
        && path.split('/').all(|segment| segment != ".." && segment != ".")
        && path.bytes().all(fits);
    is_path.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn only_paths_are_prefixes() {
        for (text, path) in [
            ("/api", "/api"),
            ("/api/v1/", "/api/v1"),
            ("/", ""),
            ("/%61pi", "/%61pi"),
        ] {
            assert_eq!(clean(text), Some(path));
        }
        for text in [
            "",
            "api",
            "//evil",
            "/a//b",
            "/a/../b",
            "/..",
            "/a/.",
            "/a?b",
            "/a#b",
            "/a b",
            "/a\\b",
            "/\u{fc}",
            "/a\tb",
            "/a<b",
            "http://a/b",
            "/a//",
            "/a\"b",
        ] {
            assert_eq!(clean(text), None, "{text}");
        }
    }
}
