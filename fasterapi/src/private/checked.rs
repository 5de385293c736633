//! Arguments with `validate = f` or `assert = f`: read as their type is, then checked by the user's functions.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::bindings::Bound;
use crate::handler::Scope;
use crate::http::Errors;
use crate::model::generated::{Group, Refused, validated};
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas};
use crate::params::{take_body, take_form, take_param};
use crate::response::Abort;

/// An argument with checks of the user's own.
pub trait Checked: Bound {
    /// Runs them.
    ///
    /// # Errors
    /// What the first of them refused.
    fn check(value: &Self::Value) -> Result<(), Refused>;
}

/// Takes a path, query, header or cookie parameter.
pub fn take_checked<A: Checked + 'static>(scope: &mut Scope, slot: usize, errors: &mut Errors) -> Option<A::Value> {
    take_param(scope, A::param(), slot, default::<A>(), errors).map(|passed: Passed<A>| passed.0)
}

/// Takes a body.
///
/// # Errors
/// When the body is not JSON.
pub fn take_checked_body<A: Checked + 'static>(
    scope: &mut Scope,
    errors: &mut Errors,
) -> Result<Option<A::Value>, Abort> {
    let passed: Option<Passed<A>> = take_body(scope, A::param(), default::<A>(), errors)?;
    Ok(passed.map(|passed| passed.0))
}

/// Takes a field of a form.
pub fn take_checked_form<A: Checked + 'static>(scope: &mut Scope, errors: &mut Errors) -> Option<A::Value> {
    take_form(scope, A::param(), default::<A>(), errors).map(|passed: Passed<A>| passed.0)
}

/// The default, which is not checked: neither is pydantic's.
fn default<A: Checked>() -> Option<fn() -> Passed<A>> {
    match A::DEFAULT {
        Some(_) => Some(|| match A::DEFAULT {
            Some(default) => Passed(default()),
            None => unreachable!("looked at above"),
        }),
        None => None,
    }
}

/// A value that its argument's checks let pass.
struct Passed<A: Bound>(A::Value);

impl<'de, A: Bound> Deserialize<'de> for Passed<A> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        A::Value::deserialize(deserializer).map(Self)
    }
}

impl<A: Bound> JsonSchema for Passed<A> {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        A::Value::schema(schemas, constraints)
    }
}

impl<A: Checked + 'static> Model for Passed<A> {
    const PLACE: Place = A::Value::PLACE;
    const LIST: bool = A::Value::LIST;
    const FAST: bool = A::Value::FAST;
    const GROUP: Option<Group> = A::Value::GROUP;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let read = A::Value::read(value, constraints, reader)?;
        validated(read, value, reader, A::check).map(Self)
    }

    fn meets(&self, constraints: &Constraints) -> bool {
        self.0.meets(constraints)
    }

    fn is_valid(&self) -> bool {
        self.0.is_valid() && A::check(&self.0).is_ok()
    }

    fn from_text(text: &str) -> Option<Self> {
        A::Value::from_text(text).map(Self)
    }

    fn absent() -> Option<Self> {
        A::Value::absent().map(Self)
    }

    fn label(constraints: &Constraints) -> Cow<'static, str> {
        A::Value::label(constraints)
    }

    fn object(schemas: &mut Schemas) -> Option<Schema> {
        A::Value::object(schemas)
    }

    fn keys(known: &mut Vec<&'static str>) -> bool {
        A::Value::keys(known)
    }
}
