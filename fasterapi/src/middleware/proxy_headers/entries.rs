//! The entries of a list that proxies append to, the last one first.

use http::header::ValueIter;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::http::{find_header, find_headers, repeats};

/// The lines of a header.
pub(super) enum Lines<'h> {
    /// The usual: no name has several.
    Only(Option<&'h HeaderValue>),
    All(ValueIter<'h, HeaderValue>),
}

impl<'h> Lines<'h> {
    pub(super) fn of(headers: &'h HeaderMap, name: &HeaderName) -> Self {
        if repeats(headers) {
            Self::All(headers.get_all(name).iter())
        } else {
            Self::Only(find_header(headers, name))
        }
    }

    /// Those of two headers, found at once.
    #[inline]
    pub(super) fn of_both(headers: &'h HeaderMap, names: [&HeaderName; 2]) -> [Self; 2] {
        if repeats(headers) {
            names.map(|name| Self::All(headers.get_all(name).iter()))
        } else {
            find_headers(headers, names).map(Self::Only)
        }
    }

    /// The only line, as it is written.
    #[inline]
    pub(super) fn only(&self) -> Option<&'h [u8]> {
        match self {
            Self::Only(line) => line.map(HeaderValue::as_bytes),
            Self::All(_) => None,
        }
    }

    fn next_back(&mut self) -> Option<&'h HeaderValue> {
        match self {
            Self::Only(line) => line.take(),
            Self::All(lines) => lines.next_back(),
        }
    }

    /// The entries of all lines, the last one first, trimmed. Lines without a character are left out; what is not text
    /// is one entry, `?`.
    pub(super) fn entries(self) -> impl Iterator<Item = &'h str> {
        Entries {
            lines: self,
            line: None,
        }
    }

    /// The entry at this place from the right, 1 being the last; empty entries do not count. 0 is none.
    pub(super) fn at(self, place: usize) -> Option<&'h str> {
        self.entries()
            .filter(|entry| !entry.is_empty())
            .nth(place.checked_sub(1)?)
    }
}

struct Entries<'h> {
    lines: Lines<'h>,
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
                let line = self.lines.next_back()?.to_str().unwrap_or("?");
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
