//! [`BuiltRoute`]: a route of a built app, as metrics and other tools see it.

use http::Method;

use super::Operation;

/// A route of a built app, with everything its routers have added to it.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[get("/{id}", tags = ["one"])]
/// async fn read_item(id: u64) -> u64 {
///     id
/// }
///
/// let items = Router::new().prefix("/items").tags(["items"]).routes(routes![read_item]);
/// let app = App::new().include(items).build().unwrap();
/// let route = app.routes().next().unwrap();
/// assert_eq!((route.name(), route.path(), route.tags()), ("read_item", "/items/{id}", &["items", "one"].map(str::to_owned)[..]));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct BuiltRoute<'a>(&'a Operation);

impl<'a> BuiltRoute<'a> {
    pub(crate) fn new(operation: &'a Operation) -> Self {
        Self(operation)
    }

    /// Its name: that of the function, or what its attribute says.
    pub fn name(&self) -> &'a str {
        &self.0.name
    }

    /// Its path with the parameters in braces, such as `/items/{item_id}`, below the prefix of a mount: the label for a
    /// metric, as it is one for all requests of the route.
    pub fn path(&self) -> &'a str {
        self.0.template.text()
    }

    /// The methods it takes.
    pub fn methods(&self) -> &'a [Method] {
        &self.0.methods
    }

    /// Its tags, those of its routers first.
    pub fn tags(&self) -> &'a [String] {
        &self.0.tags
    }
}
