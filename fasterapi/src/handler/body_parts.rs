//! [`BodyParts`]: where the members of a JSON object are in its text.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Where the members of a JSON object are in its text, so that each can be read by serde on its own.
#[derive(Debug)]
pub(super) struct BodyParts(Vec<(String, Range<usize>)>);

impl BodyParts {
    /// Looks through `text`; `None` when it is not an object.
    pub(super) fn find(text: &[u8]) -> Option<Self> {
        let mut reader = serde_json::Deserializer::from_slice(text);
        let parts = reader.deserialize_map(Members(text.as_ptr() as usize)).ok()?;
        reader.end().ok()?;
        Some(Self(parts))
    }

    /// The text of the member `name` of the object that was looked through; of several the last.
    pub(super) fn get<'t>(&self, name: &str, text: &'t [u8]) -> Option<&'t [u8]> {
        let (_, range) = self.0.iter().rev().find(|(known, _)| known == name)?;
        text.get(range.clone())
    }
}

/// Collects the members of an object that is at this address.
struct Members(usize);

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Range<usize>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut parts = Vec::new();
        while let Some((name, part)) = map.next_entry::<String, &RawValue>()? {
            let start = part.get().as_ptr() as usize - self.0;
            parts.push((name, start..start + part.get().len()));
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_in_the_text() {
        let text = br#" {"a": [1, {"b": 2}] , "b\u0063": "x", "a":3, "": null} "#;
        let parts = BodyParts::find(text).unwrap();
        let get = |name| parts.get(name, text).map(|part| std::str::from_utf8(part).unwrap());
        assert_eq!(get("a"), Some("3"));
        assert_eq!((get("bc"), get(""), get("b")), (Some("\"x\""), Some("null"), None));
        for text in ["[1]", "{\"a\": }", "{} x", "", "{\"a\": 1"] {
            assert!(BodyParts::find(text.as_bytes()).is_none(), "{text}");
        }
    }
}
