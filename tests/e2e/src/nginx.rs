//! A real nginx in front of the shop, in the foreground, with all its files in a directory of its own.

use std::process::{Child, Command, Stdio};

use crate::{Scratch, Shop, free_port, request, wait_until};

/// What nginx does with `/api/v1` before it passes a request on.
#[derive(Debug, Clone, Copy)]
pub enum Prefix {
    /// `proxy_pass http://…/;`: the app sees `/orders`.
    Stripped,
    /// `proxy_pass http://…;`: the app sees `/api/v1/orders`.
    Kept,
}

/// A running nginx that serves the shop under `/api/v1/`; it ends with the value.
#[derive(Debug)]
pub struct Nginx {
    child: Child,
    port: u16,
    _files: Scratch,
}

impl Nginx {
    /// Starts nginx in front of `shop` and waits until the shop answers through it.
    ///
    /// # Panics
    /// When nginx is not installed.
    pub fn start(shop: &Shop, prefix: Prefix) -> Self {
        let files = Scratch::new();
        let port = free_port();
        let slash = match prefix {
            Prefix::Stripped => "/",
            Prefix::Kept => "",
        };
        let configuration = include_str!("nginx.conf")
            .replace("@DIRECTORY@", &files.path().display().to_string())
            .replace("@PORT@", &port.to_string())
            .replace("@SHOP@", &shop.port().to_string())
            .replace("@SLASH@", slash);
        let file = files.path().join("nginx.conf");
        std::fs::write(&file, configuration).expect("nginx.conf is written");
        let child = Command::new(Self::program())
            .arg("-p")
            .arg(files.path())
            .arg("-e")
            .arg(files.path().join("error.log"))
            .arg("-c")
            .arg(&file)
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("nginx cannot be started ({error}): run tests/e2e/setup, or install nginx"));
        let nginx = Self {
            child,
            port,
            _files: files,
        };
        wait_until("the shop answers through nginx", || {
            request(port, "GET", "/api/v1/health", None).is_ok_and(|answer| answer.status == 200)
        });
        nginx
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    fn program() -> &'static str {
        let debian = "/usr/sbin/nginx";
        if std::path::Path::new(debian).is_file() {
            debian
        } else {
            "nginx"
        }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
