//! What only goes out: references, slices, and shared pointers look as what is behind them.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use super::{Constraints, JsonSchema, Prune, Schema, Schemas, prune};

impl JsonSchema for str {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        String::schema(schemas, constraints)
    }
}

impl<T: JsonSchema> JsonSchema for [T] {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        Vec::<T>::schema(schemas, constraints)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        prune::items(self, json, prune);
    }
}

impl<T: JsonSchema + ?Sized> JsonSchema for &T {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        T::schema(schemas, constraints)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        (**self).prune(json, prune);
    }
}

impl<T: JsonSchema + ?Sized> JsonSchema for Arc<T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        T::schema(schemas, constraints)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        (**self).prune(json, prune);
    }
}

impl<T: JsonSchema + ToOwned + ?Sized> JsonSchema for Cow<'_, T> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        T::schema(schemas, constraints)
    }

    fn prune(&self, json: &mut Value, prune: &Prune<'_>) {
        (**self).prune(json, prune);
    }
}
