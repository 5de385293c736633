//! The first stage: attributes and items become typed values. Nothing is emitted here.

pub(crate) mod api_error;
pub(crate) mod args;
pub(crate) mod argument;
pub(crate) mod constraints;
pub(crate) mod dependency;
pub(crate) mod depends;
pub(crate) mod doc;
pub(crate) mod field;
pub(crate) mod function;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod method;
pub(crate) mod model;
pub(crate) mod param;
pub(crate) mod response_model;
pub(crate) mod responses;
pub(crate) mod route;
pub(crate) mod serde;
pub(crate) mod structure;
pub(crate) mod template;
pub(crate) mod variants;
pub(crate) mod waits;
