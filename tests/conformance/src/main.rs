//! `conformance list` and `conformance serve NAME --port N`.

use std::process::ExitCode;

use conformance::fixture::Fixture;
use conformance::{apps, setup};

const USAGE: &str = "usage: conformance list | conformance serve NAME --port N";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["list"] => {
            apps::ALL.iter().for_each(|port| println!("{}", port.name));
            Ok(())
        }
        ["serve", name, "--port", port] => serve(name, port),
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

fn serve(name: &str, port: &str) -> Result<(), String> {
    let found = apps::find(name).ok_or_else(|| format!("no app is called {name}; `conformance list` prints them"))?;
    let port: u16 = port.parse().map_err(|_| format!("{port} is not a port\n{USAGE}"))?;
    let fixture = Fixture::load(name)?;
    let app = setup::behind_proxy((found.app)())?;
    let _ = (app, port, fixture);
    Err("serving comes with the server".to_owned())
}
