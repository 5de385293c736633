//! HTTPS and HTTP/2 with other people's clients: curl, nghttp2's, httpx.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use e2e::{Scratch, Shop, python_tool, run, wait_until};

/// A certificate for `localhost` that is its own authority.
struct Certificate(Scratch);

impl Certificate {
    fn new() -> Self {
        let certificate = Self(Scratch::new());
        certificate.renew();
        certificate
    }

    fn renew(&self) {
        let folder = self.0.path();
        run(Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
            ])
            .args([
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=DNS:localhost",
            ])
            .args(["-addext", "extendedKeyUsage=serverAuth"])
            .args([
                "-out",
                text_of(&folder.join("new.cert")),
                "-keyout",
                text_of(&folder.join("new.key")),
            ]));
        for name in ["cert", "key"] {
            fs::rename(folder.join(format!("new.{name}")), self.file(name)).expect("a file to put in its place");
        }
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    /// The shop, with it.
    fn shop(&self, arguments: &[&str]) -> Shop {
        let (cert, key) = (self.file("cert"), self.file("key"));
        let files = ["--ssl-certfile", text_of(&cert), "--ssl-keyfile", text_of(&key)];
        Shop::start(&[&files, arguments].concat())
    }

    /// What curl makes of the shop's health: the version of HTTP and the status.
    fn curl(&self, shop: &Shop, arguments: &[&str]) -> Output {
        Command::new("curl")
            .args(["--silent", "--show-error", "--output", "/dev/null"])
            .args([
                "--write-out",
                "%{http_version} %{http_code}",
                "--cacert",
                text_of(&self.file("cert")),
            ])
            .args(arguments)
            .arg(format!("https://localhost:{}/health", shop.port()))
            .output()
            .expect("curl is missing: run tests/e2e/setup")
    }
}

fn text_of(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn curl_speaks_https() {
    let certificate = Certificate::new();
    let shop = certificate.shop(&[]);
    assert_eq!(printed(&certificate.curl(&shop, &[])), "2 200");
    assert_eq!(printed(&certificate.curl(&shop, &["--http1.1"])), "1.1 200");
    assert_eq!(printed(&certificate.curl(&shop, &["--tls-max", "1.2"])), "2 200");
    assert!(!certificate.curl(&shop, &["--tls-max", "1.1"]).status.success());
    let plain = run(Command::new("curl").args(["--silent", &format!("http://localhost:{}/", shop.port())]));
    assert!(plain.contains("https://"), "{plain}");
}

#[test]
fn curl_sees_a_new_certificate() {
    let certificate = Certificate::new();
    // the clock ticks four times in the shortest limit of time
    let shop = certificate.shop(&["--timeout-request-body", "0.4"]);
    assert_eq!(printed(&certificate.curl(&shop, &[])), "2 200");
    certificate.renew();
    wait_until("curl trusts the shop again", || {
        printed(&certificate.curl(&shop, &[])) == "2 200"
    });
}

#[test]
fn nghttp2_finds_no_fault() {
    let shop = Shop::start(&[]);
    let url = format!("http://127.0.0.1:{}/health", shop.port());
    let talk = run(Command::new("nghttp").args(["--null-out", "--verbose", &url]));
    for part in ["SETTINGS_MAX_CONCURRENT_STREAMS(0x03):200", ":status: 200"] {
        assert!(talk.contains(part), "no {part} in {talk}");
    }
    let load = run(Command::new("h2load").args(["-n", "5000", "-c", "4", "-m", "100", &url]));
    assert!(load.contains("5000 succeeded, 0 failed"), "{load}");
    let curl = run(Command::new("curl").args(["--silent", "--http2-prior-knowledge", "--include", &url]));
    assert!(curl.starts_with("HTTP/2 200"), "{curl}");
    // the old way is answered as if it were not asked for
    let upgrade = run(Command::new("curl").args(["--silent", "--http2", "--include", &url]));
    assert!(upgrade.starts_with("HTTP/1.1 200"), "{upgrade}");
}

#[test]
fn httpx_shares_a_connection() {
    let certificate = Certificate::new();
    let shop = certificate.shop(&[]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/httpx_client.py");
    let port = shop.port().to_string();
    println!(
        "{}",
        run(python_tool("python").args([script, &port, text_of(&certificate.file("cert"))]))
    );
}
