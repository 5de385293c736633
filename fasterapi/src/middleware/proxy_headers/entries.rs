//! The entries of a list that proxies append to, the last one first.

use http::header::ValueIter;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::http::find_header;

/// The entries of all lines of `name`, the last one first, trimmed. Lines without a character are left out; what is
/// not text is one entry, `?`.
pub(super) fn from_right<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    // the usual: no name has several lines
    let repeats = headers.len() != headers.keys_len();
    let lines = repeats.then(|| headers.get_all(name).iter());
    Entries {
        lines,
        only: if repeats { None } else { find_header(headers, name) },
        line: None,
    }
}

struct Entries<'h> {
    lines: Option<ValueIter<'h, HeaderValue>>,
    only: Option<&'h HeaderValue>,
    /// What is left of the line that is read.
    line: Option<&'h str>,
}

impl<'h> Iterator for Entries<'h> {
    type Item = &'h str;

    #[inline]
    fn next(&mut self) -> Option<&'h str> {
        let line = match self.line {
            Some(line) => line,
            None => loop {
                let line = self.only.take().or_else(|| self.lines.as_mut()?.next_back())?;
                let line = line.to_str().unwrap_or("?");
                if !line.trim_ascii().is_empty() {
                    break line;
                }
            },
        };
        // entries are short: a loop finds the comma sooner than a vector search is set up
        let comma = line.bytes().rposition(|byte| byte == b',');
        self.line = comma.map(|comma| &line[..comma]);
        Some(line[comma.map_or(0, |comma| comma + 1)..].trim_ascii())
    }
}

/// The entry at this place from the right, 1 being the last; empty entries do not count. 0 is none.
pub(super) fn at<'h>(headers: &'h HeaderMap, name: &HeaderName, place: usize) -> Option<&'h str> {
    from_right(headers, name)
        .filter(|entry| !entry.is_empty())
        .nth(place.checked_sub(1)?)
}
