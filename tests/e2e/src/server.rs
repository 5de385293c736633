//! The shop's binary as a child process.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::tools::built;
use crate::{Answer, Scratch, free_port, request, run, send, wait_until};

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

    /// Logs in and returns the token.
    ///
    /// # Panics
    /// When the shop does not give one.
    pub fn log_in(&self, username: &str, password: &str) -> String {
        let form = format!("username={username}&password={password}");
        let answer = send(
            self.port,
            "POST",
            "/token",
            Some(("application/x-www-form-urlencoded", &form)),
        );
        let answer = answer.expect("the shop answers");
        let token = answer.json()["access_token"].as_str().map(str::to_owned);
        token.unwrap_or_else(|| panic!("the shop gives no token: {answer:?}"))
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

    fn binary() -> &'static PathBuf {
        static BINARY: OnceLock<PathBuf> = OnceLock::new();
        BINARY.get_or_init(|| built("shop"))
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
