//! An example of the repository as a child process.

use std::process::{Child, Command, Stdio};

use crate::tools::built;
use crate::{free_port, request, wait_until};

/// A running example; it ends with the value.
#[derive(Debug)]
pub struct Example {
    child: Child,
    port: u16,
}

impl Example {
    /// Builds the example if need be, starts it on a free port, and waits until it answers.
    ///
    /// # Panics
    /// When it does not.
    pub fn start(name: &str) -> Self {
        let port = free_port();
        let child = Command::new(built(name))
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .stdin(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut example = Self { child, port };
        wait_until("the example answers", || {
            if let Ok(Some(status)) = example.child.try_wait() {
                panic!("{name} ended with {status}");
            }
            request(port, "GET", "/openapi.json", None).is_ok()
        });
        example
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
