//! Tuples of up to eight items.

use std::borrow::Cow;

use serde_json::Value;

use super::{Constraints, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas, errors};

/// The values of a tuple of `len` items: checked for being a list that is not too long.
fn values<'v>(value: &'v Value, len: usize, reader: &mut Reader<'_>) -> Option<&'v [Value]> {
    match value {
        Value::Array(values) if values.len() > len => {
            errors::too_long(reader, value, "Tuple", len, Some(values.len()));
            None
        }
        Value::Array(values) => Some(values),
        _ => {
            errors::tuple_type(reader, value);
            None
        }
    }
}

fn item<T: Model>(values: &[Value], index: usize, input: &Value, reader: &mut Reader<'_>) -> Option<T> {
    match values.get(index) {
        Some(value) => reader.at(index, |reader| T::read(value, &Constraints::NONE, reader)),
        None => {
            reader.missing(index, input);
            None
        }
    }
}

macro_rules! tuple {
    ($len:literal: $($item:ident $name:ident $index:tt),+) => {
        impl<$($item: JsonSchema),+> JsonSchema for ($($item,)+) {
            fn schema(schemas: &mut Schemas, _: &Constraints) -> Schema {
                let items = vec![$(Value::from($item::schema(schemas, &Constraints::NONE))),+];
                Schema::any().with("maxItems", $len).with("minItems", $len).with("prefixItems", items).with("type", "array")
            }

            fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
                $(if let Some(json) = json.get_mut($index) {
                    let given = prune.given.and_then(|given| given.get($index));
                    self.$index.prune(json, &prune.within(given));
                })+
            }
        }

        impl<$($item: Model),+> Model for ($($item,)+) {
            const PLACE: Place = Place::Body;
            const LIST: bool = true;
            const FAST: bool = $($item::FAST &&)+ true;
            const PLAIN: bool = $($item::PLAIN &&)+ true;

            fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let values = values(value, $len, reader)?;
                $(let $name = item::<$item>(values, $index, value, reader);)+
                Some(($($name?,)+))
            }

            #[inline]
            fn meets(&self, _: &Constraints) -> bool {
                true
            }

            #[inline]
            fn is_valid(&self) -> bool {
                $(self.$index.is_valid() &&)+ true
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                let labels = [$($item::label(&Constraints::NONE)),+];
                Cow::Owned(format!("tuple[{}]", labels.join(", ")))
            }
        }
    };
}

tuple!(1: A a 0);
tuple!(2: A a 0, B b 1);
tuple!(3: A a 0, B b 1, C c 2);
tuple!(4: A a 0, B b 1, C c 2, D d 3);
tuple!(5: A a 0, B b 1, C c 2, D d 3, E e 4);
tuple!(6: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5);
tuple!(7: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6);
tuple!(8: A a 0, B b 1, C c 2, D d 3, E e 4, F f 5, G g 6, H h 7);

#[cfg(test)]
mod tests {
    use crate::model::testing::{kinds, read};
    use serde_json::json;

    #[test]
    fn missing_items_are_told_one_by_one() {
        assert_eq!(read::<(i32, String)>(json!(["1", "a"])), Ok((1, "a".to_owned())));
        assert_eq!(kinds::<(i32, String)>(json!([])), ["missing", "missing"]);
        assert_eq!(kinds::<(i32, String)>(json!(["x", "a", 2])), ["too_long"]);
        assert_eq!(kinds::<(i32, String)>(json!({})), ["tuple_type"]);
    }
}
