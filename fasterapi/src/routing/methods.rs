//! The `Allow` header.

use http::{HeaderValue, Method};

/// The value of `Allow` for these methods (RFC 9110, section 10.2.1).
pub(crate) fn allow(methods: &[Method]) -> HeaderValue {
    let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    HeaderValue::from_str(&names.join(", ")).unwrap_or_else(|_| HeaderValue::from_static(""))
}
