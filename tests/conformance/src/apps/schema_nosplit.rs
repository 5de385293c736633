//! The app of `schema_split`, with one schema for each model whichever way it travels.

use fasterapi::App;

/// The app.
pub fn app() -> App {
    super::schema_split::app().separate_input_output_schemas(false)
}
