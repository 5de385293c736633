//! The captured parts of a path, as ranges of it: nothing is copied.

use std::fmt;

/// The capture number that stands for "not in the path".
pub(crate) const NO_CAPTURE: u8 = u8::MAX;

const INLINE: usize = 4;

/// Byte ranges of the captures in the order of the template.
#[derive(Clone, Default)]
pub(crate) struct PathParams {
    len: usize,
    inline: [(u32, u32); INLINE],
    more: Vec<(u32, u32)>,
}

impl fmt::Debug for PathParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ranges = self.inline.iter().chain(&self.more).take(self.len);
        f.debug_list().entries(ranges).finish()
    }
}

impl PathParams {
    pub(crate) fn push(&mut self, start: usize, end: usize) {
        let range = (start as u32, end as u32);
        match self.inline.get_mut(self.len) {
            Some(slot) => *slot = range,
            None => self.more.push(range),
        }
        self.len += 1;
    }

    /// Forgets all but the first `len` captures.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
        self.more.truncate(self.len.saturating_sub(INLINE));
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn get<'p>(&self, path: &'p str, index: usize) -> Option<&'p str> {
        let (start, end) = match self.inline.get(index) {
            Some(range) if index < self.len => *range,
            _ => *self.more.get(index.checked_sub(INLINE)?)?,
        };
        path.get(start as usize..end as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_beyond_the_inline_ones_are_kept() {
        let path = "abcdefghij";
        let mut params = PathParams::default();
        for i in 0..path.len() {
            params.push(i, i + 1);
        }
        assert_eq!(params.get(path, 0), Some("a"));
        assert_eq!(params.get(path, 9), Some("j"));
        assert_eq!(params.get(path, 10), None);
        params.truncate(5);
        params.push(0, 2);
        assert_eq!((params.get(path, 4), params.get(path, 5)), (Some("e"), Some("ab")));
        params.truncate(1);
        assert_eq!((params.get(path, 0), params.get(path, 1)), (Some("a"), None));
    }

    #[test]
    fn nothing_is_captured_at_first() {
        assert_eq!(PathParams::default().get("abc", 0), None);
    }
}
