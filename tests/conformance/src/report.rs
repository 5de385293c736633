//! What came of replaying one fixture.

use crate::document::Place;

/// What came of one app.
#[derive(Debug)]
pub struct Report {
    /// The app.
    pub app: String,
    /// Each case in order, with the ways in which its answer differs.
    pub cases: Vec<(String, Vec<String>)>,
    /// Where the document differs.
    pub document: Vec<Place>,
}
