//! [`Rewrite`]: puts what a trusted proxy tells into the request.

use std::net::SocketAddr;
use std::ops::ControlFlow;

use http::{HeaderName, HeaderValue, header};

use super::entries::Lines;
use super::forwarded::Forwarded;
use super::node::{NodeName, parse_address, usual_address};
use super::{ProxyHeaders, prefix};
use crate::http::{Host, parse_port};
use crate::middleware::Hook;
use crate::request::{Client, Request};
use crate::response::Response;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PORT: HeaderName = HeaderName::from_static("x-forwarded-port");
const FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");
const REAL_IP: HeaderName = HeaderName::from_static("x-real-ip");

/// Puts what a trusted proxy tells into the request.
#[derive(Debug)]
pub(super) struct Rewrite(pub(super) ProxyHeaders);

impl Hook for Rewrite {
    type Kept = ();
    const AFTER: bool = false;

    fn before(&self, request: &mut Request) -> ControlFlow<Response> {
        if !request.is_proxied() && self.0.peers.contain(request.client()) {
            request.set_proxied();
            self.0.rewrite(request);
        }
        ControlFlow::Continue(())
    }
}

impl ProxyHeaders {
    fn rewrite(&self, request: &mut Request) {
        if self.forwarded {
            self.rewrite_forwarded(request);
        } else {
            let for_whom = if self.real_ip { &REAL_IP } else { &FORWARDED_FOR };
            let [for_whom, proto] = Lines::of_both(request.headers(), [for_whom, &FORWARDED_PROTO]);
            let (client, scheme) = (self.client(for_whom), self.scheme(proto));
            if let Some(client) = client {
                request.set_client(Client::Ip(client));
            }
            if let Some(scheme) = scheme {
                request.set_scheme(scheme);
            }
        }
        if self.x_host > 0 {
            let host = Lines::of(request.headers(), &FORWARDED_HOST)
                .at(self.x_host)
                .map(str::to_owned);
            set_host(request, host.as_deref());
        }
        if self.x_port > 0 {
            set_port(request, self.x_port);
        }
        if self.x_prefix > 0 {
            let told = Lines::of(request.headers(), &FORWARDED_PREFIX).at(self.x_prefix);
            if let Some(path) = told.and_then(prefix::clean).map(str::to_owned) {
                request.replace_root_path(&path);
            }
        }
    }

    /// The client that the lines tell, unless they tell nothing that can be believed.
    fn client(&self, lines: Lines<'_>) -> Option<SocketAddr> {
        let place = if self.real_ip { Some(1) } else { self.x_for };
        // The usual: one proxy wrote one address, which is the client's whether it is trusted or not.
        if let (None | Some(1), Some(line)) = (place, lines.only())
            && let Some(address) = usual_address(line)
        {
            return Some(SocketAddr::new(address.into(), 0));
        }
        if let Some(place) = place {
            return parse_address(lines.at(place)?);
        }
        let mut client = None;
        for entry in lines.entries() {
            // Whoever wrote this was trusted, but not to have checked what stood there before.
            let Some(address) = parse_address(entry) else { break };
            client = Some(address);
            if !self.peers.name(address.ip()) {
                break;
            }
        }
        client
    }

    fn scheme(&self, lines: Lines<'_>) -> Option<&'static str> {
        match (self.x_proto, lines.only()) {
            // The usual, which needs no reading.
            (None | Some(1), Some(b"https")) => Some("https"),
            (None | Some(1), Some(b"http")) => Some("http"),
            // The last entry is the trusted peer's own; an empty one says nothing.
            (None, _) => scheme(lines.entries().next()?),
            (Some(place), _) => scheme(lines.at(place)?),
        }
    }

    /// Walks the elements of `Forwarded` from the right, past the trusted addresses. A line against the grammar makes
    /// all of it worthless.
    fn rewrite_forwarded(&self, request: &mut Request) {
        let lines = request.headers().get_all(header::FORWARDED).iter();
        let lines: Option<Vec<&str>> = lines.map(|line| line.to_str().ok()).collect();
        let Some(forwarded) = lines.and_then(Forwarded::parse) else {
            return;
        };
        let mut told = None;
        for element in forwarded.elements().iter().rev() {
            told = Some(element);
            let Some(node) = element.client() else { break };
            match &node.name {
                NodeName::Ip(address) => {
                    let address = SocketAddr::new(address.to_canonical(), node.port_number());
                    request.set_client(Client::Ip(address));
                    if !self.peers.name(address.ip()) {
                        break;
                    }
                }
                NodeName::Unknown | NodeName::Obfuscated(_) => {
                    request.set_client(Client::Hidden);
                    request.extensions_mut().insert(node.clone());
                    break;
                }
            }
        }
        let Some(element) = told else { return };
        if let Some(scheme) = element.get("proto").and_then(scheme) {
            request.set_scheme(scheme);
        }
        set_host(request, element.get("host"));
    }
}

/// `http` or `https`; WebSockets are told apart by their upgrade, not by the scheme.
fn scheme(text: &str) -> Option<&'static str> {
    let is = |names: [&str; 2]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
    match () {
        () if is(["https", "wss"]) => Some("https"),
        () if is(["http", "ws"]) => Some("http"),
        () => None,
    }
}

/// Replaces the `Host` header by a valid host; all that is further in sees no other.
fn set_host(request: &mut Request, host: Option<&str>) {
    let valid = host.filter(|host| Host::parse(host).is_some());
    if let Some(value) = valid.and_then(|host| HeaderValue::from_str(host).ok()) {
        request.headers_mut().insert(header::HOST, value);
    }
}

/// Replaces the port of the `Host` header.
fn set_port(request: &mut Request, place: usize) {
    let Some(port) = Lines::of(request.headers(), &FORWARDED_PORT)
        .at(place)
        .and_then(parse_port)
    else {
        return;
    };
    if let Some(host) = request.host_line().and_then(Host::parse) {
        let host = format!("{}:{port}", host.name);
        set_host(request, Some(&host));
    }
}
