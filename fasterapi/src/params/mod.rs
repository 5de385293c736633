//! Parameters: where an argument's value is found, and what is said of it.

mod argument;
mod body;
mod file;
mod form;
mod group;
mod param;
mod take;

pub use argument::{Argument, ArgumentMut, ArgumentRef, Kind};
pub use body::take_body;
pub use file::{FileValue, take_file};
pub use form::take_form;
pub use param::{Param, Source};
pub use take::take_param;
