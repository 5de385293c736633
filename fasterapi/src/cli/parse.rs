//! [`Arguments`]: from arguments and environment to a [`Command`].

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;

use super::help::help;
use super::limits::OTHER_NAMES;
use super::nearest::nearest;
use super::options::{self, CliOption, ENV_FILE, make_way};
use super::values::{OFF, ON};
use super::{CliError, Command};
use crate::server::Config;

/// The arguments as they were given.
#[derive(Debug)]
pub(crate) struct Arguments {
    /// For each option what was given, in order.
    given: Vec<Vec<OsString>>,
    word: Option<OsString>,
    /// What is printed instead of all else.
    print: Option<Command>,
}

impl Arguments {
    /// Reads the arguments, the program's name first.
    pub(crate) fn read(args: impl IntoIterator<Item = OsString>) -> Result<Self, CliError> {
        let mut parser = Parser::from_iter(args);
        let mut read = Self {
            given: vec![Vec::new(); options::all().count()],
            word: None,
            print: None,
        };
        while let Some(arg) = parser.next().map_err(malformed)? {
            match arg {
                Long("help") | Short('h') => {
                    read.print = Some(Command::Help(help(program(&parser))));
                    break;
                }
                Long("version") | Short('V') => {
                    read.print = Some(Command::Version);
                    break;
                }
                Long(name) => {
                    let (index, option, negated) = find(name)?;
                    read.given[index].push(match negated {
                        true => OFF.into(),
                        false => value(option, &mut parser)?,
                    });
                }
                Short(letter) => return Err(CliError(format!("unknown option `-{letter}`; see --help"))),
                Value(word) if read.word.is_none() => read.word = Some(word),
                Value(word) => return Err(CliError(format!("one argument too many: `{}`", word.display()))),
            }
        }
        Ok(read)
    }

    /// The file with variables that is to be read before `env` is asked for the options.
    pub(crate) fn env_file(&self, env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
        let (index, option) = options::all().enumerate().find(|(_, option)| option.name == ENV_FILE)?;
        let given = self.given[index].last().cloned();
        let set = || option.env.iter().find_map(|name| env(name));
        given.or_else(set).filter(|path| !path.is_empty()).map(PathBuf::from)
    }

    /// What is asked for. Arguments win over the variables that `env` gives, both over `defaults`.
    pub(crate) fn command(self, env: impl Fn(&str) -> Option<OsString>, defaults: Config) -> Result<Command, CliError> {
        if let Some(print) = self.print {
            return Ok(print);
        }
        match self.word.as_deref().map(OsStr::to_string_lossy) {
            None => configure(&self.given, env, defaults).map(|config| Command::Serve(Box::new(config))),
            Some(word) if word == "openapi" => Ok(Command::OpenApi),
            Some(word) if word == "routes" => Ok(Command::Routes),
            Some(word) => {
                let hint = hint(nearest(&word, ["openapi", "routes"].into_iter()), "");
                Err(CliError(format!("unknown command `{word}`; {hint}")))
            }
        }
    }
}

fn configure(
    given: &[Vec<OsString>],
    env: impl Fn(&str) -> Option<OsString>,
    defaults: Config,
) -> Result<Config, CliError> {
    let mut config = defaults;
    for (option, given) in options::all().zip(given) {
        let set = || {
            let set = |name: &&'static str| Some((*name, env(name).filter(|value| !value.is_empty())?));
            option.env.iter().find_map(set)
        };
        let variable = if given.is_empty() { set() } else { None };
        if !given.is_empty() || variable.is_some() {
            make_way(option, &mut config);
        }
        for value in given {
            (option.set)(&mut config, value).map_err(|expected| {
                CliError(format!(
                    "`--{} {}`: expected {expected}",
                    option.name,
                    shown(option, value)
                ))
            })?;
        }
        if let Some((name, value)) = variable {
            (option.set)(&mut config, &value)
                .map_err(|expected| CliError(format!("`{name}={}`: expected {expected}", shown(option, &value))))?;
        }
    }
    Ok(config)
}

/// A value as an error may show it: a password is nobody's business.
fn shown(option: &CliOption, value: &OsStr) -> String {
    if option.name.ends_with("-password") {
        "***".to_owned()
    } else {
        value.display().to_string()
    }
}

/// The option of this name; and whether it is turned off, `--no-NAME`.
fn find(name: &str) -> Result<(usize, &'static CliOption, bool), CliError> {
    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
    let name = other.map_or(name, |(_, ours)| *ours);
    let exact = |name: &str| options::all().enumerate().find(|(_, option)| option.name == name);
    if let Some((index, option)) = exact(name) {
        return Ok((index, option, false));
    }
    if let Some((index, option)) = name.strip_prefix("no-").and_then(exact)
        && option.value.is_none()
    {
        return Ok((index, option, true));
    }
    let names = options::all().map(|option| option.name).chain(["help", "version"]);
    Err(CliError(format!(
        "unknown option `--{name}`; {}",
        hint(nearest(name, names), "--")
    )))
}

fn hint(nearest: Option<&str>, dashes: &str) -> String {
    match nearest {
        Some(name) => format!("did you mean `{dashes}{name}`?"),
        None => "see --help".to_owned(),
    }
}

fn value(option: &CliOption, parser: &mut Parser) -> Result<OsString, CliError> {
    match option.value {
        None => Ok(parser.optional_value().unwrap_or_else(|| ON.into())),
        Some(what) => parser
            .value()
            .map_err(|_| CliError(format!("`--{} {what}`: the value is missing", option.name))),
    }
}

fn malformed(error: lexopt::Error) -> CliError {
    CliError(error.to_string())
}

fn program(parser: &Parser) -> &str {
    let name = parser.bin_name().and_then(|path| Path::new(path).file_name()?.to_str());
    name.unwrap_or("app")
}

#[cfg(test)]
mod tests;
