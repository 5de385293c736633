//! [`BodyParts`]: where the members of a JSON object are in its text.

use std::ops::Range;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// Where the members of a JSON object are in its text, so that each can be read by serde on its own.
#[derive(Debug)]
pub(super) struct BodyParts(Vec<(String, Range<usize>)>);

impl BodyParts {
    /// Looks through `text`; `None` when it is not an object, or not JSON.
    pub(super) fn find(text: &[u8]) -> Option<Self> {
        // what is passed over is not looked at this closely
        std::str::from_utf8(text).ok()?;
        let mut parts = Vec::new();
        let mut scan = Scan { text, at: 0 };
        scan.expect(b'{')?;
        if scan.peek()? == b'}' {
            scan.at += 1;
        } else {
            loop {
                if scan.peek()? != b'"' {
                    return None;
                }
                let (name, _) = scan.value::<String>()?;
                scan.expect(b':')?;
                let (_, range) = scan.value::<IgnoredAny>()?;
                parts.push((name, range));
                match scan.next()? {
                    b',' => {}
                    b'}' => break,
                    _ => return None,
                }
            }
        }
        scan.peek().is_none().then_some(Self(parts))
    }

    /// The text of the member `name` of the object that was looked through; of several the last.
    pub(super) fn get<'t>(&self, name: &str, text: &'t [u8]) -> Option<&'t [u8]> {
        let (_, range) = self.0.iter().rev().find(|(known, _)| known == name)?;
        text.get(range.clone())
    }
}

/// A place in a JSON text.
struct Scan<'t> {
    text: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    /// The next byte that is no white space, which stays.
    fn peek(&mut self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        self.at += rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
        self.text.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    /// The next value, read as a `T`, and where it is.
    fn value<'s, T: Deserialize<'s>>(&'s mut self) -> Option<(T, Range<usize>)> {
        self.peek()?;
        let start = self.at;
        let mut values = serde_json::Deserializer::from_slice(self.text.get(start..)?).into_iter::<T>();
        let value = values.next()?.ok()?;
        self.at += values.byte_offset();
        Some((value, start..self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_in_the_text() {
        let text = br#" {"a": [1, {"b": 2}] , "b\u0063": "x}\"", "a":3, "":null,"d":-1.5e3} "#;
        let parts = BodyParts::find(text).unwrap();
        let get = |name| parts.get(name, text).map(|part| std::str::from_utf8(part).unwrap());
        assert_eq!(get("a"), Some("3"));
        assert_eq!((get("bc"), get(""), get("b")), (Some(r#""x}\"""#), Some("null"), None));
        assert_eq!(get("d"), Some("-1.5e3"));
        assert!(BodyParts::find(b"{}").is_some_and(|parts| parts.0.is_empty()));
    }

    #[test]
    fn what_is_no_object_has_no_members() {
        let texts = [
            "[1]",
            "{\"a\": }",
            "{} x",
            "",
            "{\"a\": 1",
            "{\"a\": 1,}",
            "{,}",
            "{\"a\" 1}",
            "{1: 2}",
            "{\"a\": 1 2}",
            "{\"a\": tru}",
            "{\"a\": 01}",
            "{\"a\": \"x}",
            "{\"a\": 1}}",
            "{\"a\": [}",
            "\"a\"",
            "{\"\\x\": 1}",
        ];
        for text in texts {
            assert!(BodyParts::find(text.as_bytes()).is_none(), "{text}");
        }
        assert!(BodyParts::find(b"{\"a\": \"\xff\"}").is_none());
        assert!(BodyParts::find(b"{\"\xff\": 1}").is_none());
    }
}
