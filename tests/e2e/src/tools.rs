//! Finding and running the tools, and the odds and ends every test needs.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A port nobody listens on.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port on 127.0.0.1");
    listener.local_addr().expect("the address of a bound listener").port()
}

/// Asks `ready` again and again until it says yes.
///
/// # Panics
/// When it has not within 60 seconds; the message names `what`.
pub fn wait_until(what: &str, mut ready: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !ready() {
        assert!(Instant::now() < deadline, "waited 60 s in vain: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A directory of one's own that is removed in the end.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new, empty directory.
    pub fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!(
            "fasterapi-e2e-{}-{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a directory under the temporary directory");
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `node`, started in this package's folder, where its `node_modules` are.
///
/// # Panics
/// When the npm packages are not installed.
pub fn node() -> Command {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let installed = folder.join("node_modules/playwright-core").is_dir();
    assert!(installed, "the npm packages are missing: run tests/e2e/setup");
    let mut command = Command::new("node");
    command.current_dir(folder);
    command
}

/// A command of the virtual environment of PyPI tools.
///
/// # Panics
/// When it is not installed.
pub fn python_tool(name: &str) -> Command {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin").join(name);
    assert!(path.is_file(), "{name} is missing: run tests/e2e/setup");
    Command::new(path)
}

/// Asks Cargo to build the binary of a package of this workspace, and to say where it is.
pub(crate) fn built(package: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "build",
            "--quiet",
            "-p",
            package,
            "--message-format=json-render-diagnostics",
        ])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{package} is not built:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut paths = messages.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    paths.next_back().expect("cargo names the binary it built")
}

/// Runs a tool to its end and returns what it printed.
///
/// # Panics
/// When it cannot be started, or does not succeed: the message holds all it printed.
pub fn run(command: &mut Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| {
        panic!("{program} cannot be started ({error}): run tests/e2e/setup, which installs what is missing")
    });
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.status.success(),
        "{program} failed with {}:\n{text}",
        output.status
    );
    text
}
