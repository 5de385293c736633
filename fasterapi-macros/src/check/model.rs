//! `#[model]`.
