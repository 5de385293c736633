//! The names a template sees: `context!`, and [`Merged`], those from several places.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, Serde};
use serde::Serialize;

/// Several maps as one; of two that know a name the first counts.
#[derive(Debug)]
pub(super) struct Merged(pub(super) Vec<Value>);

impl Object for Merged {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let values = self.0.iter().filter_map(|map| map.get_item(key).ok());
        values.into_iter().find(|value| !value.is_undefined())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let mut keys: Vec<Value> = Vec::new();
        for key in self.0.iter().filter_map(|map| map.try_iter().ok()).flatten() {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        Enumerator::Values(keys)
    }
}

/// The names a template sees: `context! { title, price => cents / 100 }`. A value is anything that serde writes.
#[macro_export]
#[doc(hidden)]
macro_rules! __template_context {
    (@value $name:ident) => { $crate::templates::__value(&$name) };
    (@value $name:ident => $value:expr) => { $crate::templates::__value(&$value) };
    ($($name:ident $(=> $value:expr)?),* $(,)?) => {
        $crate::templates::__pairs([$((stringify!($name), $crate::__template_context!(@value $name $(=> $value)?))),*])
    };
}

/// A value of a context.
#[doc(hidden)]
pub fn __value<T: Serialize + ?Sized>(value: &T) -> Value {
    Value::from(Serde(value))
}

/// A context.
#[doc(hidden)]
pub fn __pairs<const N: usize>(pairs: [(&'static str, Value); N]) -> Value {
    pairs
        .into_iter()
        .map(|(name, value)| (Value::from(name), value))
        .collect::<BTreeMap<_, _>>()
        .into()
}
