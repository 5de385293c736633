//! `Compression`.

use fasterapi::middleware::Compression;
use fasterapi::prelude::*;
use serde_json::{Value, json};

use super::exchange::{headers, send};
use super::{Row, compare};

/// What the app is to answer: size of the body, status, headers.
struct Asked(Value);

#[get("/")]
async fn answer(asked: State<Asked>) -> Response {
    let size = asked.0["body_size"].as_u64().unwrap_or(0) as usize;
    let status = asked.0["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let mut response = Response::new("x".repeat(size)).status(status.unwrap_or_default());
    for (name, value) in headers(&asked.0["app_headers"]) {
        response = response.header(name, value);
    }
    response
}

pub(super) fn gzip(row: &Row) -> Result<(), String> {
    let minimum = row.input["minimum_size"].as_u64().unwrap_or(500) as usize;
    let app = App::new()
        .state(Asked(row.input.clone()))
        .routes(routes![answer])
        .middleware(Compression::gzip().minimum_size(minimum));
    let answer = send(app, &row.input)?;
    let told = ["accept-ranges", "content-encoding", "etag", "vary"].into_iter();
    let told: Vec<Value> = told
        .flat_map(|name| answer.all(name).into_iter().map(move |value| json!([name, value])))
        .collect();
    let plain = answer.body.iter().all(|&byte| byte == b'x');
    compare(
        &row.out,
        &json!({"headers": told, "compressed": !plain}),
        &["headers", "compressed"],
    )
}
