//! [`parse`]: from arguments and environment to a [`Command`].

use std::ffi::{OsStr, OsString};
use std::path::Path;

use lexopt::Arg::{Long, Short, Value};
use lexopt::Parser;

use super::help::help;
use super::nearest::nearest;
use super::options::{CliOption, ON, OPTIONS};
use super::{CliError, Command};
use crate::server::Config;

/// Reads the arguments (the program's name first) and the variables that `env` gives. Arguments win over variables,
/// both over `defaults`.
pub(crate) fn parse(
    args: impl IntoIterator<Item = OsString>,
    env: impl Fn(&str) -> Option<OsString>,
    defaults: Config,
) -> Result<Command, CliError> {
    let mut parser = Parser::from_iter(args);
    let mut given = vec![None; OPTIONS.len()];
    let mut command = None;
    while let Some(arg) = parser.next().map_err(malformed)? {
        match arg {
            Long("help") | Short('h') => return Ok(Command::Help(help(program(&parser)))),
            Long("version") | Short('V') => return Ok(Command::Version),
            Long(name) => {
                let (index, option) = find(name)?;
                given[index] = Some(value(option, &mut parser)?);
            }
            Short(letter) => return Err(CliError(format!("unknown option `-{letter}`; see --help"))),
            Value(word) if command.is_none() => command = Some(word),
            Value(word) => return Err(CliError(format!("one argument too many: `{}`", word.display()))),
        }
    }
    match command.as_deref().map(OsStr::to_string_lossy) {
        None => configure(&given, env, defaults).map(|config| Command::Serve(Box::new(config))),
        Some(word) if word == "openapi" => Ok(Command::OpenApi),
        Some(word) if word == "routes" => Ok(Command::Routes),
        Some(word) => {
            let hint = hint(nearest(&word, ["openapi", "routes"].into_iter()), "");
            Err(CliError(format!("unknown command `{word}`; {hint}")))
        }
    }
}

fn configure(
    given: &[Option<OsString>],
    env: impl Fn(&str) -> Option<OsString>,
    defaults: Config,
) -> Result<Config, CliError> {
    let mut config = defaults;
    for (option, given) in OPTIONS.iter().zip(given) {
        if let Some(value) = given {
            (option.set)(&mut config, value).map_err(|expected| {
                CliError(format!("`--{} {}`: expected {expected}", option.name, value.display()))
            })?;
            continue;
        }
        let set = option
            .env
            .iter()
            .find_map(|name| Some((name, env(name).filter(|value| !value.is_empty())?)));
        if let Some((name, value)) = set {
            (option.set)(&mut config, &value)
                .map_err(|expected| CliError(format!("`{name}={}`: expected {expected}", value.display())))?;
        }
    }
    Ok(config)
}

fn find(name: &str) -> Result<(usize, &'static CliOption), CliError> {
    OPTIONS
        .iter()
        .enumerate()
        .find(|(_, option)| option.name == name)
        .ok_or_else(|| {
            let names = OPTIONS.iter().map(|option| option.name).chain(["help", "version"]);
            CliError(format!(
                "unknown option `--{name}`; {}",
                hint(nearest(name, names), "--")
            ))
        })
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
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::server::ProxyProtocol;

    fn run(args: &[&str], env: &[(&str, &str)]) -> Result<Command, CliError> {
        let args = ["target/debug/shop"].iter().chain(args).map(OsString::from);
        let lookup = |name: &str| {
            env.iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| OsString::from(value))
        };
        parse(args, lookup, Config::new())
    }

    fn config(args: &[&str], env: &[(&str, &str)]) -> Config {
        match run(args, env) {
            Ok(Command::Serve(config)) => *config,
            other => panic!("{other:?}"),
        }
    }

    fn error(args: &[&str], env: &[(&str, &str)]) -> String {
        run(args, env).unwrap_err().to_string()
    }

    #[test]
    fn without_arguments_the_defaults_serve() {
        assert_eq!(config(&[], &[]), Config::new());
    }

    #[test]
    fn every_option_has_its_place() {
        let args = [
            "--host",
            "::",
            "--port=80",
            "--root-path",
            "/api",
            "--workers",
            "4",
            "--uds",
            "/run/app.sock",
            "--timeout-graceful-shutdown",
            "1.5",
            "--timeout-keep-alive",
            "5",
            "--timeout-request-header",
            "3",
            "--timeout-request-body",
            "4",
            "--timeout-response-write",
            "6",
            "--forwarded-allow-ips",
            "10.0.0.0/8, unix:",
            "--proxy-protocol",
            "127.0.0.1,unix:",
            "--backlog",
            "64",
            "--limit-concurrency",
            "1000",
            "--access-log",
        ];
        let expected = Config::new()
            .host("::")
            .port(80)
            .root_path("/api")
            .workers(4)
            .uds("/run/app.sock")
            .timeout_graceful_shutdown(Duration::from_millis(1500))
            .timeout_keep_alive(Duration::from_secs(5))
            .timeout_request_header(Duration::from_secs(3))
            .timeout_request_body(Duration::from_secs(4))
            .timeout_response_write(Duration::from_secs(6))
            .forwarded_allow_ips("10.0.0.0/8, unix:")
            .proxy_protocol(ProxyProtocol::from_peers(["127.0.0.1", "unix:"]).unwrap())
            .backlog(64)
            .limit_concurrency(1000)
            .access_log(true);
        assert_eq!(config(&args, &[]), expected);
    }

    #[test]
    fn arguments_win_over_variables_and_both_over_defaults() {
        let env = [
            ("FASTERAPI_PORT", "1"),
            ("FASTERAPI_HOST", "::1"),
            ("WEB_CONCURRENCY", "3"),
        ];
        let config = config(&["--port", "2"], &env);
        assert_eq!((config.port, config.host.as_str(), config.workers), (2, "::1", 3));
    }

    #[test]
    fn an_own_variable_wins_over_a_common_one_and_an_empty_one_is_none() {
        let env = [
            ("FASTERAPI_WORKERS", "2"),
            ("WEB_CONCURRENCY", "3"),
            ("FASTERAPI_PORT", ""),
        ];
        assert_eq!((config(&[], &env).workers, config(&[], &env).port), (2, 8000));
    }

    #[test]
    fn a_switch_can_be_turned_off() {
        assert!(config(&[], &[("FASTERAPI_ACCESS_LOG", "1")]).access_log);
        assert!(!config(&["--access-log=false"], &[("FASTERAPI_ACCESS_LOG", "1")]).access_log);
    }

    #[test]
    fn commands_are_known() {
        assert_eq!(run(&["openapi"], &[]), Ok(Command::OpenApi));
        assert_eq!(run(&["routes"], &[("FASTERAPI_PORT", "broken")]), Ok(Command::Routes));
        assert_eq!(run(&["--version"], &[]), Ok(Command::Version));
        assert_eq!(
            error(&["opanapi"], &[]),
            "unknown command `opanapi`; did you mean `openapi`?"
        );
        assert_eq!(error(&["openapi", "x"], &[]), "one argument too many: `x`");
    }

    #[test]
    fn help_names_every_option() {
        let Ok(Command::Help(text)) = run(&["--port", "1", "-h"], &[]) else {
            panic!()
        };
        assert!(text.starts_with("Usage: shop [OPTIONS]"), "{text}");
        assert!(
            OPTIONS
                .iter()
                .all(|option| text.contains(&format!("--{}", option.name))),
            "{text}"
        );
        assert!(text.lines().all(|line| line.len() <= 100), "{text}");
    }

    #[test]
    fn unknown_options_name_the_nearest() {
        assert_eq!(
            error(&["--prot", "1"], &[]),
            "unknown option `--prot`; did you mean `--port`?"
        );
        assert_eq!(error(&["--zzzzzz"], &[]), "unknown option `--zzzzzz`; see --help");
        assert_eq!(error(&["-p", "1"], &[]), "unknown option `-p`; see --help");
    }

    #[test]
    fn bad_values_name_option_and_range() {
        let range = "expected a whole number from 0 to 65535";
        assert_eq!(error(&["--port", "70000"], &[]), format!("`--port 70000`: {range}"));
        assert_eq!(
            error(&[], &[("FASTERAPI_PORT", "x")]),
            format!("`FASTERAPI_PORT=x`: {range}")
        );
        assert_eq!(error(&["--port"], &[]), "`--port PORT`: the value is missing");
        assert_eq!(
            error(&["--workers", "0"], &[]),
            "`--workers 0`: expected a whole number from 1 to 1024"
        );
        assert_eq!(
            error(&["--root-path", "api"], &[]),
            "`--root-path api`: expected a path, such as /api/v1"
        );
        let seconds = error(&["--timeout-keep-alive", "NaN"], &[]);
        assert_eq!(
            seconds,
            "`--timeout-keep-alive NaN`: expected a number of seconds from 0 to 31536000"
        );
        for option in ["--forwarded-allow-ips", "--proxy-protocol"] {
            assert!(error(&[option, "10.0.0.5/24"], &[]).contains("\"10.0.0.5/24\""));
        }
    }
}
