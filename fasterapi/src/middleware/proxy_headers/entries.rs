//! The entries of a list that proxies append to, the last one first.

use http::{HeaderMap, HeaderName};

/// The entries of all lines of `name`, the last one first, trimmed. Lines without a character are left out; what is
/// not text is one entry, `?`.
pub(super) fn from_right<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    headers
        .get_all(name)
        .iter()
        .rev()
        .map(|line| line.to_str().unwrap_or("?"))
        .filter(|line| !line.trim().is_empty())
        .flat_map(|line| line.rsplit(','))
        .map(str::trim)
}

/// The entry at this place from the right, 1 being the last; empty entries do not count. 0 is none.
pub(super) fn at<'h>(headers: &'h HeaderMap, name: &HeaderName, place: usize) -> Option<&'h str> {
    from_right(headers, name)
        .filter(|entry| !entry.is_empty())
        .nth(place.checked_sub(1)?)
}
