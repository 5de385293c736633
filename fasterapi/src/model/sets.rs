//! `HashSet<T>`, `BTreeSet<T>` and `IndexSet<T>`.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, Hash};

use serde_json::Value;

use super::lists::{array, length_meets};
use super::{Constraints, JsonSchema, Model, Place, Prune, Reader, Schema, Schemas, errors, prune};

/// Reads every item and hands it to `insert`, which tells how many different ones there are by now.
fn items<T: Model>(
    value: &Value,
    constraints: &Constraints,
    reader: &mut Reader<'_>,
    mut insert: impl FnMut(T) -> usize,
) -> Option<()> {
    let Value::Array(values) = value else {
        errors::set_type(reader, value);
        return None;
    };
    let mut len = 0;
    let mut wrong = crate::http::Errors::new();
    for (index, value_of_item) in values.iter().enumerate() {
        let (item, errors) = reader.at(index, |reader| {
            let mut errors = crate::http::Errors::new();
            let mut fork = reader.fork(&mut errors);
            let item = T::read(value_of_item, &Constraints::NONE, &mut fork);
            let fit = fork.fit();
            reader.fitted(fit);
            (item, errors)
        });
        reader.collect(&mut wrong, errors);
        match item {
            Some(item) => len = insert(item),
            None if constraints.fail_fast => break,
            None => {}
        }
        if let Some(max) = constraints.max_length
            && len > max
        {
            errors::too_long(reader, value, "Set", max, None);
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
        errors::too_short(reader, value, "Set", min, len);
        return None;
    }
    Some(())
}

macro_rules! set {
    ($set:ty, [$($generic:tt)*], [$($bound:tt)*]) => {
        impl<T: JsonSchema, $($generic)*> JsonSchema for $set {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                array::<T>(schemas, constraints).with("uniqueItems", true)
            }

            fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
                prune::members(self, json, prune);
            }
        }

        impl<T: Model + $($bound)*> Model for $set {
            const PLACE: Place = Place::Body;
            const LIST: bool = true;
            const FAST: bool = T::FAST;
            const PLAIN: bool = T::PLAIN;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let mut set = Self::default();
                items(value, constraints, reader, |item| {
                    set.insert(item);
                    set.len()
                })?;
                Some(set)
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
                Cow::Owned(format!("set[{}]", T::label(&Constraints::NONE)))
            }
        }
    };
}

set!(HashSet<T, S>, [S], [Eq + Hash, S: BuildHasher + Default + Send + 'static]);
set!(BTreeSet<T>, [], [Ord]);
#[cfg(feature = "indexmap")]
set!(indexmap::IndexSet<T, S>, [S], [Eq + Hash, S: BuildHasher + Default + Send + 'static]);

#[cfg(test)]
mod tests {
    use std::collections::{BTreeSet, HashSet};

    use crate::model::Constraints;
    use crate::model::testing::{kinds, read, read_with};
    use serde_json::json;

    #[test]
    fn lengths_are_counted_after_duplicates_are_gone() {
        assert_eq!(read::<BTreeSet<i32>>(json!([3, 1, "3"])), Ok(BTreeSet::from([1, 3])));
        let one = Constraints {
            max_length: Some(1),
            ..Constraints::NONE
        };
        assert!(read_with::<HashSet<i32>>(json!([1, 1, "1"]), &one).is_ok());
        let errors = read_with::<HashSet<i32>>(json!(["a", 1, 2]), &one).unwrap_err();
        assert_eq!(errors.len(), 1, "too_long hides the rest");
        assert_eq!(errors[0].kind, "too_long");
        assert_eq!(kinds::<HashSet<i32>>(json!(["a", [1]])), ["int_parsing", "int_type"]);
    }
}
