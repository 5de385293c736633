//! Helpers of the unit tests here: read a value at `body`, look at what is wrong.

use serde_json::Value;

use super::{Constraints, Model, Reader};
use crate::http::{ErrorDetail, Errors, Loc};

pub(crate) fn read_with<T: Model>(value: Value, constraints: &Constraints) -> Result<T, Vec<ErrorDetail>> {
    let mut errors = Errors::new();
    let result = T::read(
        &value,
        constraints,
        &mut Reader::new(&mut errors, vec![Loc::from("body")]),
    );
    assert_eq!(result.is_some(), errors.is_empty(), "either a value or errors");
    result.ok_or_else(|| errors.as_slice().to_vec())
}

pub(crate) fn read<T: Model>(value: Value) -> Result<T, Vec<ErrorDetail>> {
    read_with(value, &Constraints::NONE)
}

pub(crate) fn wrong<T: Model>(value: Value) -> Vec<ErrorDetail> {
    read::<T>(value).err().expect("nothing is wrong")
}

pub(crate) fn kinds<T: Model>(value: Value) -> Vec<String> {
    wrong::<T>(value)
        .into_iter()
        .map(|error| error.kind.into_owned())
        .collect()
}

pub(crate) fn kind<T: Model>(value: Value) -> String {
    kinds::<T>(value).remove(0)
}
