//! Random constraints.

use fasterapi::model::{Constraints, Number};
use proptest::prelude::*;

fn bound() -> BoxedStrategy<Number> {
    prop_oneof![
        (-20i64..300).prop_map(Number::Int),
        (-40i32..40).prop_map(|half| Number::Float(f64::from(half) / 2.0)),
    ]
    .boxed()
}

fn step() -> BoxedStrategy<Number> {
    prop_oneof![
        (1i64..9).prop_map(Number::Int),
        proptest::sample::select(vec![0.5, 0.25, 2.5]).prop_map(Number::Float)
    ]
    .boxed()
}

/// A few constraints at a time: all of them would refuse everything.
pub fn few() -> impl Strategy<Value = Constraints> {
    let some = proptest::option::weighted::<BoxedStrategy<Number>>;
    let bounds = (
        some(0.15, bound()),
        some(0.2, bound()),
        some(0.15, bound()),
        some(0.2, bound()),
        some(0.1, step()),
    );
    let count = |most: usize| proptest::option::weighted(0.15, 0..most);
    let digits = proptest::option::weighted(0.1, 0u32..6);
    (
        bounds,
        count(4),
        count(6),
        proptest::option::weighted(0.2, any::<bool>()),
        digits.clone(),
        digits,
    )
        .prop_map(
            |((gt, ge, lt, le, multiple_of), min_length, max_length, allow_inf_nan, max_digits, decimal_places)| {
                Constraints {
                    gt,
                    ge,
                    lt,
                    le,
                    multiple_of,
                    min_length,
                    max_length,
                    allow_inf_nan,
                    max_digits,
                    decimal_places,
                    ..Constraints::NONE
                }
            },
        )
}

/// The same, and nothing is converted.
#[must_use]
pub fn strict(constraints: &Constraints) -> Constraints {
    Constraints {
        strict: true,
        ..*constraints
    }
}
