//! An app of `tests/conformance` as a child process.

use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::tools::built;
use crate::{free_port, request, wait_until};

/// A running app that was ported from FastAPI; it ends with the value.
#[derive(Debug)]
pub struct Ported {
    child: Child,
    port: u16,
}

impl Ported {
    /// Builds the apps if need be, starts the one of this name on a free port, and waits until it answers.
    ///
    /// # Panics
    /// When it does not.
    pub fn start(name: &str) -> Self {
        static BINARY: OnceLock<std::path::PathBuf> = OnceLock::new();
        let port = free_port();
        let child = Command::new(BINARY.get_or_init(|| built("conformance")))
            .args(["serve", name, "--port", &port.to_string()])
            .stdin(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut app = Self { child, port };
        wait_until("the app answers", || {
            if let Ok(Some(status)) = app.child.try_wait() {
                panic!("{name} ended with {status}");
            }
            request(port, "GET", "/openapi.json", None).is_ok()
        });
        app
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Ported {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
