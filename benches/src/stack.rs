//! An endpoint behind the middleware that most apps have: proxies, hosts, origins, request ids, compression.

use fasterapi::middleware::{Compression, Cors, ProxyHeaders, RequestId, TrustedHost};
use fasterapi::prelude::*;

#[get("/stack")]
async fn stack() -> crate::Message {
    crate::Message::hello()
}

/// An app of its own, so that the other endpoints are measured without the middleware.
pub fn app() -> fasterapi::Result<App> {
    Ok(App::new()
        .openapi_url(None)
        .routes(routes![stack])
        .middleware(Compression::gzip())
        .middleware(RequestId::new())
        .middleware(Cors::new().allow_origins(["https://app.example"]))
        .middleware(TrustedHost::new(["127.0.0.1", "localhost"])?)
        .middleware(ProxyHeaders::trust(["127.0.0.1"])?))
}
