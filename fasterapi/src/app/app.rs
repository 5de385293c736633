//! The builder.

use std::fmt;
use std::sync::Arc;

use super::Config;
use crate::BuildError;
use crate::dependency::{Guard, Overrides};
use crate::handler::AdditionalResponse;
use crate::lifespan::Hooks;
use crate::metrics::Registry;
use crate::middleware::{ErrorHandlers, IntoMiddleware, Layered, Middleware};
use crate::openapi::{Change, RouteInfo};
use crate::request::{FormLimits, Request, States};
use crate::response::Responder;
use crate::routing::{MountTarget, Mountable, Route, Router};
use crate::static_files::Frontend;

/// An app under construction: FastAPI's `FastAPI(...)`.
///
/// Every method returns the app, so that a program is one expression; what is wrong with it is told by
/// [`build`](Self::build) (which [`run`](Self::run) and [`serve`](Self::serve) call), never by a panic.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[get("/")]
/// async fn hello() -> &'static str {
///     "Hello"
/// }
///
/// let app = App::new().title("Greeter").version("1.2.0").routes(routes![hello]).build().unwrap();
/// ```
#[must_use]
pub struct App {
    pub(super) config: Config,
    pub(super) router: Router,
    pub(super) states: States,
    pub(super) middleware: Vec<Result<Middleware, String>>,
    pub(super) error_handlers: ErrorHandlers,
    pub(super) mounts: Vec<PlannedMount>,
    pub(super) hooks: Hooks,
    pub(super) overrides: Overrides,
    /// By pattern, in place of a prefix.
    pub(super) hosts: Vec<PlannedMount>,
    pub(super) webhooks: Router,
    pub(super) document_hooks: Vec<Change>,
    pub(super) metrics: Option<Arc<Registry>>,
    /// What was wrong with what was asked for, for `build()` to tell.
    pub(super) problems: Vec<String>,
}

/// A mount as it was asked for.
pub(super) struct PlannedMount {
    pub(super) prefix: String,
    pub(super) name: Option<String>,
    pub(super) target: Result<MountTarget, BuildError>,
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "App({:?} {})", self.config.title, self.config.version)
    }
}

impl App {
    /// An app without routes, with FastAPI's defaults.
    pub fn new() -> Self {
        Self {
            config: Config::default(),
            router: Router::new(),
            states: States::default(),
            middleware: Vec::new(),
            error_handlers: ErrorHandlers::default(),
            mounts: Vec::new(),
            hooks: Hooks::default(),
            hosts: Vec::new(),
            webhooks: Router::new(),
            document_hooks: Vec::new(),
            metrics: None,
            problems: Vec::new(),
            overrides: Overrides::default(),
        }
    }

    /// Whether `/x` is redirected to `/x/` and back when only the other one is a route; true by default.
    pub fn redirect_slashes(mut self, redirect: bool) -> Self {
        self.config.redirect_slashes = redirect;
        self
    }

    /// Whether GET routes answer HEAD too, without it being in the document; false by default, as in FastAPI.
    pub fn head_for_get(mut self, head: bool) -> Self {
        self.config.head_for_get = head;
        self
    }

    /// The prefix under which a proxy serves this app, such as `/api/v1`; wins over the server's `--root-path`. A
    /// slash at its end is removed.
    pub fn root_path(mut self, prefix: impl Into<String>) -> Self {
        self.config.root_path = Some(prefix.into());
        self
    }

    /// Whether the root path becomes the first of the document's `servers`; true by default.
    pub fn root_path_in_servers(mut self, include: bool) -> Self {
        self.config.root_path_in_servers = include;
        self
    }

    /// Whether a model that differs by direction becomes `Name-Input` and `Name-Output`; true by default.
    pub fn separate_input_output_schemas(mut self, separate: bool) -> Self {
        self.config.separate_input_output_schemas = separate;
        self
    }

    /// How operation ids are made, where no router says otherwise.
    pub fn generate_unique_id_function(mut self, function: fn(&RouteInfo<'_>) -> String) -> Self {
        self.router = self.router.generate_unique_id_function(function);
        self
    }

    /// `false`: a body without `Content-Type` is read as JSON; true by default.
    pub fn strict_content_type(mut self, strict: bool) -> Self {
        self.router = self.router.strict_content_type(strict);
        self
    }

    /// The longest body that is read, in bytes; 2 MiB by default. A longer one answers 413, whether a handler's
    /// arguments need it or a handler reads it itself, whole or as a stream. Routers and routes may say otherwise.
    ///
    /// Of a multipart form this is what may be held in memory: the fields, and files taken as bytes. Other files count
    /// toward [`form_limits`](Self::form_limits) alone.
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.config.max_body_size = bytes;
        self
    }

    /// How many fields and files a form may have, and how large they may be.
    pub fn form_limits(mut self, limits: FormLimits) -> Self {
        self.config.form_limits = limits;
        self
    }

    /// A value for all requests, taken as [`State<T>`](crate::State); one of each type.
    pub fn state<T: Send + Sync + 'static>(mut self, value: T) -> Self {
        self.states.insert(value);
        self
    }

    /// Adds routes: `routes![read_item, create_item]`.
    pub fn routes(mut self, routes: impl IntoIterator<Item = Route>) -> Self {
        self.router = self.router.routes(routes);
        self
    }

    /// Adds one route.
    pub fn route(self, route: Route) -> Self {
        self.routes([route])
    }

    /// Adds a router's routes.
    pub fn include(mut self, router: Router) -> Self {
        self.router = self.router.include(router);
        self
    }

    /// Dependencies that run before every handler; their values are dropped.
    pub fn dependencies(mut self, guards: impl IntoIterator<Item = Guard>) -> Self {
        self.router = self.router.dependencies(guards);
        self
    }

    /// One more documented answer of every operation; `status` is a code, `4XX`, or `default`.
    pub fn response(mut self, status: impl ToString, response: AdditionalResponse) -> Self {
        self.router = self.router.response(status, response);
        self
    }

    /// Marks every operation deprecated in the document.
    pub fn deprecated(mut self, deprecated: bool) -> Self {
        self.router = self.router.deprecated(deprecated);
        self
    }

    /// `false`: no operation is in the document.
    pub fn include_in_schema(mut self, include: bool) -> Self {
        self.router = self.router.include_in_schema(include);
        self
    }

    /// The files of a JavaScript build, or a [`Frontend`], answered where neither a route nor a mount does.
    pub fn frontend(mut self, path: impl Into<String>, frontend: impl Into<Frontend>) -> Self {
        self.router = self.router.frontend(path, frontend);
        self
    }

    /// Puts another app (with its own document and docs), [`StaticFiles`](crate::StaticFiles), or a `tower::Service`
    /// under a prefix. Routes win over mounts.
    ///
    /// The prefix may have parameters, which what is below it finds with
    /// [`Request::path_param`](crate::Request::path_param). `url_for` knows the routes of a mounted app by their own names.
    pub fn mount(self, prefix: impl Into<String>, target: impl Mountable) -> Self {
        self.add_mount(prefix.into(), target, None)
    }

    /// As [`mount`](Self::mount), under a name for `url_for`: `url_for("static", &[("path", "site.css")])` is the
    /// address of a file, `url_for("admin:read_user", ..)` of a route of a mounted app.
    pub fn mount_named(self, prefix: impl Into<String>, target: impl Mountable, name: impl Into<String>) -> Self {
        self.add_mount(prefix.into(), target, Some(name.into()))
    }

    /// Puts another app, or a `tower::Service`, at a host: Starlette's `Host`. It answers every request for it, whatever the
    /// path; the first host that fits does. `{name}` stands for any one or more letters, which
    /// [`Request::path_param`](crate::Request::path_param) finds; ports and case do not count.
    ///
    /// The host is what the client asked for, once the middleware has seen the request: behind a proxy, what
    /// [`ProxyHeaders`](crate::middleware::ProxyHeaders) believes.
    pub fn host(mut self, pattern: impl Into<String>, target: impl Mountable) -> Self {
        self.hosts.push(PlannedMount {
            prefix: pattern.into(),
            name: None,
            target: target.into_target(),
        });
        self
    }

    /// The function that answers where nothing else does, instead of a 404.
    pub fn fallback<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: Responder> + Send + 'static,
    {
        self.router = self.router.fallback(handler);
        self
    }

    fn add_mount(mut self, prefix: String, target: impl Mountable, name: Option<String>) -> Self {
        let target = target.into_target();
        self.mounts.push(PlannedMount { prefix, name, target });
        self
    }

    /// Adds a middleware: an `async fn(Request, Next) -> Response`, or one of [`middleware`](crate::middleware). The
    /// last added is the outermost, as in FastAPI.
    pub fn middleware<M>(mut self, middleware: impl IntoMiddleware<M>) -> Self {
        self.middleware.push(middleware.into_middleware());
        self
    }

    /// Adds a `tower::Layer` as a middleware.
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layered<B>,
    {
        self.middleware.push(Ok(layer.into_middleware()));
        self
    }
}
