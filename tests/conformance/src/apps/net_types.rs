//! URLs, email addresses, IP addresses and networks, secrets, JSON inside strings.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use fasterapi::prelude::*;
use fasterapi::types::{Email, HttpUrl, Json, NameEmail, SecretString};
use ipnet::Ipv4Net;
use url::Url;

#[model]
struct Host {
    home: Option<HttpUrl>,
    link: Option<Url>,
    mail: Option<Email>,
    named: Option<NameEmail>,
    v4: Option<Ipv4Addr>,
    v6: Option<Ipv6Addr>,
    any_ip: Option<IpAddr>,
    net: Option<Ipv4Net>,
    token: Option<SecretString>,
    blob: Option<Json<Vec<i64>>>,
}

#[post("/hosts", response_model_exclude_none = true)]
async fn host(h: Host) -> Host {
    h
}

#[get("/q")]
async fn q(u: Option<HttpUrl>, #[query] e: Option<Email>, ip: Option<Ipv4Addr>) -> Value {
    json!({"u": u, "e": e, "ip": ip})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![host, q])
}
