//! `Forwarded`.

use fasterapi::middleware::{Forwarded, ForwardedElement, Node, NodeName, ProxyHeaders};
use serde_json::{Map, Value, json};

use super::exchange::{probe_app, send};
use super::{Row, compare};

pub(super) fn evaluate(row: &Row) -> Result<(), String> {
    if row.input["peer"].is_null() {
        parsed(row)
    } else {
        resolved(row)
    }
}

fn parsed(row: &Row) -> Result<(), String> {
    let lines = row.input["lines"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let got = match Forwarded::parse(lines) {
        Some(forwarded) => {
            json!({"valid": true, "elements": forwarded.elements().iter().map(element).collect::<Vec<_>>()})
        }
        None => json!({"valid": false}),
    };
    compare(&row.out, &got, &["valid", "elements"])
}

fn element(element: &ForwardedElement) -> Value {
    let mut members = Map::new();
    for (name, value) in element.parameters() {
        let value = match name {
            "for" => element.client().map(node),
            "by" => element.by().map(node),
            _ => None,
        }
        .unwrap_or_else(|| json!(value));
        members.insert(name.to_owned(), value);
    }
    Value::Object(members)
}

fn node(node: &Node) -> Value {
    let (kind, name) = match &node.name {
        NodeName::Ip(address) if address.is_ipv4() => ("ipv4", address.to_string()),
        NodeName::Ip(address) => ("ipv6", address.to_string()),
        NodeName::Unknown => ("unknown", "unknown".to_owned()),
        NodeName::Obfuscated(name) => ("obfuscated", name.clone()),
    };
    json!({"kind": kind, "name": name, "port": node.port})
}

fn resolved(row: &Row) -> Result<(), String> {
    let input = &row.input;
    let trusted = input["trusted"].as_str().unwrap_or_default().split(',');
    let proxies = ProxyHeaders::trust(trusted)
        .map_err(|error| error.to_string())?
        .forwarded();
    let lines = input["lines"].as_array().into_iter().flatten();
    let mut headers: Vec<Value> = lines.map(|line| json!(["Forwarded", line])).collect();
    headers.push(json!(["Host", input["host"]]));
    let sent = json!({"peer": input["peer"], "headers": headers, "scheme": input["scheme"], "path": "/"});
    let seen = send(probe_app().middleware(proxies), &sent)?.json();
    let mut client = seen["client"].clone();
    if client.is_null() {
        client = json!([seen["node"], null]);
    }
    if client[1] == 0 {
        client[1] = Value::Null;
    }
    let got = json!({"client": client, "scheme": seen["scheme"], "host": seen["host_headers"][0]});
    compare(&row.out, &got, &["client", "scheme", "host"])
}
