//! [`Route`]: a handler with what its attribute says, ready to be put into a router.

use std::any::{TypeId, type_name};
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use http::Method;
use tower_service::Service;

use super::mount::Mounted;
use super::mount_service::Wrapped;
use super::not_found;
use super::service_route::{self, Function};
use crate::BoxError;
use crate::handler::{Answer, Callback, Description, Handler, RouteAttributes, Scope};
use crate::request::Request;
use crate::response::{AnyService, Body, Responder};
use crate::static_files;

/// A handler and its attributes; `routes![read_item]` makes them.
#[derive(Clone)]
pub struct Route {
    pub(crate) attributes: RouteAttributes,
    pub(crate) describe: fn(&mut Description),
    pub(crate) call: fn(Scope) -> Answer,
    pub(crate) slots: usize,
    /// What answers instead of a function with arguments.
    pub(crate) service: Option<Arc<dyn Mounted>>,
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
            service: None,
            id: TypeId::of::<H>(),
        }
    }

    /// A route made at run time, of a function that takes the whole request: FastAPI's `add_route`. It is not in the
    /// document unless `.with(|a| a.include_in_schema(true))` says so.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    /// use fasterapi::Route;
    ///
    /// async fn purge(request: Request) -> String {
    ///     format!("forgot {}", request.path_param("key").unwrap_or_default())
    /// }
    ///
    /// let method = Method::from_bytes(b"PURGE").unwrap();
    /// let app = App::new().route(Route::handle([method], "/cache/{key}", purge));
    /// ```
    pub fn handle<F, Fut>(methods: impl IntoIterator<Item = Method>, path: &str, handler: F) -> Self
    where
        F: Fn(Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: Responder> + Send + 'static,
    {
        let name = type_name::<F>()
            .rsplit("::")
            .find(|part| !part.starts_with('{'))
            .unwrap_or("handler");
        Self::of_service(methods, path, name, Arc::new(Function(handler)))
    }

    /// A route that a `tower::Service` answers. It sees the whole path, as the app does.
    pub fn service<S, B>(methods: impl IntoIterator<Item = Method>, path: &str, service: S) -> Self
    where
        S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Error: Into<BoxError>,
        S::Future: Send,
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self::of_service(
            methods,
            path,
            "service",
            Arc::new(Wrapped(AnyService::new(service, "a mounted service"))),
        )
    }

    fn of_service(
        methods: impl IntoIterator<Item = Method>,
        path: &str,
        name: &str,
        service: Arc<dyn Mounted>,
    ) -> Self {
        let location = (module_path!(), file!(), line!());
        let attributes = RouteAttributes::new(&methods.into_iter().collect::<Vec<_>>(), path, "service", location);
        Self {
            attributes: attributes.name(name).include_in_schema(false),
            describe: |_| {},
            call: service_route::call,
            slots: 0,
            service: Some(service),
            id: TypeId::of::<dyn Mounted>(),
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
            service: None,
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
            service: None,
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
