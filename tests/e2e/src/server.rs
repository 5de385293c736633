//! The shop's binary as a child process.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use crate::{Answer, Scratch, free_port, request, run, wait_until};

/// A running shop; it ends with the value.
#[derive(Debug)]
pub struct Shop {
    child: Child,
    port: u16,
    files: Scratch,
}

impl Shop {
    /// Builds the shop if need be, starts it with these arguments on a free port, and waits until it answers.
    pub fn start(arguments: &[&str]) -> Self {
        let port = free_port();
        let files = Scratch::new();
        let log = File::create(files.path().join("log")).expect("a log file");
        let child = Self::command()
            .args(["--host", "127.0.0.1", "--port", &port.to_string()])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log file once more"))
            .stderr(log)
            .spawn()
            .expect("the shop's binary starts");
        let mut shop = Self { child, port, files };
        wait_until("the shop answers", || {
            if let Ok(Some(status)) = shop.child.try_wait() {
                panic!("the shop ended with {status}:\n{}", shop.output());
            }
            request(port, "GET", "/health", None).is_ok()
        });
        shop
    }

    /// The binary, not started: for subcommands.
    pub fn command() -> Command {
        let mut command = Command::new(Self::binary());
        // What the environment says of other apps is no business of the tests.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("FASTERAPI_") || ["WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS"].contains(&&*name) {
                command.env_remove(&*name);
            }
        }
        command
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Asks it without a proxy between.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn get(&self, target: &str) -> Answer {
        request(self.port, "GET", target, None).expect("the shop answers")
    }

    /// Asks it to end as an operator would (SIGTERM), waits, and returns whether it ended well and what it printed.
    pub fn terminate(mut self) -> (bool, String) {
        run(Command::new("kill").args(["-TERM", &self.child.id().to_string()]));
        let mut status = None;
        wait_until("the shop ends after SIGTERM", || {
            status = self.child.try_wait().expect("the state of the child");
            status.is_some()
        });
        (status.is_some_and(|status| status.success()), self.output())
    }

    /// What it has printed so far.
    fn output(&self) -> String {
        fs::read_to_string(self.files.path().join("log")).unwrap_or_default()
    }

    /// Asks Cargo, once, to build the binary and to say where it is.
    fn binary() -> &'static PathBuf {
        static BINARY: OnceLock<PathBuf> = OnceLock::new();
        BINARY.get_or_init(|| {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let output = Command::new(cargo)
                .args([
                    "build",
                    "--quiet",
                    "-p",
                    "shop",
                    "--message-format=json-render-diagnostics",
                ])
                .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
                .output()
                .expect("cargo runs");
            assert!(
                output.status.success(),
                "the shop is not built:\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let messages = String::from_utf8_lossy(&output.stdout);
            let messages = messages
                .lines()
                .filter_map(|line| serde_json::from_str::<Value>(line).ok());
            let mut paths = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
            paths.next_back().expect("cargo names the binary it built")
        })
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
