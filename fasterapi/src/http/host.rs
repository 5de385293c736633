//! [`Host`]: a name and a port, as the `Host` header has them.

use std::net::Ipv6Addr;

/// A valid `Host`: an IPv4 address or a name, or an IPv6 address in brackets, and perhaps a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Host<'h> {
    /// The name as it was written; an IPv6 address with its brackets.
    pub(crate) name: &'h str,
    pub(crate) port: Option<u16>,
}

impl<'h> Host<'h> {
    /// Reads `app.example`, `app.example:8000`, `192.0.2.1`, `[2001:db8::1]:8000`; `None` for all else.
    #[inline]
    pub(crate) fn parse(text: &'h str) -> Option<Self> {
        match usual(text.as_bytes()) {
            Some((end, port)) => Some(Self {
                name: &text[..end],
                port,
            }),
            None => Self::parse_any(text),
        }
    }

    fn parse_any(text: &'h str) -> Option<Self> {
        let end = match text.strip_prefix('[') {
            Some(rest) => {
                let close = rest.find(']')?;
                rest[..close].parse::<Ipv6Addr>().ok()?;
                close + 2
            }
            None => text.bytes().position(|byte| byte == b':').unwrap_or(text.len()),
        };
        let (name, port) = text.split_at(end);
        if !name.starts_with('[') && !is_name(name) {
            return None;
        }
        let port = match port.strip_prefix(':') {
            Some(port) => Some(parse_port(port)?),
            None if port.is_empty() => None,
            None => return None,
        };
        Some(Self { name, port })
    }

    /// Whether [`parse`](Self::parse) reads it.
    #[inline]
    pub(crate) fn is_valid(text: &'h [u8]) -> bool {
        usual(text).is_some() || std::str::from_utf8(text).is_ok_and(|text| Self::parse_any(text).is_some())
    }
}

/// The length of the name, and the port, of lower case letters, digits and `-` in labels: every request comes by here,
/// so that usual hosts take one walk over the bytes. `None` for hosts that are unusual, or none.
fn usual(text: &[u8]) -> Option<(usize, Option<u16>)> {
    let mut after_dot = true;
    for (place, byte) in text.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => after_dot = false,
            b'.' if !after_dot => after_dot = true,
            b':' if !after_dot => {
                return Some((place, Some(usual_port(&text[place + 1..])?)));
            }
            _ => return None,
        }
    }
    (!after_dot).then_some((text.len(), None))
}

/// A port of one to five digits.
#[inline]
fn usual_port(text: &[u8]) -> Option<u16> {
    if !matches!(text.len(), 1..=5) {
        return None;
    }
    let mut number = 0;
    for byte in text {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(byte - b'0');
    }
    u16::try_from(number).ok()
}

/// Whether this follows a name in a `Host`: nothing, or a port.
#[inline]
pub(crate) fn is_port_of(rest: &[u8]) -> bool {
    match rest {
        [] => true,
        [b':', port @ ..] => usual_port(port).is_some(),
        _ => false,
    }
}

/// Letters, digits, `-` and `_` in labels that are not empty, but for one dot at the end.
fn is_name(name: &str) -> bool {
    let labels = name.strip_suffix('.').unwrap_or(name);
    let mut after_dot = true;
    labels.bytes().all(|byte| {
        let fits = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || (byte == b'.' && !after_dot);
        after_dot = byte == b'.';
        fits
    }) && !after_dot
}

/// A port in digits, 0 to 65535.
pub(crate) fn parse_port(text: &str) -> Option<u16> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_addresses_and_ports_are_read() {
        for (text, name, port) in [
            ("app.example", "app.example", None),
            ("App.Example.:80", "App.Example.", Some(80)),
            (
                "app_x.xn--bcher-kva.example:65535",
                "app_x.xn--bcher-kva.example",
                Some(65535),
            ),
            ("192.0.2.1:0", "192.0.2.1", Some(0)),
            ("127.0.0.1:8000", "127.0.0.1", Some(8000)),
            ("testserver", "testserver", None),
            ("[::1]", "[::1]", None),
            ("[2001:DB8::1]:8000", "[2001:DB8::1]", Some(8000)),
        ] {
            assert_eq!(Host::parse(text), Some(Host { name, port }), "{text}");
            assert!(Host::is_valid(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn all_else_is_refused() {
        for text in [
            "",
            ".",
            ":80",
            ".app.example",
            "app..example",
            "app.example..",
            "app.example:",
            "app.example:80:90",
            "app.example:65536",
            "app.example:99999999999",
            "app.example:+80",
            "app.example:-1",
            "app.example:http",
            "evil@app.example",
            "http://app.example",
            "app.example/x",
            "app.example?x",
            "app.example\\x",
            "a b",
            "b\u{fc}cher.example",
            "::1",
            "[::1",
            "[::1]x",
            "[::1]:",
            "[app.example]",
            "[]",
            "app.example#x",
            "a,b",
            "<script>",
        ] {
            assert_eq!(Host::parse(text), None, "{text}");
            assert!(!Host::is_valid(text.as_bytes()), "{text}");
        }
    }

    /// Up to five of these bytes, in every order: what the one walk takes, the thorough reading takes for the same.
    #[test]
    fn what_is_usual_is_read_as_all_else_is() {
        let mut texts = vec![String::new()];
        let mut usual_ones = 0;
        for _ in 0..5 {
            texts = texts
                .iter()
                .flat_map(|text| ["a", "-", "0", "9", ".", ":", "_", "A"].map(|next| format!("{text}{next}")))
                .collect();
            for text in texts
                .iter()
                .flat_map(|text| [text.clone(), format!("{text}65535"), format!("a:{text}")])
            {
                let thorough = Host::parse_any(&text);
                if let Some((end, port)) = usual(text.as_bytes()) {
                    usual_ones += 1;
                    assert_eq!(
                        thorough,
                        Some(Host {
                            name: &text[..end],
                            port
                        }),
                        "{text}"
                    );
                }
                let is_port = text.strip_prefix('a').is_some_and(|rest| is_port_of(rest.as_bytes()));
                if is_port {
                    assert_eq!(thorough.map(|host| host.name), Some("a"), "{text}");
                }
            }
        }
        assert!(usual_ones > 1000);
    }
}
