//! Models: types that are read from a request, checked, and described in the document.
//!
//! A value is read twice at most. The fast path is serde ([`Model::from_json`], [`Model::from_text`]) and then
//! [`Model::is_valid`]; only when that fails the slow path ([`Model::read`]) walks the input again, leniently as
//! pydantic does, and either builds the value or records every error.

mod constraints;
mod read;
mod schema;

pub use constraints::{Constraints, Number, Pattern};
pub use read::{Model, Place, Reader};
pub use schema::{Direction, JsonSchema, Schema, Schemas};
pub(crate) use schema::title_case;
