use super::*;
use crate::middleware::Hook;
use crate::request::{Client, Request};

fn request(peer: Client, headers: &[(&str, &str)]) -> Request {
    let mut builder = http::Request::get("/");
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    let (parts, ()) = builder.body(()).unwrap().into_parts();
    Request::new(parts, crate::response::Body::empty(), peer)
}

fn ip(text: &str) -> Client {
    Client::Ip(text.parse().unwrap())
}

/// Client and scheme of a request through a proxy at 127.0.0.1 when `trusted` (separated by commas) are trusted.
fn seen_from(peer: Client, trusted: &str, headers: &[(&str, &str)]) -> (String, &'static str) {
    let hook = Rewrite(ProxyHeaders::trust(trusted.split(',').filter(|entry| !entry.is_empty())).unwrap());
    let mut request = request(peer, headers);
    assert!(hook.before(&mut request).is_continue());
    (request.client().to_string(), request.scheme())
}

fn client_for(trusted: &str, forwarded_for: &str) -> String {
    seen_from(ip("127.0.0.1:41000"), trusted, &[("X-Forwarded-For", forwarded_for)]).0
}

fn scheme_for(proto: &str) -> &'static str {
    seen_from(ip("127.0.0.1:41000"), "127.0.0.1", &[("X-Forwarded-Proto", proto)]).1
}

const PEER: &str = "127.0.0.1:41000";

#[test]
fn nobody_is_trusted_by_default() {
    let headers = [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https")];
    assert_eq!(seen_from(ip(PEER), "", &headers), (PEER.to_owned(), "http"));
    assert_eq!(
        seen_from(ip("198.51.100.4:5"), "127.0.0.1", &headers),
        ("198.51.100.4:5".to_owned(), "http")
    );
    assert_eq!(
        seen_from(ip(PEER), "127.0.0.1", &headers),
        ("203.0.113.7:0".to_owned(), "https")
    );
}

#[test]
fn the_chain_is_walked_from_the_right() {
    let chain = "1.1.1.1, 2.2.2.2, 3.3.3.3";
    assert_eq!(client_for("127.0.0.1", chain), "3.3.3.3:0");
    assert_eq!(client_for("127.0.0.1,3.3.3.3", chain), "2.2.2.2:0");
    assert_eq!(client_for("127.0.0.1,1.1.1.1,2.2.2.2,3.3.3.3", chain), "1.1.1.1:0");
    assert_eq!(client_for("*", chain), "3.3.3.3:0");
    assert_eq!(client_for("*,3.3.3.3", chain), "2.2.2.2:0");
}

#[test]
fn lines_are_joined() {
    let lines = [
        ("X-Forwarded-For", "1.1.1.1"),
        ("x-forwarded-for", ""),
        ("X-FORWARDED-FOR", "2.2.2.2"),
    ];
    assert_eq!(seen_from(ip(PEER), "127.0.0.1", &lines).0, "2.2.2.2:0");
    assert_eq!(seen_from(ip(PEER), "127.0.0.1,2.2.2.2", &lines).0, "1.1.1.1:0");
}

#[test]
fn ports_are_optional_and_in_range() {
    for (text, client) in [
        ("203.0.113.7:4711", "203.0.113.7:4711"),
        ("203.0.113.7:99999", "203.0.113.7:0"),
        ("203.0.113.7:-1", "203.0.113.7:0"),
        ("203.0.113.7:+80", "203.0.113.7:0"),
        ("203.0.113.7:http", "203.0.113.7:0"),
        ("2001:db8::5", "[2001:db8::5]:0"),
        ("[2001:db8::5]", "[2001:db8::5]:0"),
        ("[2001:db8::5]:4711", "[2001:db8::5]:4711"),
        ("::ffff:203.0.113.7", "203.0.113.7:0"),
    ] {
        assert_eq!(client_for("127.0.0.1", text), client, "{text}");
    }
}

#[test]
fn only_addresses_become_the_client() {
    for text in [
        "",
        " ",
        ", ,",
        "203.0.113.7,",
        "unknown",
        "<script>",
        "203.0.113.256",
        "203.0.113",
        "203.0.113.07",
        "0x7f.1",
        "\"203.0.113.7\"",
        "for=203.0.113.7",
        "203.0.113.7 3.3.3.3",
        "client.example:80",
        "[2001:db8::5]4711",
        "_hidden",
        "[203.0.113.7]:80",
        "203.0.113.7;drop",
        "caf\u{e9}",
    ] {
        assert_eq!(client_for("127.0.0.1,3.3.3.3", text), PEER, "{text}");
    }
    assert_eq!(
        client_for("127.0.0.1,3.3.3.3", "203.0.113.7, unknown, 3.3.3.3"),
        "3.3.3.3:0"
    );
}

#[test]
fn peers_on_unix_sockets_are_named_or_covered_by_the_star() {
    let headers = [("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https")];
    assert_eq!(
        seen_from(Client::Unix, "unix:", &headers),
        ("203.0.113.7:0".to_owned(), "https")
    );
    assert_eq!(
        seen_from(Client::Unix, "*", &headers),
        ("203.0.113.7:0".to_owned(), "https")
    );
    assert_eq!(
        seen_from(Client::Unix, "0.0.0.0/0", &headers),
        ("unix".to_owned(), "http")
    );
    assert_eq!(
        seen_from(Client::Unknown, "unix:", &headers),
        ("unknown".to_owned(), "http")
    );
}

#[test]
fn mapped_peers_are_ipv4_peers() {
    let peer = ip("[::ffff:127.0.0.1]:5");
    assert_eq!(
        seen_from(peer, "127.0.0.1", &[("X-Forwarded-For", "203.0.113.7")]).0,
        "203.0.113.7:0"
    );
}

#[test]
fn schemes_are_http_or_https() {
    for proto in ["https", "HTTPS", " https ", "wss", "http, https"] {
        assert_eq!(scheme_for(proto), "https", "{proto}");
    }
    for proto in [
        "http",
        "ws",
        "https, http",
        "ftp",
        "javascript",
        "\"https\"",
        "on",
        "https http",
        "",
    ] {
        assert_eq!(scheme_for(proto), "http", "{proto}");
    }
    let lines = [("X-Forwarded-Proto", "http"), ("X-Forwarded-Proto", "https")];
    assert_eq!(seen_from(ip(PEER), "127.0.0.1", &lines).1, "https");
}

#[test]
fn other_headers_never_count() {
    let headers = [
        ("X_Forwarded_For", "203.0.113.7"),
        ("X_Forwarded_Proto", "https"),
        ("Forwarded", "for=203.0.113.7;proto=https"),
        ("X-Forwarded-Scheme", "https"),
        ("Front-End-Https", "on"),
    ];
    assert_eq!(seen_from(ip(PEER), "*", &headers), (PEER.to_owned(), "http"));
}

#[test]
fn a_bad_entry_is_told_at_the_start() {
    let error = ProxyHeaders::trust(["127.0.0.1", "10.0.0.5/24"]).unwrap_err();
    assert!(error.to_string().contains("\"10.0.0.5/24\""), "{error}");
    assert!(ProxyHeaders::trust(["localhost"]).is_err());
}

/// What a request through `proxies` becomes: client, scheme, host, root path.
fn through(proxies: ProxyHeaders, headers: &[(&str, &str)]) -> (String, &'static str, String, String) {
    let mut request = request(ip(PEER), headers);
    assert!(Rewrite(proxies).before(&mut request).is_continue());
    let (host, root_path) = (request.authority().to_owned(), request.root_path().to_owned());
    (request.client().to_string(), request.scheme(), host, root_path)
}

fn every_peer() -> ProxyHeaders {
    ProxyHeaders::trust(["*"]).unwrap()
}

#[test]
fn proxies_may_be_counted() {
    let headers = [
        ("X-Forwarded-For", "1.1.1.1, 2.2.2.2"),
        ("X-Forwarded-Proto", "https, http"),
        ("X-Forwarded-Host", "pub.example, mid.example"),
        ("X-Forwarded-Port", "443, 8080"),
        ("X-Forwarded-Prefix", "/out/, /in"),
        ("Host", "app.local:8000"),
    ];
    let counted = |n| every_peer().x_for(n).x_proto(n).x_host(n).x_port(n).x_prefix(n);
    let seen = |n| through(counted(n), &headers);
    let owned = |client: &str, scheme, host: &str, prefix: &str| {
        (client.to_owned(), scheme, host.to_owned(), prefix.to_owned())
    };
    assert_eq!(seen(1), owned("2.2.2.2:0", "http", "mid.example:8080", "/in"));
    assert_eq!(seen(2), owned("1.1.1.1:0", "https", "pub.example:443", "/out"));
    assert_eq!(seen(3), owned(PEER, "http", "app.local:8000", ""));
    assert_eq!(seen(0), owned(PEER, "http", "app.local:8000", ""));
    assert_eq!(
        through(every_peer(), &headers),
        owned("2.2.2.2:0", "http", "app.local:8000", "")
    );
}

#[test]
fn what_is_no_host_port_or_prefix_changes_nothing() {
    let proxies = || every_peer().x_host(1).x_port(1).x_prefix(1);
    for (name, value) in [
        ("X-Forwarded-Host", "evil@good.example"),
        ("X-Forwarded-Host", "a b"),
        ("X-Forwarded-Host", ":443"),
        ("X-Forwarded-Port", "65536"),
        ("X-Forwarded-Port", "+80"),
        ("X-Forwarded-Prefix", "//evil.example"),
        ("X-Forwarded-Prefix", "/a/../b"),
        ("X-Forwarded-Prefix", "api"),
    ] {
        let (_, _, host, prefix) = through(proxies(), &[("Host", "app.local"), (name, value)]);
        assert_eq!((host.as_str(), prefix.as_str()), ("app.local", ""), "{name}: {value}");
    }
}

#[test]
fn x_real_ip_is_read_alone() {
    let headers = [("X-Real-IP", "203.0.113.7"), ("X-Forwarded-For", "6.6.6.6")];
    assert_eq!(through(every_peer().x_real_ip(), &headers).0, "203.0.113.7:0");
    assert_eq!(through(every_peer().x_real_ip(), &headers[1..]).0, PEER);
    assert_eq!(through(every_peer(), &headers[..1]).0, PEER);
}

#[test]
fn forwarded_is_read_alone() {
    let proxies = || ProxyHeaders::trust(["127.0.0.1", "10.0.0.0/8"]).unwrap().forwarded();
    let told = "for=6.6.6.6;proto=http;host=evil.example, for=203.0.113.7;proto=https;host=app.example, for=10.0.0.2";
    let headers = [
        ("Forwarded", told),
        ("X-Forwarded-For", "6.6.6.6"),
        ("X-Forwarded-Proto", "http"),
    ];
    let seen = through(proxies(), &headers);
    assert_eq!(
        (seen.0.as_str(), seen.1, seen.2.as_str()),
        ("203.0.113.7:0", "https", "app.example")
    );
    let without = through(proxies(), &headers[1..]);
    assert_eq!((without.0.as_str(), without.1), (PEER, "http"));
    for hidden in ["unknown", "_gazonk"] {
        let told = format!("for=6.6.6.6, for={hidden};proto=https");
        let mut request = request(ip(PEER), &[("Forwarded", &told)]);
        assert!(Rewrite(proxies()).before(&mut request).is_continue());
        assert_eq!((request.client(), request.peer()), (Client::Hidden, ip(PEER)));
        let node = request.extensions().get::<Node>().unwrap();
        assert_eq!(node.name.to_string(), hidden);
    }
}

#[test]
fn two_headers_for_one_thing_are_told_at_the_start() {
    for proxies in [
        every_peer().forwarded().x_real_ip(),
        every_peer().forwarded().x_for(1),
        every_peer().forwarded().x_host(1),
        every_peer().forwarded().x_proto(1),
        every_peer().x_real_ip().x_for(2),
    ] {
        let error = crate::App::new().middleware(proxies).build().unwrap_err();
        assert!(
            error.to_string().contains("keep the one that the proxy writes"),
            "{error}"
        );
    }
}
