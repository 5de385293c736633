//! `Cache-Control`.

use http::{HeaderMap, header};

/// Whether a line of `Cache-Control` has this directive, with an argument or not (RFC 9111, section 5.2).
pub(crate) fn cache_control_says(headers: &HeaderMap, directive: &str) -> bool {
    let lines = headers.get_all(header::CACHE_CONTROL).iter();
    let mut said = lines.flat_map(|line| line.as_bytes().split(|&byte| byte == b','));
    said.any(|said| {
        let name = said.split(|&byte| byte == b'=').next().unwrap_or(said);
        name.trim_ascii().eq_ignore_ascii_case(directive.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directive_may_stand_in_any_line_and_any_case() {
        let says = |lines: &[&str]| {
            let lines = lines.iter().map(|line| (header::CACHE_CONTROL, line.parse().unwrap()));
            cache_control_says(&lines.collect(), "no-store")
        };
        for lines in [
            &["no-store"][..],
            &["private, No-Store"],
            &["max-age=1", " no-store "],
            &["no-store=\"x\""],
        ] {
            assert!(says(lines), "{lines:?}");
        }
        for lines in [&[][..], &["no-cache"], &["x-no-store"], &["no-store-not"]] {
            assert!(!says(lines), "{lines:?}");
        }
    }
}
