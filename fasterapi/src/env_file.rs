//! Variables from a file, `NAME=value` in each line.

use std::sync::Mutex;

/// The names of those that were set.
static LOADED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Sets the variables of the file that are not set yet.
///
/// # Errors
/// It cannot be read, or a line is no variable; then none is set.
#[cfg(feature = "cli")]
pub(crate) fn load(path: &std::path::Path) -> Result<(), String> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot read the variables in {}: {error}", path.display());
    let text = std::fs::read(path).map_err(|error| failed(&error))?;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let mut names = Vec::new();
    for variable in dotenvy::from_read_iter(text) {
        let (name, _) = variable.map_err(|error| failed(&error))?;
        if std::env::var_os(&name).is_none() && !names.contains(&name) {
            names.push(name);
        }
    }
    dotenvy::from_read(text).map_err(|error| failed(&error))?;
    if let Ok(mut loaded) = LOADED.lock() {
        loaded.append(&mut names);
    }
    Ok(())
}

/// The names of those that were set from a file. A new process that takes this one's place reads the file again, and so
/// must not find them set.
#[cfg(unix)]
pub(crate) fn loaded() -> Vec<String> {
    LOADED.lock().map(|names| names.clone()).unwrap_or_default()
}
