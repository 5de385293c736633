//! [`Buffer`]: bytes that are written in many short pieces, as JSON is.

/// A buffer that takes short pieces without a call of `memcpy`, which costs more than they do.
#[derive(Debug)]
pub(super) struct Buffer(pub(super) Vec<u8>);

impl Buffer {
    #[inline(always)]
    pub(super) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    /// Appends two bytes in one move.
    #[inline(always)]
    pub(super) fn pair(&mut self, pair: [u8; 2]) {
        self.0.extend_from_slice(&pair);
    }

    /// Appends a piece. Inlined, so that little is left of one that the compiler knows.
    #[inline(always)]
    pub(super) fn piece(&mut self, piece: &[u8]) {
        if piece.len() > 16 {
            self.0.extend_from_slice(piece);
        } else if !self.ends::<8>(piece) && !self.ends::<4>(piece) && !self.ends::<2>(piece) {
            self.0.extend(piece.first());
        }
    }

    /// Appends a piece of `N` to `2 * N` bytes as its first `N` and its last `N`, which may overlap: each is a single
    /// move. `false`: it is shorter.
    #[inline(always)]
    fn ends<const N: usize>(&mut self, piece: &[u8]) -> bool {
        let (Some(first), Some(last)) = (piece.first_chunk::<N>(), piece.last_chunk::<N>()) else {
            return false;
        };
        let end = self.0.len() + piece.len();
        self.0.extend_from_slice(first);
        self.0.truncate(end - N);
        self.0.extend_from_slice(last);
        true
    }

    /// Appends text as a JSON string.
    #[inline(always)]
    pub(super) fn string(&mut self, text: &str) {
        self.byte(b'"');
        self.text(text);
        self.byte(b'"');
    }

    /// Appends what is between the quotes of a JSON string.
    #[inline(always)]
    pub(super) fn text(&mut self, text: &str) {
        if is_plain(text.as_bytes()) {
            self.piece(text.as_bytes());
        } else {
            self.escaped(text);
        }
    }

    #[cold]
    fn escaped(&mut self, text: &str) {
        for byte in text.bytes() {
            match byte {
                b'"' => self.piece(br#"\""#),
                b'\\' => self.piece(br"\\"),
                0x08 => self.piece(br"\b"),
                b'\t' => self.piece(br"\t"),
                b'\n' => self.piece(br"\n"),
                0x0C => self.piece(br"\f"),
                b'\r' => self.piece(br"\r"),
                0..0x20 => {
                    let digit = |four_bits: u8| b"0123456789abcdef"[usize::from(four_bits)];
                    self.piece(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
                }
                _ => self.byte(byte),
            }
        }
    }
}

/// Whether nothing in a string has to be escaped: eight bytes at a time, the last eight perhaps twice.
#[inline(always)]
fn is_plain(text: &[u8]) -> bool {
    let wide = |bytes: &[u8; 8]| special(u64::from_le_bytes(*bytes)) == 0;
    let half = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    if let Some(last) = text.last_chunk::<8>() {
        return text.as_chunks::<8>().0.iter().all(wide) && wide(last);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        return special(half(first) | half(last) << 32) == 0;
    }
    // spaces, which are plain, in the place of what is missing
    let at = |at: usize| u64::from(text.get(at).copied().unwrap_or(b' '));
    special(0x2020_2020_2000_0000 | at(0) | at(1) << 8 | at(2) << 16) == 0
}

/// Not zero when one of eight bytes is a quote, a backslash or a control character.
#[inline(always)]
fn special(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    // The highest bit of a byte that is below `limit`. One above such a byte may be marked too, which changes nothing.
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    (below(word, 0x20) | is(b'"') | is(b'\\')) & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_every_length_come_whole_and_in_order() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut buffer = Buffer(Vec::new());
        let mut expected = Vec::new();
        for (start, length) in (0..64).chain((0..64).rev()).enumerate() {
            buffer.piece(&bytes[start..start + length]);
            expected.extend_from_slice(&bytes[start..start + length]);
        }
        assert_eq!(buffer.0, expected);
    }

    #[test]
    fn every_character_at_every_place_is_escaped_as_serde_json_does() {
        let characters = (0..=0x180).chain([0x2028, 0xFFFD, 0x1_F600]).filter_map(char::from_u32);
        for character in characters {
            for (before, behind) in (0..20).flat_map(|before| (0..10).map(move |behind| (before, behind))) {
                let text = format!("{}{character}{}", "a".repeat(before), "é".repeat(behind));
                let mut buffer = Buffer(Vec::new());
                buffer.string(&text);
                assert_eq!(buffer.0, serde_json::to_vec(&text).unwrap(), "{text:?}");
            }
        }
    }
}
