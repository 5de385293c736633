//! Pages from templates, in the language of Jinja: [`Templates`], FastAPI's `Jinja2Templates`.
//!
//! ```no_run
//! use fasterapi::prelude::*;
//! use fasterapi::templates::{TemplateResponse, Templates, context};
//!
//! #[get("/items/{id}")]
//! async fn read_item(id: u64, request: &Request, templates: State<Templates>) -> TemplateResponse {
//!     templates.response(request, "item.html", context! { id })
//! }
//!
//! fn main() -> fasterapi::Result<()> {
//!     let templates = Templates::new("templates")?;
//!     App::new().state(templates).routes(routes![read_item]).run()
//! }
//! ```

mod context;
mod escape;
mod rendered;
mod request;
mod response;
#[allow(clippy::module_inception)]
mod templates;
mod url_for;

#[doc(inline)]
pub use crate::__template_context as context;
#[doc(hidden)]
pub use context::{__pairs, __value};
pub use minijinja;
pub(crate) use rendered::Rendered;
pub use response::TemplateResponse;
pub use templates::Templates;
