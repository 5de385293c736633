//! [`Rendered`]: what a test may ask about the template behind an answer.

use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;

/// In the extensions of a test client's request: the last template that was rendered for it, and its context.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rendered(Arc<Mutex<Option<(String, Value)>>>);

impl Rendered {
    pub(super) fn set(&self, name: &str, context: Value) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((name.to_owned(), context));
    }

    /// The template's name, and what it was rendered with; `request` aside.
    pub(crate) fn take(&self) -> Option<(String, Value)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
