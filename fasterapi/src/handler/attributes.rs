//! [`RouteAttributes`]: the arguments of `#[get(..)]`, under FastAPI's names.

use http::{Method, StatusCode};
use serde_json::Value;

use super::Description;
use super::inherited::Inherited;
use crate::dependency::Guard;
use crate::middleware::{IntoMiddleware, Layered};
use crate::model::{Constraints, JsonSchema, Schema, Schemas};

/// One documented answer besides the main one: `responses((404, description = "..", model = Message))`.
#[derive(Debug, Clone, Default)]
pub struct AdditionalResponse {
    /// Text in the document; the status' phrase when `None`.
    pub description: Option<String>,
    /// The JSON body's type.
    pub model: Option<fn(&mut Schemas, &Constraints) -> Schema>,
    /// Any further members of the OpenAPI Response Object: `content`, `headers`, `links`.
    pub extra: Option<Value>,
}

impl AdditionalResponse {
    /// Nothing said yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the description.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// Sets the body's type.
    #[must_use]
    pub fn model<T: JsonSchema>(mut self) -> Self {
        self.model = Some(T::schema);
        self
    }

    /// Merges these members into the OpenAPI Response Object.
    #[must_use]
    pub fn extra(mut self, value: Value) -> Self {
        self.extra = Some(value);
        self
    }
}

/// What the document says of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseModel {
    /// Nothing.
    None,
    /// What the function returns; nothing where that may be anything.
    Returned,
    /// The type that the attribute names.
    Named,
}

/// What a route's attribute says, under FastAPI's names.
#[derive(Debug, Clone)]
pub struct RouteAttributes {
    pub(crate) methods: Vec<Method>,
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) location: (&'static str, &'static str, u32),
    pub(crate) doc: Option<&'static str>,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) status_code: Option<StatusCode>,
    pub(crate) response_description: Option<String>,
    pub(crate) response_model: ResponseModel,
    pub(crate) operation_id: Option<String>,
    pub(crate) openapi_extra: Option<Value>,
    pub(crate) inherited: Inherited,
    pub(crate) websocket: bool,
}

/// A request that the client of an operation is to expect: a route that is documented and never served.
#[derive(Debug, Clone)]
pub struct Callback {
    pub(crate) attributes: RouteAttributes,
    pub(crate) describe: fn(&mut Description),
    pub(crate) slots: usize,
}

impl RouteAttributes {
    /// A route of these methods at `path`, named after the function at `(module, file, line)`.
    pub fn new(
        methods: &[Method],
        path: &str,
        name: &'static str,
        location: (&'static str, &'static str, u32),
    ) -> Self {
        Self {
            methods: methods.to_vec(),
            path: path.to_owned(),
            name: name.to_owned(),
            location,
            doc: None,
            summary: None,
            description: None,
            status_code: None,
            response_description: None,
            response_model: ResponseModel::Returned,
            operation_id: None,
            openapi_extra: None,
            inherited: Inherited::default(),
            websocket: false,
        }
    }

    /// The route takes WebSockets, which are not in the document.
    #[must_use]
    pub fn websocket(mut self) -> Self {
        self.websocket = true;
        self
    }

    /// The function's doc comment: first paragraph the summary, the rest the description.
    #[must_use]
    pub fn doc(mut self, text: &'static str) -> Self {
        self.doc = Some(text);
        self
    }

    /// The name, instead of the function's: for `url_for`, operation id and summary.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// One line in the document.
    #[must_use]
    pub fn summary(mut self, text: impl Into<String>) -> Self {
        self.summary = Some(text.into());
        self
    }

    /// Text in the document (Markdown).
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// The status code of a success; 200 by default.
    #[must_use]
    pub fn status_code(mut self, code: impl IntoStatusCode) -> Self {
        self.status_code = Some(code.into_status_code());
        self
    }

    /// The description of the success answer; "Successful Response" by default.
    #[must_use]
    pub fn response_description(mut self, text: impl Into<String>) -> Self {
        self.response_description = Some(text.into());
        self
    }

    /// `response_model = None`: the document does not say what the answer looks like.
    #[must_use]
    pub fn response_model_none(mut self) -> Self {
        self.response_model = ResponseModel::None;
        self
    }

    /// `response_model = T`: the document names the answer even where it may be anything.
    #[must_use]
    pub fn response_model_named(mut self) -> Self {
        self.response_model = ResponseModel::Named;
        self
    }

    /// Tags, after those of the app and routers.
    #[must_use]
    pub fn tags<T: ToString>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.inherited.tags.extend(tags.into_iter().map(|tag| tag.to_string()));
        self
    }

    /// Marks the operation deprecated in the document.
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

    /// The operation id, instead of the generated one.
    #[must_use]
    pub fn operation_id(mut self, id: impl Into<String>) -> Self {
        self.operation_id = Some(id.into());
        self
    }

    /// JSON merged into the operation.
    #[must_use]
    pub fn openapi_extra(mut self, extra: Value) -> Self {
        self.openapi_extra = Some(extra);
        self
    }

    /// One more documented answer; `status` is a code, `4XX`, or `default`.
    #[must_use]
    pub fn response(mut self, status: impl ToString, response: AdditionalResponse) -> Self {
        self.inherited.responses.push((status.to_string(), response));
        self
    }

    /// Dependencies that run before the function and whose values nobody needs.
    #[must_use]
    pub fn dependencies(mut self, guards: impl IntoIterator<Item = Guard>) -> Self {
        self.inherited.dependencies.extend(guards);
        self
    }

    /// Requests that the client is to expect, documented under `callbacks`: `callbacks(routes![order_sent])`.
    #[must_use]
    pub fn callbacks(mut self, callbacks: impl IntoIterator<Item = impl Into<Callback>>) -> Self {
        self.inherited.callbacks.extend(callbacks.into_iter().map(Into::into));
        self
    }

    /// The path, instead of the attribute's. It has to name the parameters that the function takes from it.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// The methods, instead of the attribute's: any that HTTP allows.
    #[must_use]
    pub fn methods(mut self, methods: impl IntoIterator<Item = Method>) -> Self {
        self.methods = methods.into_iter().collect();
        self
    }

    /// `false`: a body without `Content-Type` is read as JSON (`APP-29`).
    #[must_use]
    pub fn strict_content_type(mut self, strict: bool) -> Self {
        self.inherited.strict_content_type = Some(strict);
        self
    }

    /// The longest body that is read, in bytes, instead of the router's or app's.
    #[must_use]
    pub fn max_body_size(mut self, bytes: usize) -> Self {
        self.inherited.max_body_size = Some(bytes);
        self
    }

    /// Adds a middleware in front of this route alone; the last added is the outermost.
    #[must_use]
    pub fn middleware<M>(mut self, middleware: impl IntoMiddleware<M>) -> Self {
        self.inherited.middleware.add(middleware);
        self
    }

    /// Adds a `tower::Layer` in front of this route alone.
    #[must_use]
    pub fn layer<B>(mut self, layer: impl Layered<B>) -> Self {
        self.inherited.middleware.add_layer(layer);
        self
    }
}

/// A status code as a number or as a [`StatusCode`].
pub trait IntoStatusCode {
    /// The code.
    fn into_status_code(self) -> StatusCode;
}

impl IntoStatusCode for StatusCode {
    fn into_status_code(self) -> StatusCode {
        self
    }
}

impl IntoStatusCode for u16 {
    /// A number outside 100–999 becomes 500; the macros refuse it when they see it.
    fn into_status_code(self) -> StatusCode {
        StatusCode::from_u16(self).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}
