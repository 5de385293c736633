//! `conformance list`, `conformance serve NAME --port N`, `conformance serve-probe --port N`, `conformance proxy FILE.json`, `conformance static FILE.json`,
//! and `conformance jwt FILE.json`.

use std::path::Path;
use std::process::ExitCode;

use conformance::fixture::Fixture;
use conformance::{apps, jwt, probe, proxy, setup, static_paths};
use fasterapi::App;
use fasterapi::server::Config;
use tokio::net::TcpListener;

const USAGE: &str = "usage: conformance list | conformance serve NAME --port N | conformance serve-probe --port N | conformance proxy FILE.json | conformance static FILE.json | conformance jwt FILE.json";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["list"] => {
            apps::ALL.iter().for_each(|port| println!("{}", port.name));
            Ok(())
        }
        ["serve", name, "--port", port] => serve(name, port),
        ["serve-probe", "--port", port] => listen(port, probe::app(), Config::new()),
        ["proxy", file] => table(file),
        ["static", file] => static_files(Path::new(file)),
        ["jwt", file] => tokens(Path::new(file)),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints the rows that differ from what was recorded, and how many do not.
fn table(file: &str) -> Result<(), String> {
    let outcome = proxy::run(Path::new(file))?;
    for (row, difference) in &outcome.failed {
        println!("{row}: {difference}");
    }
    println!("{} passed, {} failed", outcome.passed, outcome.failed.len());
    Ok(())
}

fn static_files(file: &Path) -> Result<(), String> {
    let outcome = static_paths::run(file)?;
    outcome.failed.iter().for_each(|line| println!("{line}"));
    println!("{} passed, {} failed", outcome.passed, outcome.failed.len());
    if outcome.failed.is_empty() {
        Ok(())
    } else {
        Err("the folder is not tight".to_owned())
    }
}

fn tokens(file: &Path) -> Result<(), String> {
    let outcome = jwt::run(file)?;
    outcome.failed.iter().for_each(|line| println!("{line}"));
    println!("{} passed, {} failed", outcome.passed, outcome.failed.len());
    if outcome.failed.is_empty() {
        Ok(())
    } else {
        Err("tokens are not judged as they should be".to_owned())
    }
}

fn serve(name: &str, port: &str) -> Result<(), String> {
    let found = apps::find(name).ok_or_else(|| format!("no app is called {name}; `conformance list` prints them"))?;
    let fixture = Fixture::load(name)?;
    listen(port, setup::app(found, &fixture), setup::config(&fixture))
}

fn listen(port: &str, app: App, config: Config) -> Result<(), String> {
    let port: u16 = port.parse().map_err(|_| format!("{port} is not a port\n{USAGE}"))?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| error.to_string())?.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .map_err(|error| error.to_string())?;
        let served = app.serve_with(listener, config, std::future::pending());
        served.await.map_err(|error| error.to_string())
    })
}
