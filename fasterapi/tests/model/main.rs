//! Reading values: against what the real FastAPI answered, and the fast path against the slow one.

#![cfg(all(feature = "decimal", feature = "jiff", feature = "uuid"))]

mod agreement;
mod oracle;
mod shapes;
mod steps;

use fasterapi::model::{Constraints, Model, Reader};
use fasterapi::{ErrorDetail, Errors, Loc};
use serde_json::Value;

/// Reads `value` as the slow path does.
fn read<T: Model>(value: &Value, constraints: &Constraints, place: &[&'static str]) -> Result<T, Vec<ErrorDetail>> {
    let mut errors = Errors::new();
    let location = place.iter().map(|step| Loc::from(*step)).collect();
    let read = T::read(value, constraints, &mut Reader::new(&mut errors, location));
    assert_eq!(read.is_some(), errors.is_empty(), "either a value or errors: {value}");
    read.ok_or_else(|| errors.as_slice().to_vec())
}
