//! HTTP Basic, Bearer and Digest.

use fasterapi::prelude::*;
use fasterapi::security::{HttpAuthorizationCredentials, HttpBasic, HttpBasicCredentials, HttpBearer, HttpDigest};

fn basic_realm() -> HttpBasic {
    HttpBasic::new()
        .realm("the den")
        .scheme_name("DenBasic")
        .description("Den only")
}

#[get("/basic")]
fn read_basic(#[security(HttpBasic::new())] c: HttpBasicCredentials) -> Value {
    json!(c)
}

#[get("/basic-realm")]
fn read_basic_realm(#[security(basic_realm())] c: HttpBasicCredentials) -> Value {
    json!(c.username)
}

#[get("/basic-soft")]
fn read_basic_soft(#[security(HttpBasic::new().scheme_name("SoftBasic"))] c: Option<HttpBasicCredentials>) -> Value {
    json!({"c": c})
}

#[get("/bearer")]
fn read_bearer(#[security(HttpBearer::new().bearer_format("JWT"))] c: HttpAuthorizationCredentials) -> Value {
    json!(c)
}

#[get("/bearer-soft")]
fn read_bearer_soft(
    #[security(HttpBearer::new().scheme_name("SoftBearer"))] c: Option<HttpAuthorizationCredentials>,
) -> Value {
    json!({"c": c})
}

#[get("/digest")]
fn read_digest(#[security(HttpDigest::new())] c: HttpAuthorizationCredentials) -> Value {
    json!(c)
}

#[get("/digest-soft")]
fn read_digest_soft(
    #[security(HttpDigest::new().scheme_name("SoftDigest"))] c: Option<HttpAuthorizationCredentials>,
) -> Value {
    json!({"c": c})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        read_basic,
        read_basic_realm,
        read_basic_soft,
        read_bearer,
        read_bearer_soft,
        read_digest,
        read_digest_soft
    ])
}
