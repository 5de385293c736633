//! CRC32c (Castagnoli), the checksum of version 2 (RFC 3720, appendix B.4).

/// The checksum of `parts`, one after another.
pub(super) fn crc32c<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> u32 {
    const POLYNOMIAL: u32 = 0x82F6_3B78;
    let bytes = parts.into_iter().flatten();
    !bytes.fold(u32::MAX, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            (crc >> 1) ^ if crc & 1 == 1 { POLYNOMIAL } else { 0 }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard_hold() {
        assert_eq!(crc32c([&[0; 32][..]]), 0x8A91_36AA);
        assert_eq!(crc32c([&[0xff; 32][..]]), 0x62A8_AB43);
        assert_eq!(crc32c([&b"1234"[..], b"56789"]), 0xE306_9283);
    }
}
