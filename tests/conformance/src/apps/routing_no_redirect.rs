//! The routes of [`routing`](super::routing) without slash redirects.

use fasterapi::prelude::*;

/// The app.
pub fn app() -> App {
    super::routing::app().redirect_slashes(false)
}
