//! The laws, held against random constraints on every type that has some.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::num::NonZero;

use fasterapi::model::{Direction, JsonSchema, Model, Schemas};
use fasterapi::types::{ByteString, SecretString};
use indexmap::{IndexMap, IndexSet};
use properties::{constraints, document, hold, inputs, laws};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use serde_json::{Value, json};

fn schema<T: JsonSchema>(constraints: &fasterapi::model::Constraints, direction: Direction) -> Value {
    let mut schemas = Schemas::new();
    schemas
        .toward(direction, |schemas| T::schema(schemas, constraints))
        .into()
}

/// `unsaid`: errors about what the type's schema leaves out.
fn laws_of<T: Model + Serialize>(unsaid: &[&str]) {
    let strategy = constraints::few().prop_flat_map(|constraints| {
        let schema = schema::<T>(&constraints, Direction::Input);
        let value = prop_oneof![4 => inputs::like(&schema, &Value::Null), 1 => inputs::anything()];
        (Just(constraints), Just(schema), value)
    });
    hold(&strategy, |(constraints, schema, value)| {
        laws::agree::<T>(&value, &constraints)?;
        let validator = document::validator(&schema, &json!({}));
        laws::described::<T>(&validator, &value, &constraints, unsaid)?;
        // to the schema a length is one of characters
        let counts_bytes = unsaid.contains(&"bytes_too_long");
        if counts_bytes && !value.as_str().is_some_and(str::is_ascii) {
            return Ok(());
        }
        laws::strictly::<T>(&validator, &value, &constraints)
    });
}

macro_rules! types {
    ($($test:ident: $($ty:ty $([$($unsaid:literal),*])?),*;)*) => {$(
        #[test]
        fn $test() {
            $(laws_of::<$ty>(&[$($($unsaid),*)?]);)*
        }
    )*};
}

types! {
    small_integers: u8, i8, NonZero<u16>;
    integers: i64, u64, usize;
    wide_integers: i128, u128;
    floats: f64;
    // the number nearest to a small one is 0
    small_floats: f32 ["greater_than", "less_than"];
    // as text a decimal has no bounds in the schema, and its digits are not counted
    decimals: Decimal ["greater_than", "less_than", "multiple_of", "decimal_max_digits", "decimal_max_places",
        "decimal_whole_digits", "finite_number"];
    texts: String, Box<str>, char, SecretString;
    bytes: ByteString ["bytes_too_long", "bytes_too_short"];
    booleans: bool;
    options: Option<i32>, Option<String>, Option<Vec<u8>>, Box<Option<f64>>;
    lists: Vec<Value>, VecDeque<i64>, Vec<Option<bool>>;
    sets: BTreeSet<String>, BTreeSet<i64>;
    maps: HashMap<String, Value>, BTreeMap<String, bool>, serde_json::Map<String, Value>;
    ordered: IndexMap<String, u8>, IndexSet<i16>;
}
