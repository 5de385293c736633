//! The table's file.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// One decision.
#[derive(Debug, Deserialize)]
pub struct Row {
    /// Its name, unique in the table.
    pub id: String,
    /// What it is about.
    pub area: String,
    /// Configuration and request.
    #[serde(rename = "in")]
    pub input: Value,
    /// What came of it.
    pub out: Value,
    /// What may come of it too.
    pub lenient: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Table {
    cases: Vec<Row>,
}

pub(super) fn load(path: &Path) -> Result<Vec<Row>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let table: Table = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(table.cases)
}
