//! A handler asks the request itself.

use fasterapi::prelude::*;
use fasterapi::request::{Client, FormValue};

#[route(
    "/echo/{name}",
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"]
)]
async fn echo(name: String, mut request: Request) -> Result<Value, HttpError> {
    let body = request.body().await?;
    let url = request.url();
    let headers = request.headers().get_all("x-a").iter();
    let mut path_params = serde_json::Map::new();
    path_params.insert("name".to_owned(), name.into());
    Ok(json!({
        "method": request.method().as_str(),
        "url": url.to_string(),
        "base": request.base_url().to_string(),
        "path": request.path(),
        "query": url.query().unwrap_or_default(),
        "hostname": url.hostname(),
        "port": url.port(),
        "scheme": url.scheme(),
        "path_params": path_params,
        "pairs": request.query_pairs().collect::<Vec<_>>(),
        "last": request.query_pairs().collect::<std::collections::BTreeMap<_, _>>(),
        "x": headers.map(|value| value.to_str().unwrap_or_default()).collect::<Vec<_>>(),
        "cookies": request.cookies().collect::<std::collections::BTreeMap<_, _>>(),
        "has_client": request.client() != Client::Unknown,
        "body": body.iter().map(|&byte| char::from(byte)).collect::<String>(),
    }))
}

#[post("/json")]
async fn json(mut request: Request) -> Result<Value, HttpError> {
    Ok(json!({"got": request.json::<Value>().await?}))
}

#[post("/form")]
async fn form(mut request: Request) -> Result<Value, HttpError> {
    let form = request.form().await?;
    let items = form.iter().map(|(name, value)| match value {
        FormValue::Text(text) => (name, text.as_str()),
        FormValue::File(file) => (name, file.filename()),
    });
    Ok(json!({"items": items.collect::<Vec<_>>()}))
}

#[post("/stream")]
async fn stream(mut request: Request) -> Result<Value, HttpError> {
    let (mut length, mut stream) = (0, request.stream());
    while let Some(piece) = stream.next().await {
        length += piece?.len();
    }
    Ok(json!({"bytes": length}))
}

#[get("/links", name = "links_route")]
async fn links(request: &Request) -> Result<Value, AnyError> {
    Ok(json!({
        "echo": request.url_for("echo", &[("name", "a b")])?.to_string(),
        "self": request.url_for("links_route", &[])?.to_string(),
        "path": request.url_path_for("echo", &[("name", "z")])?,
    }))
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![echo, json, form, stream, links])
}
