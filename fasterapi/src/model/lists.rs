//! `Vec<T>`, `VecDeque<T>` and `[T; N]`.

use std::borrow::Cow;
use std::collections::VecDeque;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Constraints, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas, errors, prune};

/// Reads every item; items beyond `max_length` end the reading with one error, as in pydantic.
fn items<T: Model>(
    values: &[Value],
    input: &Value,
    constraints: &Constraints,
    reader: &mut Reader<'_>,
) -> Option<Vec<T>> {
    if let Some(max) = constraints.max_length
        && values.len() > max
    {
        errors::too_long(reader, input, "List", max, Some(values.len()));
        return None;
    }
    let mut items = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        match reader.at(index, |reader| T::read(value, &Constraints::NONE, reader)) {
            Some(item) => items.push(item),
            None if constraints.fail_fast => return None,
            None => {}
        }
    }
    if items.len() < values.len() {
        return None;
    }
    if let Some(min) = constraints.min_length
        && items.len() < min
    {
        errors::too_short(reader, input, "List", min, items.len());
        return None;
    }
    Some(items)
}

/// Whether a collection of `len` items is of the length asked for.
#[inline]
pub(crate) fn length_meets(len: usize, constraints: &Constraints) -> bool {
    constraints.min_length.is_none_or(|min| len >= min) && constraints.max_length.is_none_or(|max| len <= max)
}

/// The schema of a list of `T`.
pub(crate) fn array<T: JsonSchema>(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
    Schema::any()
        .with("items", T::schema(schemas, &Constraints::NONE))
        .with("type", "array")
        .with_some("maxItems", constraints.max_length)
        .with_some("minItems", constraints.min_length)
}

macro_rules! lists {
    ($($list:ident $wrong:ident $name:literal),*) => {$(
        impl<T: JsonSchema> JsonSchema for $list<T> {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                array::<T>(schemas, constraints)
            }

            fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
                prune::items(self, json, prune);
            }
        }

        impl<T: Model> Model for $list<T> {
            const PLACE: Place = match T::PLACE {
                Place::File => Place::File,
                Place::Body | Place::Parameter => Place::Body,
            };
            const LIST: bool = true;
            const FAST: bool = T::FAST;
            const PLAIN: bool = T::PLAIN;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                match value {
                    Value::Array(values) => items(values, value, constraints, reader).map(Into::into),
                    _ => {
                        errors::$wrong(reader, value);
                        None
                    }
                }
            }

            #[inline]
            fn meets(&self, constraints: &Constraints) -> bool {
                length_meets(self.len(), constraints)
            }

            #[inline]
            fn is_valid(&self) -> bool {
                self.iter().all(T::is_valid)
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Owned(format!($name, T::label(&Constraints::NONE)))
            }
        }
    )*};
}

lists!(Vec list_type "list[{}]", VecDeque deque_type "deque[{}]");

impl<T: JsonSchema, const N: usize> JsonSchema for [T; N] {
    fn schema(schemas: &mut Schemas, _: &Constraints) -> Schema {
        let exactly = Constraints {
            min_length: Some(N),
            max_length: Some(N),
            ..Constraints::NONE
        };
        array::<T>(schemas, &exactly)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        prune::items(self, json, prune);
    }
}

impl<T: Model, const N: usize> Model for [T; N]
where
    Self: DeserializeOwned,
{
    const PLACE: Place = Place::Body;
    const LIST: bool = true;
    const FAST: bool = T::FAST;
    const PLAIN: bool = T::PLAIN;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Array(values) = value else {
            errors::list_type(reader, value);
            return None;
        };
        let exactly = Constraints {
            min_length: Some(N),
            max_length: Some(N),
            ..Constraints::NONE
        };
        items(values, value, &exactly, reader)?.try_into().ok()
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    #[inline]
    fn is_valid(&self) -> bool {
        self.iter().all(T::is_valid)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Owned(format!("list[{}]", T::label(&Constraints::NONE)))
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{kinds, read};
    use serde_json::json;

    #[test]
    fn every_wrong_item_is_told() {
        assert_eq!(read::<Vec<i32>>(json!([1, "2", 3.0])), Ok(vec![1, 2, 3]));
        assert_eq!(kinds::<Vec<i32>>(json!(["a", 1, null])), ["int_parsing", "int_type"]);
        assert_eq!(
            kinds::<Vec<Vec<i32>>>(json!([[1], ["a"], 2])),
            ["int_parsing", "list_type"]
        );
    }

    #[test]
    fn arrays_are_of_one_length() {
        assert_eq!(read::<[bool; 2]>(json!([true, "no"])), Ok([true, false]));
        assert_eq!(kinds::<[bool; 2]>(json!([true])), ["too_short"]);
        assert_eq!(kinds::<[bool; 2]>(json!([true, true, true])), ["too_long"]);
    }
}
