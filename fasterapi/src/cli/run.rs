//! Does what the command line asks for.

use std::io::{self, Write};

use super::routes_table::table;
use super::{Arguments, CliError, Command, env_file};
use crate::App;
use crate::server::Config;

/// Serves `app`, or prints what is asked for. A command line that cannot be understood ends the program with code 2.
pub(crate) fn run(app: App, defaults: Config) -> crate::Result<()> {
    let command = read(defaults).unwrap_or_else(|error| {
        let _ = writeln!(io::stderr(), "error: {error}");
        std::process::exit(2)
    });
    match command {
        Command::Serve(config) => app.listen(*config),
        Command::OpenApi => print(&format!("{:#}\n", app.openapi()?)),
        Command::Routes => print(&table(app.into_site()?.routes())),
        Command::Help(text) => print(&text),
        Command::Version => {
            let document = app.openapi()?;
            let info = |member: &str| document["info"][member].as_str().unwrap_or_default().to_owned();
            print(&format!(
                "{} {} (fasterapi {})\n",
                info("title"),
                info("version"),
                env!("CARGO_PKG_VERSION")
            ))
        }
    }
}

fn read(defaults: Config) -> Result<Command, CliError> {
    let arguments = Arguments::read(std::env::args_os())?;
    env_file::load(&arguments)?;
    arguments.command(|name| std::env::var_os(name), defaults)
}

/// Writes to stdout. Whoever reads only the first lines of it (`| head`) has what they wanted.
fn print(text: &str) -> crate::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        outcome => Ok(outcome?),
    }
}
