//! What a program sees behind real proxies, in the configurations of `proxies/`: nginx, HAProxy, Caddy, Apache.
//!
//! The client is at 127.0.0.2 and the proxy at 127.0.0.1, so that each is known from the other.

use std::process::Command;

use e2e::{Answer, Kind, Program, Proxy, Scratch, Shop, Upstreams, node, run};
use serde_json::{Value, json};

const SEEN: &str = env!("CARGO_BIN_EXE_seen");

/// What a client may write to seem another one.
const FORGED: [&str; 9] = [
    "X-Forwarded-For: 203.0.113.9",
    "X-Forwarded-Proto: gopher",
    "X-Forwarded-Host: evil.test",
    "X-Forwarded-Port: 1",
    "X-Forwarded-Prefix: /evil",
    "Forwarded: for=203.0.113.9;proto=https;host=evil.test",
    "X-Real-IP: 203.0.113.9",
    "X_Forwarded_For: 203.0.113.9",
    "X_Forwarded_Prefix: /evil",
];

/// A proxy with programs behind it.
struct Behind {
    proxy: Proxy,
    _programs: [Program; 5],
    _shop: Shop,
}

impl Behind {
    fn start(kind: Kind) -> Self {
        let trusted = [("SEEN_TRUSTS", "127.0.0.1,unix:")];
        let stripped = Program::start(SEEN, &[], &trusted);
        let kept = Program::start(SEEN, &["--root-path", "/keep"], &trusted);
        let socket = Program::start_at_socket(SEEN, &[], &trusted);
        let blind = Program::start(SEEN, &["--root-path", "/blind"], &[]);
        let local = ["--proxy-protocol", "127.0.0.1", "--forwarded-allow-ips", "127.0.0.1"];
        let proxied = Program::start(SEEN, &local, &[]);
        let shop = Shop::start(&["--root-path", "/shop"]);
        let proxy = Proxy::start(
            kind,
            &Upstreams {
                stripped: &stripped,
                kept: &kept,
                socket: &socket,
                blind: &blind,
                proxied: &proxied,
                shop: shop.port(),
            },
        );
        Self {
            proxy,
            _programs: [stripped, kept, socket, blind, proxied],
            _shop: shop,
        }
    }

    fn get(&self, path: &str, headers: &[&str]) -> Answer {
        ask("http", self.proxy.port, path, headers)
    }
}

/// Asks `app.example` at this port, from 127.0.0.2.
fn ask(scheme: &str, port: u16, path: &str, headers: &[&str]) -> Answer {
    let mut curl = Command::new("curl");
    curl.args([
        "-sS",
        "-k",
        "-i",
        "--raw",
        "--http1.1",
        "--path-as-is",
        "--max-time",
        "20",
    ]);
    curl.args(["--interface", "127.0.0.2", "--noproxy", "*"]);
    curl.args(["--resolve", &format!("app.example:{port}:127.0.0.1")]);
    for header in headers {
        curl.args(["-H", header]);
    }
    let answer = run(curl.arg(format!("{scheme}://app.example:{port}{path}")));
    Answer::parse(answer.as_bytes()).unwrap_or_else(|| panic!("curl printed no answer: {answer}"))
}

/// What is to be seen at this address, with this prefix, when all that the proxy tells is believed.
fn expected(scheme: &str, port: u16, prefix: &str, peer: &str) -> Value {
    let base = format!("{scheme}://app.example:{port}{prefix}");
    json!({
        "client": "127.0.0.2",
        "peer": peer,
        "scheme": scheme,
        "host": format!("app.example:{port}"),
        "root_path": prefix,
        "url": format!("{base}/seen"),
        "base_url": format!("{base}/"),
        "link": format!("{base}/seen"),
    })
}

/// Everything but the docs pages and the PROXY protocol.
fn is_transparent(kind: Kind) {
    let behind = Behind::start(kind);
    let routes = [("/api", "127.0.0.1"), ("/keep", "127.0.0.1"), ("/unix", "unix")];
    for (prefix, peer) in routes {
        let (port, path) = (behind.proxy.port, format!("{prefix}/seen"));
        let seen = expected("http", port, prefix, peer);
        assert_eq!(behind.get(&path, &[]).json(), seen, "{kind:?} {path}");
        assert_eq!(behind.get(&path, &FORGED).json(), seen, "{kind:?} {path}, forged");

        let redirect = behind.get(&format!("{prefix}/slash?x=1"), &FORGED);
        let location = format!("http://app.example:{port}{prefix}/slash/?x=1");
        assert_eq!(
            (redirect.status, redirect.header("location")),
            (307, Some(&*location)),
            "{kind:?}"
        );

        let document = behind.get(&format!("{prefix}/openapi.json"), &[]).json();
        assert_eq!(document["servers"], json!([{"url": prefix}]), "{kind:?}");
        let docs = behind.get(&format!("{prefix}/docs"), &[]);
        assert_eq!(docs.status, 200, "{kind:?}");
        assert!(
            docs.body.contains(&format!("{prefix}/openapi.json")),
            "{kind:?}: {}",
            docs.body
        );

        if kind.ends_tls() {
            let port = behind.proxy.tls_port;
            let answer = ask("https", port, &path, &FORGED);
            assert_eq!(
                answer.json(),
                expected("https", port, prefix, peer),
                "{kind:?} over TLS"
            );
            let redirect = ask("https", port, &format!("{prefix}/slash"), &[]);
            let location = format!("https://app.example:{port}{prefix}/slash/");
            assert_eq!(redirect.header("location"), Some(&*location), "{kind:?} over TLS");
        }
    }
}

/// Where nobody is trusted, neither the proxy nor the client behind it tells anything.
fn is_not_believed_unasked(kind: Kind) {
    let behind = Behind::start(kind);
    for headers in [&FORGED[..], &[]] {
        let seen = behind.get("/blind/seen", headers).json();
        let of = |name: &str| seen[name].as_str().unwrap_or_default().to_owned();
        assert_eq!(
            (of("client"), of("peer"), of("scheme"), of("root_path")),
            ("127.0.0.1".into(), "127.0.0.1".into(), "http".into(), "/blind".into()),
            "{kind:?}"
        );
        assert!(!of("url").contains("evil"), "{kind:?}: {seen}");
    }
}

#[test]
fn nginx_is_transparent() {
    is_transparent(Kind::Nginx);
}

#[test]
fn haproxy_is_transparent() {
    is_transparent(Kind::Haproxy);
}

#[test]
fn caddy_is_transparent() {
    is_transparent(Kind::Caddy);
}

#[test]
fn apache_is_transparent() {
    is_transparent(Kind::Apache);
}

#[test]
fn nobody_is_believed_unasked() {
    Kind::ALL.into_iter().for_each(is_not_believed_unasked);
}

/// Swagger UI and ReDoc in Chromium, behind each of them.
#[test]
fn docs_work_behind_each() {
    for kind in Kind::ALL {
        let behind = Behind::start(kind);
        let base = format!("http://127.0.0.1:{}/shop", behind.proxy.port);
        println!(
            "{kind:?}\n{}",
            run(node().arg("browser.mjs").arg(base).arg("--add-csp"))
        );
    }
}

#[test]
fn the_proxy_protocol_tells_the_client() {
    let (nginx, haproxy) = (Behind::start(Kind::Nginx), Behind::start(Kind::Haproxy));
    for (scheme, port) in [
        ("http", nginx.proxy.v1_port),
        ("http", haproxy.proxy.v1_port),
        ("http", haproxy.proxy.v2_port),
        ("https", haproxy.proxy.v2_tls_port),
    ] {
        for headers in [&[][..], &FORGED] {
            let seen = ask(scheme, port, "/seen", headers).json();
            assert_eq!(seen, expected(scheme, port, "", "127.0.0.1"), "{scheme} at {port}");
        }
    }
}

/// A WebSocket of a page in Chromium, whose handshake each proxy passes on.
#[test]
fn websockets_go_through_each() {
    for kind in Kind::ALL {
        let behind = Behind::start(kind);
        let port = behind.proxy.port;
        for prefix in ["/api", "/keep"] {
            let url = format!("ws://127.0.0.1:{port}{prefix}/socket");
            let printed = run(node().args(["websocket.mjs", &url, "hello"]));
            assert_eq!(printed.trim(), format!("hello from 127.0.0.1 at {url}"), "{kind:?}");
        }
    }
}

/// A long body through each of them, which no proxy knows the length of.
#[test]
fn a_long_body_arrives_whole() {
    let scratch = Scratch::new();
    let file = scratch.path().join("body");
    std::fs::write(&file, vec![b'x'; 1_500_000]).expect("a file");
    for kind in Kind::ALL {
        let behind = Behind::start(kind);
        let mut curl = Command::new("curl");
        curl.args([
            "-sS",
            "--max-time",
            "20",
            "-H",
            "Transfer-Encoding: chunked",
            "-H",
            "Expect:",
            "-T",
        ]);
        let url = format!("http://127.0.0.1:{}/api/length", behind.proxy.port);
        let printed = run(curl.arg(&file).args(["-X", "POST"]).arg(url));
        // nginx refuses what is longer than its client_max_body_size, 1 MiB
        let told = if kind == Kind::Nginx { "413" } else { "1500000" };
        assert!(printed.contains(told), "{kind:?}: {printed}");
    }
}
