//! [`Group`]: a model whose fields are parameters of their own, after `#[query]`, `#[header]`, `#[cookie]`, `#[form]`.

use super::object::Field;
use super::{Schema, Schemas};

/// What is done with each field; the flag says whether it takes every value of a repeated name.
pub type Visit<'v> = dyn FnMut(&'static Field, bool) + 'v;

/// A model that may stand for several parameters.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// Goes through the fields in order, those of flattened models among them.
    pub fields: fn(&mut Visit<'_>),
    /// The schema of the object, not a reference to it.
    pub object: fn(&mut Schemas) -> Option<Schema>,
}
