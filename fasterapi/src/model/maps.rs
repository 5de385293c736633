//! `HashMap<K, V>`, `BTreeMap<K, V>` and `IndexMap<K, V>`: JSON objects, their keys read from text.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use serde_json::Value;

use super::lists::length_meets;
use super::{Constraints, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas, errors, prune};
use crate::http::{Errors, Loc};

/// How much of a key the locations of errors show, in bytes: each error below it has a copy, and each attempt to read.
const LONGEST_STEP: usize = 256;

/// A key as a step of locations.
fn step(key: &str) -> Loc {
    if key.len() <= LONGEST_STEP {
        return key.to_owned().into();
    }
    let mut ends = (0..=LONGEST_STEP).rev();
    let end = ends.find(|&end| key.is_char_boundary(end)).unwrap_or(0);
    format!("{}...", &key[..end]).into()
}

/// Reads every entry and hands it to `insert`, which tells how many different ones there are by now.
fn entries<K: Model, V: Model>(
    value: &Value,
    constraints: &Constraints,
    reader: &mut Reader<'_>,
    mut insert: impl FnMut(K, V) -> usize,
) -> Option<()> {
    let Value::Object(map) = value else {
        errors::dict_type(reader, value);
        return None;
    };
    let mut len = 0;
    let mut wrong = Errors::new();
    for (name, entry) in map {
        let mut own = Errors::new();
        let mut fork = reader.fork(&mut own);
        let (key, entry) = fork.at(step(name), |reader| {
            let text = Value::String(name.clone());
            let key = reader.at("[key]", |reader| K::read(&text, &Constraints::NONE, reader));
            (key, V::read(entry, &Constraints::NONE, reader))
        });
        let fit = fork.fit();
        reader.fitted(fit);
        reader.collect(&mut wrong, own);
        if let (Some(key), Some(entry)) = (key, entry) {
            len = insert(key, entry);
        }
        if let Some(max) = constraints.max_length
            && len > max
        {
            errors::too_long(reader, value, "Dictionary", max, None);
            return None;
        }
    }
    if !wrong.is_empty() {
        reader.extend(wrong);
        return None;
    }
    if let Some(min) = constraints.min_length
        && len < min
    {
        errors::too_short(reader, value, "Dictionary", min, len);
        return None;
    }
    Some(())
}

/// The schema of an object with any keys; `propertyNames` where the keys are not just any text.
fn object<K: JsonSchema, V: JsonSchema>(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
    let values = V::schema(schemas, &Constraints::NONE);
    let values = if values.as_map().is_empty() {
        Value::Bool(true)
    } else {
        values.into()
    };
    let keys = K::schema(schemas, &Constraints::NONE);
    let is_text = keys.get("type").is_some_and(|kind| kind == "string");
    let named = keys.is_reference() || (is_text && keys.as_map().len() > 1);
    Schema::any()
        .with("additionalProperties", values)
        .with_some("propertyNames", named.then_some(keys))
        .with("type", "object")
        .with_some("maxProperties", constraints.max_length)
        .with_some("minProperties", constraints.min_length)
}

macro_rules! map {
    ($map:ty, [$($generic:tt)*], [$($bound:tt)*], [$($rest:tt)*]) => {
        impl<K: JsonSchema, V: JsonSchema, $($generic)*> JsonSchema for $map {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                object::<K, V>(schemas, constraints)
            }

            fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
                prune::entries(self.values(), json, prune);
            }
        }

        impl<K: Model + $($bound)*, V: Model, $($rest)*> Model for $map {
            const PLACE: Place = Place::Body;
            const FAST: bool = K::FAST && V::FAST;
            const PLAIN: bool = K::PLAIN && V::PLAIN;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let mut map = Self::default();
                entries(value, constraints, reader, |key, value| {
                    map.insert(key, value);
                    map.len()
                })?;
                Some(map)
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                length_meets(self.len(), constraints)
            }

            #[inline]
            fn is_valid(&self) -> bool {
                self.iter().all(|(key, value)| key.is_valid() && value.is_valid())
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Owned(format!("dict[{},{}]", K::label(&Constraints::NONE), V::label(&Constraints::NONE)))
            }
        }
    };
}

map!(HashMap<K, V, S>, [S], [Eq + Hash], [S: BuildHasher + Default + Send + 'static]);
map!(BTreeMap<K, V>, [], [Ord], []);
#[cfg(feature = "indexmap")]
map!(indexmap::IndexMap<K, V, S>, [S], [Eq + Hash], [S: BuildHasher + Default + Send + 'static]);

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::model::testing::{read, wrong};
    use serde_json::json;

    #[test]
    fn a_wrong_key_is_told_at_its_own_place() {
        let weights = read::<BTreeMap<u8, f64>>(json!({"1": 2, "20": "3.5"}));
        assert_eq!(weights, Ok(BTreeMap::from([(1, 2.0), (20, 3.5)])));
        let errors = wrong::<BTreeMap<u8, f64>>(json!({"one": 1, "2": "x"}));
        let places: Vec<_> = errors
            .iter()
            .map(|error| serde_json::to_value(&error.loc).unwrap())
            .collect();
        assert_eq!(places, [json!(["body", "one", "[key]"]), json!(["body", "2"])]);
        assert_eq!(errors[0].input, "one");
    }
}
