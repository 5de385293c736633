//! [`Router`]: routes that share a prefix, tags, dependencies and answers; FastAPI's `APIRouter`.

use super::Route;
use crate::dependency::Guard;
use crate::handler::{AdditionalResponse, Callback, Inherited};
use crate::middleware::{IntoMiddleware, Layered};
use crate::openapi::RouteInfo;
use crate::request::Request;
use crate::response::Responder;
use crate::static_files::Frontend;

/// Routes that share a prefix, tags, dependencies and documented answers.
///
/// Routers nest, and one router may be included several times under different prefixes.
///
/// ```
/// use fasterapi::prelude::*;
///
/// #[get("/{user_id}")]
/// async fn read_user(user_id: u64) -> String {
///     format!("user {user_id}")
/// }
///
/// let users = Router::new().prefix("/users").tags(["users"]).routes(routes![read_user]);
/// let app = App::new().include(users).build().unwrap();
/// ```
#[derive(Debug, Clone, Default)]
pub struct Router {
    pub(crate) prefix: String,
    inherited: Inherited,
    items: Vec<Item>,
}

#[derive(Debug, Clone)]
enum Item {
    Route(Box<Route>),
    Router(Box<Router>),
    Frontend(Box<(String, Frontend)>),
    Fallback(Box<Route>),
}

impl Router {
    /// A router without routes.
    pub fn new() -> Self {
        Self::default()
    }

    /// What stands before the path of every route; starts with `/` and does not end with one (`RTR-01`). It may hold
    /// parameters, which handlers and dependencies take by name.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Tags of every operation, before its own.
    #[must_use]
    pub fn tags<T: ToString>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.inherited.tags.extend(tags.into_iter().map(|tag| tag.to_string()));
        self
    }

    /// Dependencies that run before every handler; their values are dropped.
    #[must_use]
    pub fn dependencies(mut self, guards: impl IntoIterator<Item = Guard>) -> Self {
        self.inherited.dependencies.extend(guards);
        self
    }

    /// One more documented answer of every operation; `status` is a code, `4XX`, or `default`.
    #[must_use]
    pub fn response(mut self, status: impl ToString, response: AdditionalResponse) -> Self {
        self.inherited.responses.push((status.to_string(), response));
        self
    }

    /// Requests that the client of every operation is to expect, documented under `callbacks`.
    #[must_use]
    pub fn callbacks(mut self, callbacks: impl IntoIterator<Item = impl Into<Callback>>) -> Self {
        self.inherited.callbacks.extend(callbacks.into_iter().map(Into::into));
        self
    }

    /// Marks every operation deprecated in the document.
    #[must_use]
    pub fn deprecated(mut self, deprecated: bool) -> Self {
        self.inherited.deprecated = deprecated;
        self
    }

    /// `false`: served, but not in the document.
    #[must_use]
    pub fn include_in_schema(mut self, include: bool) -> Self {
        self.inherited.include_in_schema = include;
        self
    }

    /// How operation ids are made; the nearest router's way wins.
    #[must_use]
    pub fn generate_unique_id_function(mut self, function: fn(&RouteInfo<'_>) -> String) -> Self {
        self.inherited.unique_id = Some(function);
        self
    }

    pub(crate) fn unique_id(&self) -> Option<fn(&RouteInfo<'_>) -> String> {
        self.inherited.unique_id
    }

    /// `false`: a body without `Content-Type` is read as JSON.
    #[must_use]
    pub fn strict_content_type(mut self, strict: bool) -> Self {
        self.inherited.strict_content_type = Some(strict);
        self
    }

    /// The longest body that is read, in bytes; the nearest router's limit counts, and that of a route before it.
    #[must_use]
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.inherited.max_body_size = Some(bytes);
        self
    }

    /// Adds a middleware in front of every route of this router: an `async fn(Request, Next) -> Response`, a
    /// [`Hook`](crate::middleware::Hook), or one of [`middleware`](crate::middleware). The last added is the outermost.
    ///
    /// It runs behind the app's own middleware, once a route was found: paths and methods that no route takes do not
    /// come by here.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// async fn no_store(request: Request, next: Next) -> Response {
    ///     next.run(request).await.header("cache-control", "no-store")
    /// }
    ///
    /// let admin = Router::new().prefix("/admin").middleware(no_store);
    /// ```
    #[must_use]
    pub fn middleware<M>(mut self, middleware: impl IntoMiddleware<M>) -> Self {
        self.inherited.middleware.add(middleware);
        self
    }

    /// Adds a `tower::Layer` in front of every route of this router.
    #[must_use]
    pub fn layer<B>(mut self, layer: impl Layered<B>) -> Self {
        self.inherited.middleware.add_layer(layer);
        self
    }

    /// Adds routes: `routes![read_item, create_item]`.
    #[must_use]
    pub fn routes(mut self, routes: impl IntoIterator<Item = Route>) -> Self {
        self.items
            .extend(routes.into_iter().map(|route| Item::Route(Box::new(route))));
        self
    }

    /// Adds one route.
    #[must_use]
    pub fn route(self, route: Route) -> Self {
        self.routes([route])
    }

    /// The files of a JavaScript build, or a [`Frontend`], answered where neither a route nor a mount does. This router's
    /// dependencies run first; of several frontends the one with the longest path answers.
    #[must_use]
    pub fn frontend(mut self, path: impl Into<String>, frontend: impl Into<Frontend>) -> Self {
        self.items
            .push(Item::Frontend(Box::new((path.into(), frontend.into()))));
        self
    }

    /// The function that answers below this router's prefix where nothing else does, instead of a 404: Starlette's
    /// `Router(default=..)`. Of several, and of frontends, the one with the longest prefix answers.
    #[must_use]
    pub fn fallback<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(Request) -> Fut + Send + Sync + 'static,
        Fut: Future<Output: Responder> + Send + 'static,
    {
        let route = Route::handle([], "/", handler);
        self.items.push(Item::Fallback(Box::new(route)));
        self
    }

    /// Adds another router's routes under this one's prefix.
    #[must_use]
    pub fn include(mut self, router: Router) -> Self {
        self.items.push(Item::Router(Box::new(router)));
        self
    }
}

/// A route with everything its routers add to it.
#[derive(Debug, Clone)]
pub(crate) struct FlatRoute {
    pub(crate) route: Box<Route>,
    pub(crate) frontend: Option<Frontend>,
    /// Answers where nothing else below its path does.
    pub(crate) is_fallback: bool,
}

/// All routes below `router` in the order they were declared, outer tags, dependencies and answers first.
pub(crate) fn flatten(router: Router, problems: &mut Vec<String>) -> Vec<FlatRoute> {
    let mut flat = Vec::with_capacity(router.count());
    collect(router, &Router::new(), &mut flat, problems);
    flat
}

fn collect(router: Router, outer: &Router, flat: &mut Vec<FlatRoute>, problems: &mut Vec<String>) {
    if !router.prefix.is_empty() && (!router.prefix.starts_with('/') || router.prefix.ends_with('/')) {
        problems.push(format!(
            "the prefix {:?} of a router must start with \"/\" and must not end with one",
            router.prefix
        ));
    }
    let merged = Router {
        prefix: [&outer.prefix[..], &router.prefix].concat(),
        inherited: router.inherited.within(&outer.inherited),
        items: Vec::new(),
    };
    for item in router.items {
        match item {
            Item::Router(inner) => collect(*inner, &merged, flat, problems),
            Item::Route(route) => flat.push(merged.apply(route)),
            Item::Fallback(route) => {
                if merged.prefix.contains('{') {
                    problems.push(format!(
                        "the fallback of the router {:?} cannot have parameters",
                        merged.prefix
                    ));
                    continue;
                }
                flat.push(FlatRoute {
                    is_fallback: true,
                    ..merged.apply(route)
                });
            }
            Item::Frontend(frontend) => {
                let (path, frontend) = *frontend;
                let full = format!("{}{path}", merged.prefix);
                if !path.starts_with('/') || full.contains('{') {
                    problems.push(format!(
                        "the path {full:?} of a frontend must start with \"/\" and have no parameters"
                    ));
                    continue;
                }
                flat.push(FlatRoute {
                    frontend: Some(frontend),
                    ..merged.apply(Box::new(Route::frontend(&path)))
                });
            }
        }
    }
}

impl Router {
    /// How many routes there are below it.
    fn count(&self) -> usize {
        let counts = self.items.iter().map(|item| match item {
            Item::Router(inner) => inner.count(),
            Item::Route(_) | Item::Fallback(_) | Item::Frontend(_) => 1,
        });
        counts.sum()
    }

    fn apply(&self, mut route: Box<Route>) -> FlatRoute {
        let own = &mut route.attributes;
        own.path = [&self.prefix[..], &own.path].concat();
        own.inherited = own.inherited.within(&self.inherited);
        FlatRoute {
            route,
            frontend: None,
            is_fallback: false,
        }
    }
}
