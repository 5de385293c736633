//! What stands in front of the routes: hooks, async functions, and `tower` layers.
//!
//! ```
//! use fasterapi::prelude::*;
//!
//! async fn server_name(request: Request, next: Next) -> Response {
//!     next.run(request).await.header("server", "shop")
//! }
//!
//! let app = App::new().middleware(server_name).build().unwrap();
//! ```

mod body_limit;
mod chain;
#[cfg(feature = "compression")]
mod compression;
mod cors;
#[cfg(feature = "compression")]
mod decompression;
mod default_headers;
mod errors;
mod etags;
mod function;
mod hook;
mod https_redirect;
mod layer;
mod proxy_headers;
mod rate_limit;
mod request_id;
mod security_headers;
mod server_timing;
#[cfg(feature = "sessions")]
mod sessions;
mod shared;
mod timeout;
mod trusted_host;

pub use body_limit::BodyLimit;
pub(crate) use chain::{AsyncMiddleware, Middleware};
pub use chain::{IntoMiddleware, Next, ReadyMade};
#[cfg(feature = "compression")]
pub use compression::Compression;
pub use cors::Cors;
#[cfg(feature = "compression")]
pub use decompression::Decompression;
pub(crate) use default_headers::DefaultHeaders;
pub(crate) use errors::ErrorHandlers;
pub use errors::HandledError;
pub use etags::ETags;
pub use function::FunctionMarker;
pub use hook::{Hook, HookMarker};
pub use https_redirect::HttpsRedirect;
pub use layer::{Layered, NextService};
pub(crate) use proxy_headers::Peers;
pub use proxy_headers::{Forwarded, ForwardedElement, Node, NodeName, ProxyHeaders, TrustError};
pub use rate_limit::RateLimit;
pub use request_id::RequestId;
pub use security_headers::SecurityHeaders;
pub use server_timing::{ServerTiming, Timings};
#[cfg(feature = "sessions")]
pub use sessions::{Session, Sessions};
pub(crate) use shared::RouteChain;
pub use timeout::Timeout;
pub use trusted_host::{HostPatternError, TrustedHost};
