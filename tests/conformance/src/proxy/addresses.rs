//! Addresses: of requests, of routes, in documents and pages.

use fasterapi::openapi::Server;
use fasterapi::prelude::*;
use serde_json::{Value, json};

use super::exchange::{seen, send};
use super::{Row, compare};

/// What `url_for` is asked, `[[name, {parameter: value}]]`.
struct Asked(Value);

#[get("/", name = "home")]
async fn home(asked: State<Asked>, request: &Request) -> Value {
    report(&asked, request)
}

#[get("/items/{id:int}", name = "item")]
async fn item(id: i64, asked: State<Asked>, request: &Request) -> Value {
    let _ = id;
    report(&asked, request)
}

#[get("/files/{path:path}", name = "file")]
async fn file(path: String, asked: State<Asked>, request: &Request) -> Value {
    let _ = path;
    report(&asked, request)
}

#[get("/slash/", name = "slash")]
async fn slash(asked: State<Asked>, request: &Request) -> Value {
    report(&asked, request)
}

#[get("/", name = "index")]
async fn index(asked: State<Asked>, request: &Request) -> Value {
    report(&asked, request)
}

#[get("/leaf/{q}", name = "leaf")]
async fn leaf(q: String, asked: State<Asked>, request: &Request) -> Value {
    let _ = q;
    report(&asked, request)
}

#[get("/end", name = "end")]
async fn end(asked: State<Asked>, request: &Request) -> Value {
    report(&asked, request)
}

fn report(asked: &Asked, request: &Request) -> Value {
    let mut told = seen(request);
    told["url_for"] = json!({});
    for pair in asked.0.as_array().into_iter().flatten() {
        let name = pair[0].as_str().unwrap_or_default();
        let params: Vec<(String, String)> = pair[1]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().map_or(value.to_string(), str::to_owned)))
            .collect();
        let params: Vec<(&str, &str)> = params
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        told["url_for"][name] = match request.url_for(name, &params) {
            Ok(url) => json!(url.to_string()),
            Err(error) => json!(format!("!{error}")),
        };
    }
    told
}

pub(super) fn urls(row: &Row) -> Result<(), String> {
    let state = || Asked(row.input["url_for"].clone());
    let deep = App::new().openapi_url(None).state(state()).routes(routes![end]);
    let sub = App::new()
        .openapi_url(None)
        .state(state())
        .routes(routes![index, leaf])
        .mount("/deep", deep);
    let app = App::new()
        .openapi_url(None)
        .state(state())
        .routes(routes![home, item, file, slash])
        .mount("/sub", sub);
    let answer = send(app, &row.input)?;
    let mut got = if answer.status == 200 { answer.json() } else { json!({}) };
    got["status"] = json!(answer.status);
    got["location"] = answer.location();
    compare(&row.out, &got, &["status", "location"])?;
    if answer.status != 200 {
        return Ok(());
    }
    compare(&row.out, &got, &["url", "base_url", "root_path"])?;
    url_for(row, &got["url_for"])
}

/// Names are those of the routes of one app: what a row asks of another app than the one that answers is left out.
fn url_for(row: &Row, got: &Value) -> Result<(), String> {
    let mounted = row.input["path"].as_str().is_some_and(|path| path.contains("/sub/"));
    let asked = row.out["url_for"].as_object().into_iter().flatten();
    for (name, expected) in asked.filter(|(name, _)| !mounted && !name.contains(':')) {
        let fails = |url: &Value| url.as_str().is_some_and(|url| url.starts_with('!'));
        if got[name] != *expected && !(fails(expected) && fails(&got[name])) {
            return Err(format!("url_for {name} is {}, expected {expected}", got[name]));
        }
    }
    Ok(())
}

#[get("/items")]
async fn items() -> Value {
    json!({})
}

#[get("/trail/")]
async fn trail() -> Value {
    json!({})
}

#[get("/inner")]
async fn inner() -> Value {
    json!({})
}

fn server(server: &Value) -> Server {
    Server {
        url: server["url"].as_str().unwrap_or_default().to_owned(),
        description: server["description"].as_str().map(str::to_owned),
        variables: server.get("variables").cloned(),
    }
}

fn configured(app: App, config: &Value) -> Result<App, String> {
    let mut app = app;
    for (name, value) in config.as_object().into_iter().flatten() {
        app = match name.as_str() {
            "root_path" => app.root_path(value.as_str().unwrap_or_default()),
            "root_path_in_servers" => app.root_path_in_servers(value != false),
            "redirect_slashes" => app.redirect_slashes(value != false),
            "openapi_url" => app.openapi_url(value.as_str()),
            "docs_url" => app.docs_url(value.as_str()),
            "redoc_url" => app.redoc_url(value.as_str()),
            "servers" => app.servers(value.as_array().into_iter().flatten().map(server)),
            name => return Err(format!("the app has no {name}")),
        };
    }
    Ok(app)
}

pub(super) fn openapi_servers(row: &Row) -> Result<(), String> {
    let mut app = configured(App::new().routes(routes![items, trail]), &row.input["app"])?;
    if let Some(at) = row.input["sub"]["at"].as_str() {
        app = app.mount(
            at,
            configured(App::new().routes(routes![inner]), &row.input["sub"]["app"])?,
        );
    }
    let answer = send(app, &row.input)?;
    let mut got = json!({"status": answer.status, "location": answer.location()});
    let document = answer.json();
    if !document["openapi"].is_null() {
        got["servers"] = document["servers"].clone();
        let mut paths: Vec<&String> = document["paths"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(path, _)| path)
            .collect();
        paths.sort_unstable();
        got["paths"] = json!(paths);
    } else if answer.status == 200 {
        let page = answer.text();
        got["openapi_url_in_page"] = told(&page, &["data-url=\"", "spec-url=\""]);
        got["oauth2_redirect"] = told(&page, &["data-oauth2-redirect-url=\""]);
    }
    compare(
        &row.out,
        &got,
        &[
            "status",
            "location",
            "servers",
            "paths",
            "openapi_url_in_page",
            "oauth2_redirect",
        ],
    )
}

/// What follows one of these in the page, up to the closing quote.
fn told(page: &str, before: &[&str]) -> Value {
    let found = before.iter().find_map(|before| page.split_once(before));
    found.map_or(Value::Null, |(_, rest)| json!(rest.split('"').next()))
}
