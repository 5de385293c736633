//! [`Route`]: a handler with what its attribute says, ready to be put into a router.

use std::any::TypeId;
use std::fmt;

use http::Method;

use super::not_found;
use crate::handler::{Answer, Callback, Description, Handler, RouteAttributes, Scope};
use crate::static_files;

/// A handler and its attributes; `routes![read_item]` makes them.
#[derive(Clone)]
pub struct Route {
    pub(crate) attributes: RouteAttributes,
    pub(crate) describe: fn(&mut Description),
    pub(crate) call: fn(Scope) -> Answer,
    pub(crate) slots: usize,
    /// The companion of its function, by which `url!` knows it.
    pub(crate) id: TypeId,
}

impl Route {
    /// The route of a function marked with `#[get]` or one of its kin.
    pub fn of<H: Handler>() -> Self {
        Self {
            attributes: H::attributes(),
            describe: H::describe,
            call: H::call,
            slots: H::SLOTS,
            id: TypeId::of::<H>(),
        }
    }

    /// The route of a frontend, which is in no table.
    pub(super) fn frontend(path: &str) -> Self {
        let attributes = RouteAttributes::new(
            &[Method::GET, Method::HEAD],
            path,
            "frontend",
            (module_path!(), file!(), line!()),
        );
        Self {
            attributes: attributes.name(format!("frontend {path}")),
            describe: |_| {},
            call: static_files::call,
            slots: 0,
            id: TypeId::of::<Self>(),
        }
    }

    /// Changes what the attribute says, such as `route.with(|a| a.operation_id("x"))`.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(RouteAttributes) -> RouteAttributes) -> Self {
        self.attributes = change(self.attributes);
        self
    }
}

impl From<Callback> for Route {
    fn from(callback: Callback) -> Self {
        Self {
            attributes: callback.attributes,
            describe: callback.describe,
            call: |_| not_found().into(),
            slots: callback.slots,
            id: TypeId::of::<Callback>(),
        }
    }
}

impl From<Route> for Callback {
    fn from(route: Route) -> Self {
        Self {
            attributes: route.attributes,
            describe: route.describe,
            slots: route.slots,
        }
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Route({:?} {} {})",
            self.attributes.methods, self.attributes.path, self.attributes.name
        )
    }
}
