//! The `Range` header (RFC 9110, section 14), read as Starlette reads it.

use std::ops::Range;

/// More parts than this are not answered one by one: the whole file is.
const MOST_RANGES: usize = 64;

/// What a `Range` header asks of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ranges {
    /// All of it.
    Whole,
    /// These parts, none of them empty, in order and apart from each other.
    Parts(Vec<Range<u64>>),
    /// Parts that the file does not have.
    Unsatisfiable,
    /// The header makes no sense; the text says why.
    Malformed(&'static str),
}

/// Reads `header` for a file of `length` bytes.
pub(super) fn parse(header: &str, length: u64) -> Ranges {
    let Some((unit, list)) = header.split_once('=') else {
        return Ranges::Malformed("Malformed range header.");
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return Ranges::Malformed("Only support bytes range");
    }
    let mut parts: Vec<Range<u64>> = list.split(',').filter_map(|part| range(part, length)).collect();
    if parts.is_empty() {
        return Ranges::Malformed("Range header: range must be requested");
    }
    if parts.len() > MOST_RANGES {
        return Ranges::Whole;
    }
    if parts.iter().any(|part| part.start >= length) {
        return Ranges::Unsatisfiable;
    }
    if parts.iter().any(Range::is_empty) {
        return Ranges::Malformed("Range header: start must be less than end");
    }
    parts.sort_by_key(|part| part.start);
    let mut merged: Vec<Range<u64>> = Vec::with_capacity(parts.len());
    for part in parts {
        match merged.last_mut().filter(|last| part.start <= last.end) {
            Some(last) => last.end = last.end.max(part.end),
            None => merged.push(part),
        }
    }
    Ranges::Parts(merged)
}

/// One member of the list; `None` when it is none.
fn range(part: &str, length: u64) -> Option<Range<u64>> {
    let (first, last) = part.trim().split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        return Some(length.saturating_sub(number(last)?)..length);
    }
    let end = if last.is_empty() {
        length
    } else {
        number(last)?.saturating_add(1).min(length)
    };
    Some(number(first)?..end)
}

/// Digits only: a number that is too large is larger than any file.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_clipped_sorted_and_merged() {
        let parts = |header: &str| match parse(header, 36) {
            Ranges::Parts(parts) => parts,
            other => panic!("{header}: {other:?}"),
        };
        assert_eq!(parts("bytes=10-15"), [10..16]);
        assert_eq!(parts("Bytes = 10-"), [10..36]);
        assert_eq!(parts("bytes=-6"), [30..36]);
        assert_eq!(parts("bytes=-99"), [0..36]);
        assert_eq!(parts("bytes=30-99999999999999999999999"), [30..36]);
        assert_eq!(parts("bytes=30-31, 0-1"), [0..2, 30..32]);
        assert_eq!(parts("bytes=0-4,5-9,2-3"), [0..10]);
        assert_eq!(parts("bytes=0-0,x,-,"), [0..1]);
    }

    #[test]
    fn what_is_not_there_is_told() {
        assert_eq!(parse("bytes=36-", 36), Ranges::Unsatisfiable);
        assert_eq!(parse("bytes=0-", 0), Ranges::Unsatisfiable);
        assert_eq!(parse("bytes=-0", 36), Ranges::Unsatisfiable);
        assert_eq!(parse("bytes=0-1,99-", 36), Ranges::Unsatisfiable);
        for header in ["0-1", "items=0-1", "bytes=a-b", "bytes=", "bytes=5-2", "bytes=+1-2"] {
            assert!(matches!(parse(header, 36), Ranges::Malformed(_)), "{header}");
        }
        let many = format!("bytes={}", "0-0,".repeat(65));
        assert_eq!(parse(&many, 36), Ranges::Whole);
    }
}
