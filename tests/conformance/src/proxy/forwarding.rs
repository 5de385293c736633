//! `X-Forwarded-*`: by trusted addresses, as uvicorn, and by counting proxies, as werkzeug.

use fasterapi::middleware::ProxyHeaders;
use serde_json::{Value, json};

use super::exchange::{probe_app, send};
use super::{Row, compare};

/// The trusted peers: a list as it is, or a text separated by commas.
fn trust(trusted: &Value) -> Result<ProxyHeaders, String> {
    let entries: Vec<&str> = match trusted {
        Value::String(text) => text
            .split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .collect(),
        list => list
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect(),
    };
    ProxyHeaders::trust(entries).map_err(|error| error.to_string())
}

pub(super) fn walk(row: &Row) -> Result<(), String> {
    let app = probe_app().middleware(trust(&row.input["trusted"])?);
    let got = send(app, &row.input)?.json();
    compare(&row.out, &got, &["client", "scheme", "root_path", "host_headers"])
}

/// Whether the peer is trusted, which shows in what it says being believed.
pub(super) fn trust_list(row: &Row) -> Result<(), String> {
    let app = probe_app().middleware(trust(&row.input["trusted"])?);
    let input = json!({"peer": [row.input["host"], 1], "headers": [["X-Forwarded-Proto", "https"]]});
    let got = send(app, &input)?.json();
    compare(&row.out, &json!({"trusted": got["scheme"] == "https"}), &["trusted"])
}

pub(super) fn hops(row: &Row) -> Result<(), String> {
    let input = &row.input;
    let count = |name: &str| input["counts"][name].as_u64().unwrap_or(0) as usize;
    let proxies = ProxyHeaders::trust(["*"])
        .map_err(|error| error.to_string())?
        .x_for(count("for"))
        .x_proto(count("proto"))
        .x_host(count("host"))
        .x_port(count("port"))
        .x_prefix(count("prefix"));
    let mut headers = input["headers"].as_array().cloned().unwrap_or_default();
    if !input["http_host"].is_null() {
        headers.push(json!(["Host", input["http_host"]]));
    }
    let sent = json!({
        "peer": ["192.0.2.250", 1],
        "headers": headers,
        "path": "/x",
        "root_path": input["script_name"],
    });
    let seen = send(probe_app().middleware(proxies), &sent)?.json();
    let host = &seen["host_headers"][0];
    let got = json!({
        "client": seen["client"][0],
        "scheme": seen["scheme"],
        "http_host": host,
        "root_path": seen["root_path"],
        "url": normal(seen["url"].as_str().unwrap_or_default()),
    });
    compare(&row.out, &got, &["client", "scheme", "http_host", "root_path"])?;
    // Without a Host the URL would be that of the bind address, which a handler does not see; with a bad one it is none.
    let recorded = row.out["url"].as_str().unwrap_or_default();
    if host.is_null() || recorded.contains(":///") {
        return Ok(());
    }
    compare(&json!({"url": normal(recorded)}), &got, &["url"])
}

/// As werkzeug writes it: the host in lower case, without the scheme's own port, and letters never percent-encoded.
fn normal(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let authority = authority.to_lowercase();
    let mut path = path.to_owned();
    for letter in b'a'..=b'z' {
        path = path.replace(&format!("%{letter:02x}"), &char::from(letter).to_string());
    }
    let own = if scheme == "https" { ":443" } else { ":80" };
    format!(
        "{scheme}://{}/{path}",
        authority.strip_suffix(own).unwrap_or(&authority)
    )
}
