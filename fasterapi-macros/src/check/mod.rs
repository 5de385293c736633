//! The second stage: rules that no single attribute can see. Every mistake is recorded, none ends the check.

pub(crate) mod api_error;
pub(crate) mod constraints;
pub(crate) mod dependency;
pub(crate) mod function;
pub(crate) mod model;
pub(crate) mod route;
mod variants;
mod websocket;
