//! Models: types that are read from a request, checked, and described in the document.
//!
//! A value is read twice at most. The fast path is serde ([`Model::from_json`], [`Model::from_text`]) and then
//! [`Model::is_valid`]; only when that fails the slow path ([`Model::read`]) walks the input again, leniently as
//! pydantic does, and either builds the value or records every error.

mod booleans;
mod borrowed;
mod bounds;
mod choices;
mod computed;
mod constraints;
mod custom_error;
#[cfg(feature = "jiff")]
mod dates;
#[cfg(feature = "decimal")]
mod decimals;
mod discriminator;
mod effort;
mod errors;
mod floats;
mod group;
mod integers;
mod json;
mod lists;
mod maps;
mod object;
mod object_schema;
mod only_maps;
mod options;
mod prune;
mod read;
mod reader;
mod schema;
mod sets;
mod strings;
#[cfg(test)]
mod testing;
mod tuples;
pub mod types;
mod unions;
mod uploads;
#[cfg(feature = "uuid")]
mod uuids;
mod validators;

pub use constraints::{Constraints, Number, Pattern};
pub use custom_error::CustomError;
#[cfg(feature = "jiff")]
pub use dates::DateTime;
pub(crate) use group::Group;
pub use prune::{Picked, Prune};
pub use read::{Model, Place};
pub use reader::Reader;
pub(crate) use schema::title_case;
pub use schema::{Direction, JsonSchema, Schema, Schemas};
pub(crate) use uploads::FileContent;

#[doc(hidden)]
pub mod generated {
    //! What `#[model]` writes calls to.

    pub use super::choices::{Choice, Choices, deserialize_choice, serialize_choice};
    pub use super::computed::{Entries, describe_computed};
    pub use super::discriminator::{Discriminator, Pick, discriminated_schema};
    pub use super::group::{Group, Visit};
    pub use super::object::{Container, Field, ObjectReader, Read, Shape};
    pub use super::object_schema::{Describe, ObjectSchema, root_schema};
    pub use super::only_maps::{OnlyMaps, required};
    pub use super::prune::ObjectPruner;
    pub use super::reader::Mode;
    pub use super::unions::{
        Union, UnionReader, tagged_member, tagged_object, tagged_schema, union_object, untagged_schema,
    };
    pub use super::validators::{OfAnyKind, OfItsOwnKind, Refused, Told, outcome, step, stepped, validated};
}
