//! JSON as serde_json writes it, in two thirds of its instructions: strings are looked through eight bytes at a time, and
//! short pieces are moved, not copied by a call. Numbers are serde_json's own.

mod buffer;
mod members;
mod text;
mod writer;

use serde::Serialize;

use buffer::Buffer;
use writer::Writer;

type Result<T = ()> = std::result::Result<T, serde_json::Error>;

/// `value` as JSON; `size_hint` is a guess at its length in bytes.
///
/// # Errors
/// The value refuses to be written, or has a map whose keys are no text.
pub(super) fn to_vec(value: &impl Serialize, size_hint: usize) -> Result<Vec<u8>> {
    let mut writer = Writer(Buffer(Vec::with_capacity(size_hint)));
    value.serialize(&mut writer)?;
    Ok(writer.0.0)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt;

    use serde::Serializer;
    use serde_json::{Value, json};

    use super::*;

    fn same(value: &impl Serialize) {
        let (ours, theirs) = (to_vec(value, 0), serde_json::to_vec(value));
        match theirs {
            Ok(theirs) => assert_eq!(
                String::from_utf8(ours.unwrap()).unwrap(),
                String::from_utf8(theirs).unwrap()
            ),
            Err(theirs) => assert_eq!(ours.unwrap_err().to_string(), theirs.to_string()),
        }
    }

    #[derive(Serialize)]
    struct Unit;

    #[derive(Serialize)]
    struct Wrapped(u8);

    #[derive(Serialize)]
    struct Pair(u8, &'static str);

    #[derive(Serialize, PartialEq, Eq, PartialOrd, Ord, Clone)]
    enum Kind {
        Unit,
        #[serde(rename = "a \"b\"")]
        Renamed,
        Newtype(String),
        Tuple(u8, bool),
        Struct {
            a: Option<u8>,
            b: (),
        },
    }

    #[derive(Serialize)]
    struct Everything {
        id: u64,
        #[serde(rename = "quote \" and \\")]
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        skipped: Option<u8>,
        none: Option<u8>,
        nothing: [u8; 0],
        empty: BTreeMap<u8, u8>,
        kinds: Vec<Kind>,
        #[serde(flatten)]
        rest: Value,
    }

    #[test]
    fn every_shape_is_written_as_serde_json_writes_it() {
        let kinds = vec![
            Kind::Unit,
            Kind::Renamed,
            Kind::Newtype("x\n".to_owned()),
            Kind::Tuple(1, false),
            Kind::Struct { a: Some(1), b: () },
            Kind::Struct { a: None, b: () },
        ];
        same(&Everything {
            id: u64::MAX,
            name: "a name of more than sixteen bytes".to_owned(),
            skipped: None,
            none: None,
            nothing: [],
            empty: BTreeMap::new(),
            kinds: kinds.clone(),
            rest: json!({"list": [1, -2.5, "three", null, true, {}, []], "deep": {"é": {"\u{1}": 1e300}}}),
        });
        same(&(Unit, Wrapped(1), Pair(1, "p"), 'c', '"', "", (), ((1,),)));
        same(&kinds.iter().collect::<Vec<_>>());
        same(&serde_json::Number::from(7));
    }

    #[test]
    fn numbers_are_the_same() {
        same(&(i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN));
        same(&(u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX));
        same(&[0.1_f32, -0.0, 1e-7, f32::MAX, f32::NAN]);
        same(&[0.1_f64, 1.0, 1e16, f64::MIN_POSITIVE, f64::INFINITY]);
    }

    #[test]
    fn keys_of_maps_are_text() {
        same(&BTreeMap::from([(1_u8, 'a'), (2, 'b')]));
        same(&BTreeMap::from([(i128::MIN, 'a')]));
        same(&BTreeMap::from([(true, 'a'), (false, 'b')]));
        same(&BTreeMap::from([('"', 'a')]));
        same(&BTreeMap::from([(Some("some"), 'a')]));
        same(&BTreeMap::from([(Kind::Unit, 'a'), (Kind::Renamed, 'b')]));
        same(&BTreeMap::from([(Kind::Newtype("x".to_owned()), 'a')]));
        same(&BTreeMap::from([((), 'a')]));
        same(&BTreeMap::from([((1, 2), 'a')]));
        same(&BTreeMap::from([(vec![1], 'a')]));
        same(&BTreeMap::from([(None::<u8>, 'a')]));
    }

    struct Float(f64);

    impl Serialize for Float {
        fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
            serializer.collect_map([(self.0, 1)])
        }
    }

    struct Shown;

    impl fmt::Display for Shown {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a \"é\"\n{:>20}", 5)
        }
    }

    impl Serialize for Shown {
        fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    struct Bytes;

    impl Serialize for Bytes {
        fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
            serializer.serialize_bytes(b"by")
        }
    }

    struct Refused;

    impl Serialize for Refused {
        fn serialize<S: Serializer>(&self, _: S) -> std::result::Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("refused"))
        }
    }

    #[test]
    fn what_types_do_by_hand_is_the_same() {
        same(&(Float(1.5), Bytes, Shown));
        same(&BTreeMap::from([("k", Shown)]));
        same(&Float(f64::NAN));
        same(&vec![Refused]);
    }

    #[test]
    fn what_serde_json_marks_as_written_is_not_written_again() {
        #[derive(Serialize)]
        #[serde(rename = "$serde_json::private::RawValue")]
        struct Raw {
            #[serde(rename = "$serde_json::private::RawValue")]
            text: &'static str,
        }
        #[derive(Serialize)]
        #[serde(rename = "$serde_json::private::Number")]
        struct Number {
            #[serde(rename = "$serde_json::private::Number")]
            digits: &'static str,
        }
        let written = to_vec(&[Raw { text: "{\"a\": 1}" }, Raw { text: "2" }], 0).unwrap();
        assert_eq!(written, b"[{\"a\": 1},2]");
        let members = BTreeMap::from([("a", Number { digits: "1e999" }), ("b", Number { digits: "0.10" })]);
        assert_eq!(to_vec(&members, 0).unwrap(), br#"{"a":1e999,"b":0.10}"#);
    }
}
