//! [`JsonBuffer`]: bytes that are written in many short pieces, as JSON is.

use std::io::{self, Write};

/// A buffer that takes short pieces without a call of `memcpy`, which costs more than they do.
pub(super) struct JsonBuffer(Vec<u8>);

impl JsonBuffer {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Appends a piece of `N` to `2 * N` bytes as its first `N` and its last `N`, which may overlap: the compiler knows
    /// their number, and makes each a single move. `false`: it is shorter.
    #[inline(always)]
    fn push_ends<const N: usize>(&mut self, piece: &[u8]) -> bool {
        let (Some(first), Some(last)) = (piece.first_chunk::<N>(), piece.last_chunk::<N>()) else {
            return false;
        };
        let end = self.0.len() + piece.len();
        self.0.extend_from_slice(first);
        self.0.truncate(end - N);
        self.0.extend_from_slice(last);
        true
    }
}

impl Write for JsonBuffer {
    #[inline(always)]
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.write_all(piece)?;
        Ok(piece.len())
    }

    #[inline(always)]
    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        if piece.len() > 16 {
            self.0.extend_from_slice(piece);
        } else if !self.push_ends::<8>(piece) && !self.push_ends::<4>(piece) && !self.push_ends::<2>(piece) {
            self.0.extend(piece.first());
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_every_length_come_whole_and_in_order() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut buffer = JsonBuffer::with_capacity(0);
        let mut expected = Vec::new();
        for (start, length) in (0..64).chain((0..64).rev()).enumerate() {
            buffer.write_all(&bytes[start..start + length]).unwrap();
            expected.extend_from_slice(&bytes[start..start + length]);
        }
        assert_eq!(buffer.into_bytes(), expected);
    }
}
