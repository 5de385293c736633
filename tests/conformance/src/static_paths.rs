//! `conformance static FILE.json`: a folder with traps in it, served, and asked for what must not come out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use fasterapi::server::Config;
use fasterapi::{App, StaticFiles};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// No answer within this time is a hang.
const PATIENCE: Duration = Duration::from_secs(10);

/// A table of requests, and the folder they are for.
#[derive(Debug, Deserialize)]
pub struct Table {
    meta: Meta,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
struct Meta {
    layout: Layout,
}

/// Names and contents: `root` is served, `outside` is next to it.
#[derive(Debug, Deserialize)]
struct Layout {
    root: BTreeMap<String, String>,
    #[serde(default)]
    outside: BTreeMap<String, String>,
    #[serde(default)]
    links: BTreeMap<String, String>,
    #[serde(default)]
    special: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    target: String,
    reject: Vec<u16>,
    may_serve: Option<String>,
    never_contains: Option<String>,
}

/// What came of a table.
#[derive(Debug)]
pub struct Outcome {
    /// How many cases are as they should be.
    pub passed: usize,
    /// One line for each that is not.
    pub failed: Vec<String>,
}

/// Serves the folder of the table in `file`, and sends its requests.
///
/// # Errors
/// When the table cannot be read, or the folder cannot be made.
pub fn run(file: &Path) -> Result<Outcome, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let table: Table = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let folder = Folder::make(&table.meta.layout).map_err(|error| error.to_string())?;
    let app = App::new().mount("/static", StaticFiles::new(folder.0.join("root")).html(true));
    let (started, address) = std::sync::mpsc::channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let server = std::thread::spawn(move || serve(app, &started, stopped));
    let address = match address.recv() {
        Ok(address) => address,
        Err(_) => return Err(failure(server)),
    };
    let mut outcome = Outcome {
        passed: 0,
        failed: Vec::new(),
    };
    for case in &table.cases {
        match judge(case, address, &table.meta.layout.root) {
            Ok(()) => outcome.passed += 1,
            Err(problem) => outcome.failed.push(format!("{} {}: {problem}", case.id, case.target)),
        }
    }
    drop(stop);
    match server.join() {
        Ok(Ok(())) => Ok(outcome),
        Ok(Err(error)) => Err(error),
        Err(_) => Err("the server panicked".to_owned()),
    }
}

fn failure(server: std::thread::JoinHandle<Result<(), String>>) -> String {
    match server.join() {
        Ok(Err(error)) => error,
        _ => "the server did not start".to_owned(),
    }
}

fn serve(
    app: App,
    started: &std::sync::mpsc::Sender<SocketAddr>,
    stopped: oneshot::Receiver<()>,
) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        started.send(address).map_err(|error| error.to_string())?;
        let until = async {
            let _ = stopped.await;
        };
        let served = app.serve_with(listener, Config::new(), until);
        served.await.map_err(|error| error.to_string())
    })
}

fn judge(case: &Case, address: SocketAddr, root: &BTreeMap<String, String>) -> Result<(), String> {
    let answer = ask(address, &case.target).map_err(|error| format!("no answer: {error}"))?;
    let text = String::from_utf8_lossy(&answer);
    let status = text.split(' ').nth(1).and_then(|status| status.parse::<u16>().ok());
    let status = status.ok_or_else(|| format!("no answer: {text:?}"))?;
    let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let secrets = case
        .never_contains
        .iter()
        .map(String::as_str)
        .chain(["root:x:", "root:*:"]);
    if let Some(secret) = secrets.into_iter().find(|secret| body.contains(secret)) {
        return Err(format!("{secret:?} came out"));
    }
    let served = case.may_serve.as_ref().and_then(|name| root.get(name));
    let is_fine = case.reject.contains(&status) || (status == 200 && served.is_some_and(|content| content == body));
    if is_fine {
        Ok(())
    } else {
        Err(format!("status {status}, body {body:?}"))
    }
}

/// The whole answer; the target is sent byte for byte.
fn ask(address: SocketAddr, target: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// A folder for temporary files, gone with the value.
struct Folder(PathBuf);

impl Folder {
    fn make(layout: &Layout) -> std::io::Result<Self> {
        let base = std::env::temp_dir().join(format!("fasterapi-static-{}", std::process::id()));
        let folder = Self(base.clone());
        for (below, files) in [("root", &layout.root), (".", &layout.outside)] {
            for (name, content) in files {
                let path = base.join(below).join(name);
                fs::create_dir_all(path.parent().unwrap_or(&base))?;
                fs::write(path, content)?;
            }
        }
        #[cfg(unix)]
        folder.traps(layout)?;
        Ok(folder)
    }

    #[cfg(unix)]
    fn traps(&self, layout: &Layout) -> std::io::Result<()> {
        let root = self.0.join("root");
        for (name, target) in &layout.links {
            std::os::unix::fs::symlink(target, root.join(name))?;
        }
        for (name, kind) in &layout.special {
            let path = root.join(name);
            if kind == "mkfifo" {
                std::process::Command::new("mkfifo").arg(path).status()?;
            } else {
                std::os::unix::net::UnixListener::bind(path)?;
            }
        }
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
