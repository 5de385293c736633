//! [`Endpoint`]: the function that answers a route, for whoever has to find it.

use std::fmt;

use http::Method;

/// The function that was to answer a request, and where it is written: FastAPI's endpoint context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    function: String,
    file: &'static str,
    line: u32,
    method: Option<Method>,
    path: String,
}

impl Endpoint {
    pub(crate) fn new(
        module: &str,
        name: &str,
        file: &'static str,
        line: u32,
        method: Option<&Method>,
        path: &str,
    ) -> Self {
        Self {
            function: format!("{module}::{name}"),
            file,
            line,
            method: method.cloned(),
            path: path.to_owned(),
        }
    }

    /// The name of the function, with its module: `shop::products::read_product`.
    pub fn function(&self) -> &str {
        &self.function
    }

    /// The source file, as the compiler was told its name.
    pub fn file(&self) -> &str {
        self.file
    }

    /// The line of its attribute, from 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// The path with the parameters in braces, below the prefix of a mount.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// `shop::products::read_product (src/products.rs:40), GET /products/{id}`.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}:{}), ", self.function, self.file, self.line)?;
        match &self.method {
            Some(method) => write!(f, "{method} {}", self.path),
            None => f.write_str(&self.path),
        }
    }
}
