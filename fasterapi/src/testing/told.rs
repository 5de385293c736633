//! [`Told`]: what the app tells a test beside the answer.

use crate::request::Request;
#[cfg(feature = "templates")]
use crate::templates::Rendered;

/// What the app tells a test beside the answer: the template that was rendered.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    #[cfg(feature = "templates")]
    rendered: Rendered,
}

impl Told {
    /// Lets the app tell.
    #[cfg_attr(not(feature = "templates"), allow(clippy::unused_self))]
    pub(super) fn listen(&self, request: &mut Request) {
        #[cfg(feature = "templates")]
        request.extensions_mut().insert(self.rendered.clone());
        #[cfg(not(feature = "templates"))]
        let _ = request;
    }

    /// The template's name, and what it was rendered with.
    #[cfg(feature = "templates")]
    pub(super) fn template(self) -> Option<(String, serde_json::Value)> {
        let (name, context) = self.rendered.take()?;
        Some((name, serde_json::to_value(context).unwrap_or_default()))
    }
}
