//! `TrustedHost`, `HttpsRedirect`, `Cors`.

use std::time::Duration;

use fasterapi::App;
use fasterapi::middleware::{Cors, HttpsRedirect, TrustedHost};
use serde_json::{Value, json};

use super::exchange::{Answer, headers, probe_app, send};
use super::{Row, compare};

fn strings(list: &Value) -> Vec<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

pub(super) fn trusted_host(row: &Row) -> Result<(), String> {
    let refused = row.out["config_error"] == true;
    let hosts = match TrustedHost::new(strings(&row.input["allowed_hosts"])) {
        Ok(_) if refused => return Err("it is no error of the configuration".to_owned()),
        Ok(hosts) => hosts.www_redirect(row.input["www_redirect"] != false),
        Err(_) if refused => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    outcome(row, probe_app().middleware(hosts))
}

pub(super) fn https_redirect(row: &Row) -> Result<(), String> {
    outcome(row, probe_app().middleware(HttpsRedirect::new().keep_port()))
}

/// Whether the app was reached, or what was answered instead.
fn outcome(row: &Row, app: App) -> Result<(), String> {
    let answer = send(app, &row.input)?;
    if row.out["events"] == json!(["websocket.accept"]) {
        return compare(&json!({"reached_app": true}), &report(&answer), &["reached_app"]);
    }
    let mut members = vec!["status", "location", "reached_app"];
    if !row.out["body"].is_null() {
        members.push("body");
    }
    compare(&row.out, &report(&answer), &members)
}

fn report(answer: &Answer) -> Value {
    json!({
        "status": answer.status,
        "location": answer.location(),
        "reached_app": answer.json().is_object(),
        "body": answer.text(),
    })
}

/// `*` with credentials is what `mirror_origin` means.
fn configured(config: &Value) -> Cors {
    let mut cors = Cors::new();
    let origins = strings(&config["allow_origins"]);
    let credentials = config["allow_credentials"] == true;
    cors = if credentials && origins.contains(&"*") {
        cors.mirror_origin()
    } else {
        cors.allow_origins(origins).allow_credentials(credentials)
    };
    if let Some(pattern) = config["allow_origin_regex"].as_str() {
        cors = cors.allow_origin_regex(pattern);
    }
    if config["allow_methods"].is_array() {
        cors = cors.allow_methods(strings(&config["allow_methods"]));
    }
    if let Some(seconds) = config["max_age"].as_u64() {
        cors = cors.max_age(Duration::from_secs(seconds));
    }
    cors.allow_headers(strings(&config["allow_headers"]))
        .expose_headers(strings(&config["expose_headers"]))
        .allow_private_network(config["allow_private_network"] == true)
}

pub(super) fn cors(row: &Row) -> Result<(), String> {
    let extra: Vec<(String, String)> = headers(&row.input["app_headers"])
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let app = probe_app()
        .middleware(move |request, next: fasterapi::Next| {
            let extra = extra.clone();
            async move {
                let mut response = next.run(request).await;
                for (name, value) in extra {
                    response = response.header(name, value);
                }
                response
            }
        })
        .middleware(configured(&row.input["config"]));
    let answer = send(app, &row.input)?;
    let mut got = report(&answer);
    let told = answer.headers.keys().map(|name| name.as_str());
    let mut told: Vec<&str> = told
        .filter(|name| name.starts_with("access-control-") || *name == "vary")
        .collect();
    told.sort_unstable();
    got["headers"] = told
        .into_iter()
        .flat_map(|name| answer.all(name).into_iter().map(move |value| json!([name, value])))
        .collect();
    let mut members = vec!["status", "reached_app", "headers"];
    if !row.out["body"].is_null() {
        members.push("body");
    }
    compare(&row.out, &got, &members)
}
