//! [`Link`]: a route and the parameters of its path, checked by the compiler.

use std::any::{TypeId, type_name};
use std::marker::PhantomData;

use serde::Serialize;
use serde_json::Value;

/// A route by its function, with the parameters of its path: what `url!(read_item { item_id: 5 })` makes and
/// [`Request::link`](crate::Request::link) turns into an address.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[get("/items/{item_id}")]
/// async fn read_item(item_id: u64) -> u64 {
///     item_id
/// }
///
/// let link = url!(read_item { item_id: 5 });
/// let app = App::new().routes(routes![read_item]).build().unwrap();
/// assert_eq!(app.path_of(&link).unwrap(), "/items/5");
/// ```
#[derive(Debug, Clone)]
pub struct Link {
    pub(crate) route: TypeId,
    pub(crate) name: &'static str,
    pub(crate) params: Vec<(&'static str, String)>,
    pub(crate) query: Option<String>,
}

impl Link {
    /// The route whose parameters these are, for `url!`.
    #[doc(hidden)]
    pub fn of<P: LinkParams<Route: LinkedRoute>>(params: P) -> Self {
        let name = type_name::<P::Route>();
        Self {
            route: TypeId::of::<P::Route>(),
            name: name.rsplit("::").next().unwrap_or(name),
            params: params.into_pairs(),
            query: None,
        }
    }

    /// Fills in a parameter that the route has from a router's or mount's prefix.
    #[must_use]
    pub fn param(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    /// Adds a pair to the query string.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let query = self.query.get_or_insert_default();
        if !query.is_empty() {
            query.push('&');
        }
        query.push_str(&format!("{}={}", encode(name), encode(&value.to_string())));
        self
    }
}

/// The companion of a route function, whose path parameters have names and types; or what stands in for one that is
/// missing, so that nothing else is wrong with the parameters.
#[doc(hidden)]
pub trait Linked: 'static {
    /// A struct with a field for each parameter of the path.
    type Params: LinkParams<Route = Self>;
}

/// The companion of a route function, and nothing that stands in for it.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route",
    label = "not marked with `#[get(..)]` or one of its kin",
    note = "put `#[get(\"/path\")]` on the function"
)]
pub trait LinkedRoute: Linked {}

/// The parameters of a route's path.
#[doc(hidden)]
pub trait LinkParams {
    /// The companion of the route's function.
    type Route: 'static;

    /// Their names and texts.
    fn into_pairs(self) -> Vec<(&'static str, String)>;
}

/// A value for a path parameter of type `T`, as text.
#[derive(Debug, Clone)]
pub struct Segment<T>(String, PhantomData<fn(T)>);

impl<T> Segment<T> {
    /// The value as it stands in a path.
    pub fn new(value: impl IntoSegment<T>) -> Self {
        Self(value.into_text(), PhantomData)
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }
}

/// What may be given for a path parameter of type `T`: a `T`, or `&str` for a `String`.
#[diagnostic::on_unimplemented(
    message = "the path parameter takes `{T}`, not `{Self}`",
    label = "not a `{T}`, or one that serde cannot write"
)]
pub trait IntoSegment<T> {
    #[doc(hidden)]
    fn into_text(self) -> String;
}

impl<T: Serialize> IntoSegment<T> for T {
    fn into_text(self) -> String {
        match serde_json::to_value(self) {
            Ok(Value::String(text)) => text,
            Ok(value) => value.to_string(),
            Err(_) => String::new(),
        }
    }
}

/// The type of the parameters of what stands in for a route.
#[doc(hidden)]
#[derive(Debug)]
pub struct Unknown;

impl<T> IntoSegment<Unknown> for T {
    fn into_text(self) -> String {
        String::new()
    }
}

impl IntoSegment<String> for &str {
    fn into_text(self) -> String {
        self.to_owned()
    }
}

impl IntoSegment<String> for &String {
    fn into_text(self) -> String {
        self.clone()
    }
}
