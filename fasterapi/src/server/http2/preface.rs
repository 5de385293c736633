//! The preface: the first bytes of an HTTP/2 connection.

/// What a client begins with (RFC 9113, section 3.4).
pub(in crate::server) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What the first bytes of a connection are.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::server) enum First {
    /// The preface, and perhaps more.
    Preface,
    /// A part of the preface.
    Part,
    /// Something else.
    Other,
}

/// Tells whether `bytes`, the first of a connection, are the preface.
pub(in crate::server) fn first(bytes: &[u8]) -> First {
    if bytes.starts_with(PREFACE) {
        First::Preface
    } else if PREFACE.starts_with(bytes) {
        First::Part
    } else {
        First::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preface_is_known_in_parts() {
        assert_eq!(first(b""), First::Part);
        assert_eq!(first(b"P"), First::Part);
        assert_eq!(first(&PREFACE[..23]), First::Part);
        assert_eq!(first(&[PREFACE, b"more"].concat()), First::Preface);
        assert_eq!(first(b"PUT / HTTP/1.1"), First::Other);
        assert_eq!(first(b"PRI * HTTP/1.1\r\n"), First::Other);
    }
}
