//! A real proxy in the foreground, with all its files in a directory of its own.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::{Program, Scratch, free_port, run, wait_until};

/// Which proxy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// nginx, from the package `nginx`, with `libnginx-mod-stream` for the PROXY protocol.
    Nginx,
    /// HAProxy, from the package `haproxy`.
    Haproxy,
    /// Caddy, from the package `caddy`.
    Caddy,
    /// Apache's httpd, from the package `apache2`.
    Apache,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nginx, Self::Haproxy, Self::Caddy, Self::Apache];

    /// Whether its configuration here has a port that speaks TLS.
    pub fn ends_tls(self) -> bool {
        self != Self::Apache
    }

    fn configuration(self) -> (&'static str, &'static str) {
        match self {
            Self::Nginx => ("nginx.conf", include_str!("../proxies/nginx.conf")),
            Self::Haproxy => ("haproxy.cfg", include_str!("../proxies/haproxy.cfg")),
            Self::Caddy => ("Caddyfile", include_str!("../proxies/Caddyfile")),
            Self::Apache => ("apache.conf", include_str!("../proxies/apache.conf")),
        }
    }

    /// How it is started with the configuration at `file`, in the foreground.
    fn command(self, directory: &Path, file: &Path) -> Command {
        let (name, arguments): (_, &[&str]) = match self {
            Self::Nginx => ("nginx", &["-e", "@/error.log", "-p", "@", "-c", "%"]),
            Self::Haproxy => ("haproxy", &["-db", "-f", "%"]),
            Self::Caddy => ("caddy", &["run", "--config", "%", "--adapter", "caddyfile"]),
            Self::Apache => ("apache2", &["-X", "-d", "@", "-f", "%"]),
        };
        let system = Path::new("/usr/sbin").join(name);
        let mut command = Command::new(if system.is_file() { &system } else { Path::new(name) });
        let (directory, file) = (directory.display().to_string(), file.display().to_string());
        command.args(
            arguments
                .iter()
                .map(|argument| argument.replace('@', &directory).replace('%', &file)),
        );
        // where Caddy keeps its last configuration
        command.env("HOME", &directory).env("XDG_CONFIG_HOME", &directory);
        command
    }
}

/// The programs behind a proxy, by what is in front of them.
#[derive(Debug)]
pub struct Upstreams<'u> {
    /// Under `/api/`, which is taken off and told.
    pub stripped: &'u Program,
    /// Under `/keep/`, which stays.
    pub kept: &'u Program,
    /// Under `/unix/`, which is taken off and told.
    pub socket: &'u Program,
    /// Under `/blind/`, which is taken off.
    pub blind: &'u Program,
    /// Behind the ports that speak the PROXY protocol to it.
    pub proxied: &'u Program,
    /// The port of a shop under `/shop/`, which is taken off.
    pub shop: u16,
}

/// A running proxy; it ends with the value.
#[derive(Debug)]
pub struct Proxy {
    child: Child,
    files: Scratch,
    /// Where it speaks HTTP.
    pub port: u16,
    /// Where it speaks HTTPS, if it does.
    pub tls_port: u16,
    /// Where it passes a connection on behind a header of version 1.
    pub v1_port: u16,
    /// Where it passes a connection on behind a header of version 2.
    pub v2_port: u16,
    /// Where it ends TLS and passes the connection on behind a header of version 2 that says so.
    pub v2_tls_port: u16,
}

impl Proxy {
    /// Starts the proxy in front of `upstreams` and waits until it listens.
    ///
    /// # Panics
    /// When it is not installed, or refuses its configuration.
    pub fn start(kind: Kind, upstreams: &Upstreams<'_>) -> Self {
        let files = Scratch::new();
        certificate(files.path());
        let [port, tls_port, v1_port, v2_port, v2_tls_port] = std::array::from_fn(|_| free_port());
        let (name, mut text) = kind.configuration();
        let mut text = std::mem::take(&mut text).to_owned();
        for (placeholder, value) in [
            ("@DIRECTORY@", files.path().display().to_string()),
            ("@PORT@", port.to_string()),
            ("@TLS_PORT@", tls_port.to_string()),
            ("@V1_PORT@", v1_port.to_string()),
            ("@V2_PORT@", v2_port.to_string()),
            ("@V2_TLS_PORT@", v2_tls_port.to_string()),
            ("@STRIPPED@", upstreams.stripped.port().to_string()),
            ("@KEPT@", upstreams.kept.port().to_string()),
            ("@SOCKET@", upstreams.socket.socket().display().to_string()),
            ("@BLIND@", upstreams.blind.port().to_string()),
            ("@PROXIED@", upstreams.proxied.port().to_string()),
            ("@SHOP@", upstreams.shop.to_string()),
        ] {
            text = text.replace(placeholder, &value);
        }
        let file = files.path().join(name);
        fs::write(&file, text).expect("the configuration is written");
        let log = fs::File::create(files.path().join("log")).expect("a log file");
        let child = kind
            .command(files.path(), &file)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log file once more"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{kind:?} cannot be started ({error}): run tests/e2e/setup"));
        let mut proxy = Self {
            child,
            files,
            port,
            tls_port,
            v1_port,
            v2_port,
            v2_tls_port,
        };
        wait_until(&format!("{kind:?} listens"), || {
            if let Ok(Some(status)) = proxy.child.try_wait() {
                let log = fs::read_to_string(proxy.files.path().join("log")).unwrap_or_default();
                panic!("{kind:?} ended with {status}:\n{log}");
            }
            std::net::TcpStream::connect(("127.0.0.1", port)).is_ok()
        });
        proxy
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A certificate for `app.example`, signed by itself: `cert.pem`, `key.pem`, and both in `both.pem`.
fn certificate(directory: &Path) {
    run(Command::new("openssl").current_dir(directory).args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "cert.pem",
        "-days",
        "2",
        "-subj",
        "/CN=app.example",
        "-addext",
        "subjectAltName=DNS:app.example,IP:127.0.0.1",
    ]));
    let read = |name| fs::read_to_string(directory.join(name)).expect("openssl has written it");
    fs::write(directory.join("both.pem"), read("cert.pem") + &read("key.pem")).expect("both.pem is written");
}
