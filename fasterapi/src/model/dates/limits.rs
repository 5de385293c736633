//! `gt ge lt le` of dates, times and durations: the bound is written as text, and read as a value is.

use std::cmp::Ordering;

use serde_json::Value;

use crate::model::errors::{self, Bound};
use crate::model::{Constraints, Number, Reader, Schemas};

/// A type whose values can be held against bounds.
pub(in crate::model) trait Limited: Sized {
    /// A text that is a bound, for the error that asks for one.
    const EXAMPLE: &'static str;

    /// The bound that was written down; `None` when it is none.
    fn limit(bound: Number) -> Option<Self>;

    /// How it compares.
    fn against(&self, limit: &Self) -> Ordering;

    /// The bound as errors show it.
    fn shown(&self) -> String;

    /// What an error shows as the input; what was sent, mostly.
    fn input(&self, sent: &Value) -> Value {
        sent.clone()
    }
}

/// The bounds in pydantic's order, with what a value on the right side compares as.
fn bounds(constraints: &Constraints) -> [(Bound, Option<Number>, [Ordering; 2]); 4] {
    use Ordering::{Equal, Greater, Less};
    [
        (Bound::LessEqual, constraints.le, [Less, Equal]),
        (Bound::Less, constraints.lt, [Less, Less]),
        (Bound::GreaterEqual, constraints.ge, [Greater, Equal]),
        (Bound::Greater, constraints.gt, [Greater, Greater]),
    ]
}

fn missed<T: Limited>(value: &T, constraints: &Constraints) -> Option<(Bound, T)> {
    bounds(constraints).into_iter().find_map(|(which, bound, fine)| {
        let limit = T::limit(bound?)?;
        (!fine.contains(&value.against(&limit))).then_some((which, limit))
    })
}

/// Whether `value` is within all bounds.
#[inline]
pub(in crate::model) fn within<T: Limited>(value: &T, constraints: &Constraints) -> bool {
    let Constraints { gt, ge, lt, le, .. } = constraints;
    let free = gt.is_none() && ge.is_none() && lt.is_none() && le.is_none();
    free || missed(value, constraints).is_none()
}

/// The value when it is within all bounds; else the first that it misses is recorded.
pub(in crate::model) fn bounded<T: Limited>(
    value: T,
    constraints: &Constraints,
    sent: &Value,
    reader: &mut Reader<'_>,
) -> Option<T> {
    match missed(&value, constraints) {
        None => Some(value),
        Some((which, limit)) => {
            let text = limit.shown();
            errors::out_of_bounds(reader, &value.input(sent), which, &text, Value::from(text.as_str()));
            None
        }
    }
}

/// Records bounds that are none, for `App::build()` to refuse.
pub(in crate::model) fn examine<T: Limited>(schemas: &mut Schemas, constraints: &Constraints) {
    for (_, bound, _) in bounds(constraints) {
        let Some(bound) = bound.filter(|bound| T::limit(*bound).is_none()) else {
            continue;
        };
        schemas.problem(format!(
            "{bound} is no bound of this type; write it as {:?}",
            T::EXAMPLE
        ));
    }
    if constraints.multiple_of.is_some() {
        schemas.problem("`multiple_of` is for numbers; remove it".to_owned());
    }
}
