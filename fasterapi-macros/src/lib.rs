//! The attribute macros of fasterapi; use them through the `fasterapi` crate, whose page tells what they do.
//!
//! Each macro has three stages: `parse` turns attributes into typed values, `check` looks at them together, `expand`
//! writes the tokens. Mistakes are collected on the way and reported together.

mod check;
mod errors;
mod expand;
mod parse;

use proc_macro::TokenStream;

macro_rules! methods {
    ($($name:ident $method:literal)*) => {$(
        #[doc = concat!("A route that answers `", $method, "`: `#[", stringify!($name), "(\"/items/{item_id}\")]` on a function.")]
        ///
        /// Arguments: `status_code`, `tags`, `summary`, `description`, `response_description`, `deprecated`,
        /// `include_in_schema`, `operation_id`, `name`, `openapi_extra`, `responses`, `dependencies`, `callbacks`,
        /// `response_model = T` (or `None`), `response_model_exclude_none`, `response_model_exclude_defaults`,
        /// `response_model_include`, `response_model_exclude`, `response_model_by_alias`, `strict_content_type`, `waits`.
        #[proc_macro_attribute]
        pub fn $name(attr: TokenStream, item: TokenStream) -> TokenStream {
            expand::route::expand(stringify!($name), Some($method), attr.into(), item.into()).into()
        }
    )*};
}

methods! {
    get "GET"
    post "POST"
    put "PUT"
    patch "PATCH"
    delete "DELETE"
    head "HEAD"
    options "OPTIONS"
    trace "TRACE"
}

/// A route that answers several methods: `#[route("/items", methods = ["GET", "HEAD"])]`.
#[proc_macro_attribute]
pub fn route(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::route::expand("route", None, attr.into(), item.into()).into()
}

/// A request that this API sends, for its document (OpenAPI's `webhooks`): `#[webhook("new-order")]` on a function that
/// takes what is sent and returns what is expected back. It is never called.
///
/// Arguments: those of a route, and `methods`, `["POST"]` by default.
#[proc_macro_attribute]
pub fn webhook(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::route::expand("webhook", None, attr.into(), item.into()).into()
}

/// A handler of WebSockets: `#[websocket("/ws/{room}")]` on an `async fn` that takes a `WebSocket`, and whatever else a
/// handler may take but a body.
///
/// Arguments: `name`, `dependencies`. It returns nothing, or a `Result` of nothing.
#[proc_macro_attribute]
pub fn websocket(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::route::expand("websocket", None, attr.into(), item.into()).into()
}

/// A function whose value handlers and other dependencies get with `#[depends(f)]`; or a struct whose fields are bound
/// as arguments are; or an `impl` block with one method, and a `static` of that type with the values of its fields.
///
/// Arguments: `cache = false` (run for each of its users), `blocking` (a plain `fn` on the blocking pool), `waits`,
/// `max_concurrency = n` (at most so many requests use it at once).
#[proc_macro_attribute]
pub fn dependency(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::dependency::expand(attr.into(), item.into()).into()
}

/// A struct or enum that is read from requests, validated, written to answers and described in the document.
///
/// Arguments: `strict`, `extra`, `title`, `description`, `examples`, `json_schema_extra`, `str_strip_whitespace`,
/// `str_to_lower`, `str_to_upper`, `validate`, `assert`, `literal`, `computed`, `variants`, and for an enum of models
/// `union_mode = "left_to_right"`, `discriminator = "field"` or `discriminator = function`, where the function is a `fn(&Value) -> Option<&str>`.
#[proc_macro_attribute]
pub fn model(attr: TokenStream, item: TokenStream) -> TokenStream {
    expand::model::model(attr.into(), item.into()).into()
}

/// An error whose variants (or which itself, if it is a struct) are answers, shown in the document of every route that
/// may return it.
///
/// Each says `#[error(status_code = 404, detail = "Item {0} not found", headers = {"X-Hint": "{0}"})]`; without `detail`
/// it is the status' phrase. `#[source]` marks a field as the cause, `#[from]` makes the error of it.
#[proc_macro_derive(ApiError, attributes(error, from, source))]
pub fn api_error(item: TokenStream) -> TokenStream {
    expand::api_error::expand(item.into()).into()
}

/// The routes of these functions: `routes![read_item, items::create_item]`.
#[proc_macro]
pub fn routes(input: TokenStream) -> TokenStream {
    expand::list::expand("Route", input.into()).into()
}

/// A link to a route, by its function and the parameters of its path: `url!(items::read_item { item_id: 5 })`. Names and
/// types are checked by the compiler; `Request::link` makes the address.
#[proc_macro]
pub fn url(input: TokenStream) -> TokenStream {
    expand::link::expand(input.into()).into()
}

/// The files of a folder, inside the binary: `embed!("static")`. The path begins at the package's own folder; hidden files
/// and links are left out.
#[proc_macro]
pub fn embed(input: TokenStream) -> TokenStream {
    expand::embed::expand(input.into()).into()
}

/// The guards of these dependencies: `depends![verify_token, auth::admin]`.
#[proc_macro]
pub fn depends(input: TokenStream) -> TokenStream {
    expand::list::expand("Guard", input.into()).into()
}
