//! `gt ge lt le multiple_of`: checked, explained and written into the schema for every kind of number.

use std::cmp::Ordering;

use serde_json::Value;

use super::errors::{self, Bound};
use super::{Constraints, Number, Reader, Schema, Schemas};

/// A number that can be held against bounds.
pub(crate) trait Bounded {
    /// Whether bounds of this type are floats in an error's context.
    const FLOAT: bool;

    /// How it compares; `None` for NaN.
    fn compare(&self, bound: Number) -> Option<Ordering>;

    /// Whether it is a multiple of `step`.
    fn is_multiple_of(&self, step: Number) -> bool;
}

/// Whether `value` is within all bounds.
#[inline]
pub(crate) fn within<T: Bounded>(value: &T, constraints: &Constraints) -> bool {
    missed(value, constraints).is_none()
}

/// Records the first bound that `value` misses, in pydantic's order; `true` when it misses none.
pub(crate) fn explain<T: Bounded>(
    value: &T,
    constraints: &Constraints,
    input: &Value,
    reader: &mut Reader<'_>,
) -> bool {
    match missed(value, constraints) {
        Some((which, number)) => {
            errors::bound(reader, input, which, number, T::FLOAT);
            false
        }
        None => true,
    }
}

#[inline]
fn missed<T: Bounded>(value: &T, constraints: &Constraints) -> Option<(Bound, Number)> {
    if let Some(step) = constraints.multiple_of
        && !value.is_multiple_of(step)
    {
        return Some((Bound::Multiple, step));
    }
    if let Some(bound) = constraints.le
        && !matches!(value.compare(bound), Some(Ordering::Less | Ordering::Equal))
    {
        return Some((Bound::LessEqual, bound));
    }
    if let Some(bound) = constraints.lt
        && value.compare(bound) != Some(Ordering::Less)
    {
        return Some((Bound::Less, bound));
    }
    if let Some(bound) = constraints.ge
        && !matches!(value.compare(bound), Some(Ordering::Greater | Ordering::Equal))
    {
        return Some((Bound::GreaterEqual, bound));
    }
    if let Some(bound) = constraints.gt
        && value.compare(bound) != Some(Ordering::Greater)
    {
        return Some((Bound::Greater, bound));
    }
    None
}

/// Whether any bound is set: pydantic then calls the type `constrained-int`.
pub(crate) fn any(constraints: &Constraints) -> bool {
    let Constraints {
        gt,
        ge,
        lt,
        le,
        multiple_of,
        ..
    } = constraints;
    [gt, ge, lt, le, multiple_of].into_iter().any(Option::is_some)
}

/// The keywords of the bounds. A text is no bound of a number, for `App::build()` to refuse.
pub(crate) fn describe(schemas: &mut Schemas, schema: Schema, constraints: &Constraints) -> Schema {
    let keywords = [
        ("multipleOf", constraints.multiple_of),
        ("maximum", constraints.le),
        ("exclusiveMaximum", constraints.lt),
        ("minimum", constraints.ge),
        ("exclusiveMinimum", constraints.gt),
    ];
    keywords
        .into_iter()
        .fold(schema, |schema, (keyword, bound)| match bound {
            Some(Number::Int(bound)) => schema.with(keyword, bound),
            Some(Number::Float(bound)) => schema.with(keyword, bound),
            Some(Number::Text(bound)) => match bound.parse::<f64>() {
                Ok(bound) => schema.with(keyword, bound),
                Err(_) => {
                    schemas.problem(format!("{bound:?} is no number; write the bound as one"));
                    schema
                }
            },
            None => schema,
        })
}
