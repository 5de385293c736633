//! What the fast path accepts, the slow path accepts with the same value.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use fasterapi::model::{Constraints, DateTime, Model, Number};
use jiff::civil::{Date, Time};
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::read;
use crate::shapes::*;

/// JSON of every shape, near the edges of what types accept.
fn samples() -> Vec<Value> {
    let mut samples = vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(7.0),
        json!(1.5),
        json!(-0.0),
        json!(127),
        json!(128),
        json!(255),
        json!(256),
        json!(65_536),
        json!(4_294_967_296u64),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e19),
        json!(1e300),
        json!(1e-300),
        json!([]),
        json!([1]),
        json!([1, 1]),
        json!([1, "a"]),
        json!(["a", "b"]),
        json!([[1], [2]]),
        json!([null]),
        json!({}),
        json!({"1": 2}),
        json!({"a": 1}),
        json!({"red": 1}),
        json!({"red": null}),
        json!({"name": "n"}),
        json!({"name": "n", "size": 3, "more": 1}),
        json!(["n", 3]),
        json!({"item": {"name": "n"}, "more": [["n", 1]]}),
        json!({"item": {"name": "n"}, "more": [{"name": "n"}], "by_key": {"k": {"name": "m", "size": 0}}}),
        json!({"kind": "cat", "lives": 9}),
        json!({"lives": 9, "kind": "cat"}),
        json!({"kind": "dog", "tail": true}),
        json!(["cat", {"lives": 9}]),
        json!(["cat", 9]),
        json!({"a": 5, "b": 3}),
        json!({"a": 1, "b": 3}),
        json!({"v": 1, "kids": [{"v": 2, "kids": []}]}),
        json!({"v": 1, "kids": [[2, []]]}),
        json!({"labelText": "l", "weight": 1.5, "x": 1}),
        json!({"labelText": " l ", "weight": 1, "x": 1.1, "y": null, "colour": "red", "pieces": 255}),
        json!({"x": 0.1, "y": 1e39}),
        json!({"items": [{"lives": 1}], "next": {"lives": 2}}),
        json!({"items": [[1]], "total": 5}),
    ];
    let texts = [
        "",
        "a",
        "ü",
        "ab",
        "red",
        "Red",
        "only",
        "1",
        "01",
        "+7",
        "-0",
        " 5 ",
        "1_000",
        "3.0",
        "1e3",
        "nan",
        "inf",
        "true",
        "YES",
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "2024-01-02T00:00:00",
        "03:04",
        "12.50",
        "1700000000",
        "2f1ac6ae-3f0e-4c30-9d0a-0a3d2b7d8f10",
        "{2F1AC6AE-3F0E-4C30-9D0A-0A3D2B7D8F10}",
        "340282366920938463463374607431768211455",
    ];
    samples.extend(texts.map(Value::from));
    samples
}

/// Everything asked of values here at once would refuse them all: one after the other.
fn constraints() -> Vec<Constraints> {
    let none = Constraints::NONE;
    let at = |value| Some(Number::Int(value));
    vec![
        none,
        Constraints { gt: at(0), ..none },
        Constraints {
            ge: at(1),
            le: at(200),
            ..none
        },
        Constraints {
            lt: Some(Number::Float(1.5)),
            ..none
        },
        Constraints {
            multiple_of: at(7),
            ..none
        },
        Constraints {
            multiple_of: Some(Number::Float(0.5)),
            ..none
        },
        Constraints {
            min_length: Some(1),
            ..none
        },
        Constraints {
            max_length: Some(1),
            ..none
        },
        Constraints { strict: true, ..none },
        Constraints {
            strip_whitespace: true,
            to_lower: true,
            ..none
        },
        Constraints {
            allow_inf_nan: Some(false),
            max_digits: Some(3),
            decimal_places: Some(1),
            ..none
        },
    ]
}

fn agree<T: Model + Serialize>() {
    let name = std::any::type_name::<T>();
    // 128 bits are too many for a `Value`
    let written = |value: &T| {
        serde_json::to_value(value)
            .or_else(|_| serde_json::to_string(value).map(Value::from))
            .expect("it can be written")
    };
    for value in samples() {
        for constraints in constraints() {
            let slow = read::<T>(&value, &constraints, &["body"]).ok();
            if let Some(fast) = T::from_json(value.to_string().as_bytes(), &constraints) {
                let slow = slow
                    .as_ref()
                    .unwrap_or_else(|| panic!("{name}: only the fast path accepts {value}"));
                assert_eq!(written(&fast), written(slow), "{name}: {value}");
            }
            let Some(text) = value.as_str() else { continue };
            let fast = T::from_text(text).filter(|fast| fast.meets(&constraints) && fast.is_valid());
            if let Some(fast) = fast {
                let slow = slow
                    .as_ref()
                    .unwrap_or_else(|| panic!("{name}: only the fast path accepts {text:?}"));
                assert_eq!(written(&fast), written(slow), "{name}: {text:?}");
            }
        }
    }
}

macro_rules! agreements {
    ($($test:ident: $($ty:ty),*;)*) => {$(
        #[test]
        fn $test() {
            $(agree::<$ty>();)*
        }
    )*};
}

agreements! {
    integers: u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, std::num::NonZero<u8>;
    floats: f32, f64;
    scalars: bool, String, Box<str>, char, (), Option<u8>, Box<i64>, Uuid, Decimal;
    dates: DateTime, Date, Time;
    lists: Vec<i64>, Vec<Option<String>>, [u8; 2], HashSet<i64>, BTreeSet<String>, (u8,), (i64, String), Vec<Vec<u8>>;
    maps: HashMap<String, i64>, BTreeMap<u8, f64>, BTreeMap<String, Value>, HashMap<Color, Option<u8>>;
    json: Value, serde_json::Map<String, Value>;
    enums: Color, One, Num, LiteralA, Literal12;
    models: Item, Crate, Closed, Aliased, Checked, Tree, Words, Parcel, Place, Page<Cat>, Vec<Item>, Option<Item>;
    unions: Pet, Vec<Pet>, IntOrBool, IntOrInts, ItemOrClosed, Constrained, Motley;
}

#[test]
fn the_fast_path_is_taken_where_it_can_be() {
    assert!(Item::from_json(br#"{"name":"n"}"#, &Constraints::NONE).is_some());
    assert!(Tree::from_json(br#"{"v":1,"kids":[{"v":2}]}"#, &Constraints::NONE).is_some());
    assert!(Pet::from_json(br#"{"kind":"cat","lives":9}"#, &Constraints::NONE).is_some());
    assert!(Page::<Cat>::from_json(br#"{"items":[{"lives":9}]}"#, &Constraints::NONE).is_some());
    const { assert!(Page::<DateTime>::FAST && !Page::<Date>::FAST) };
}
