//! Keys in headers, queries and cookies.

use fasterapi::prelude::*;
use fasterapi::security::{ApiKeyCookie, ApiKeyHeader, ApiKeyQuery};

fn by_header() -> ApiKeyHeader {
    ApiKeyHeader::new("X-Api-Key").description("Ask support")
}

fn by_query() -> ApiKeyQuery {
    ApiKeyQuery::new("api_key").scheme_name("QueryKey")
}

fn by_cookie() -> ApiKeyCookie {
    ApiKeyCookie::new("session")
}

fn soft_header() -> ApiKeyHeader {
    ApiKeyHeader::new("X-Api-Key").scheme_name("SoftHeader")
}

fn soft_query() -> ApiKeyQuery {
    ApiKeyQuery::new("api_key").scheme_name("SoftQuery")
}

#[get("/header")]
fn header(#[security(by_header())] key: String) -> Value {
    json!({"key": key})
}

#[get("/query")]
fn query(#[security(by_query())] key: String) -> Value {
    json!({"key": key})
}

#[get("/cookie")]
fn cookie(#[security(by_cookie())] key: String, #[query(default = 0)] n: i64) -> Value {
    json!({"key": key, "n": n})
}

#[get("/any")]
fn any_of(
    #[security(soft_header())] h: Option<String>,
    #[security(soft_query())] q: Option<String>,
) -> Result<Value, HttpError> {
    if h.is_none() && q.is_none() {
        return Err(HttpError::forbidden("no key at all"));
    }
    Ok(json!({"h": h, "q": q}))
}

#[dependency]
fn has_key(#[security(by_header())] key: String) {
    drop(key);
}

#[get("/decorated", dependencies = [has_key])]
fn decorated() -> Value {
    "ok".into()
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![header, query, cookie, any_of, decorated])
}
