use std::time::Duration;

use super::*;
use crate::server::{Bind, ProxyProtocol};

fn run(args: &[&str], env: &[(&str, &str)]) -> Result<Command, CliError> {
    let args = ["target/debug/shop"].iter().chain(args).map(OsString::from);
    let lookup = |name: &str| {
        env.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| OsString::from(value))
    };
    Arguments::read(args)?.command(lookup, Config::new())
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
#[cfg(all(unix, feature = "tls"))]
fn errors_show_no_password() {
    use std::os::unix::ffi::OsStringExt;
    let given = [
        "app".into(),
        "--ssl-keyfile-password".into(),
        OsString::from_vec(b"hush\xff".to_vec()),
    ];
    let arguments = Arguments::read(given).unwrap();
    let error = configure(&arguments.given, |_| None, Config::new())
        .unwrap_err()
        .to_string();
    assert!(error.contains("***") && !error.contains("hush"), "{error}");
}

#[test]
fn no_time_becomes_zero_but_zero() {
    let time = |given| config(&["--timeout-request-body", given], &[]).timeout_request_body;
    assert_eq!((time("0"), time("0.0")), (Duration::ZERO, Duration::ZERO));
    assert_eq!(time("0.0000000001"), Duration::from_nanos(1));
    let variable = config(&[], &[("FASTERAPI_TIMEOUT_REQUEST_BODY", "0")]);
    assert_eq!(variable.timeout_request_body, Duration::ZERO);
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
        "--fd",
        "3",
        "--bind",
        "127.0.0.1:1",
        "--bind=unix:/run/b.sock,systemd:web",
        "--limit-max-requests",
        "100",
        "--limit-max-requests-jitter",
        "10",
        "--timeout-worker-healthcheck",
        "2",
        "--timeout-restart",
        "20",
        "--header",
        "X-A: 1",
        "--header",
        "x-b:2",
        "--server-header",
        "--no-date-header",
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
        .access_log(true)
        .fd(3)
        .bind(Bind::Tcp("127.0.0.1".to_owned(), 1))
        .bind(Bind::Unix("/run/b.sock".into()))
        .bind(Bind::Systemd(Some("web".to_owned())))
        .limit_max_requests(100)
        .limit_max_requests_jitter(10)
        .timeout_worker_healthcheck(Duration::from_secs(2))
        .timeout_restart(Duration::from_secs(20))
        .header("x-a", "1")
        .header("x-b", "2")
        .server_header(true)
        .date_header(false);
    assert_eq!(config(&args, &[]), expected);
}

#[cfg(all(feature = "http2", feature = "tls"))]
#[test]
fn tls_and_http2_have_options() {
    use crate::server::{ClientCertificates, Http2, Tls, TlsVersion};

    let args = [
        "--ssl-certfile=cert.pem",
        "--ssl-keyfile=key.pem",
        "--ssl-ca-certs=ca.pem",
        "--ssl-cert-reqs=2",
        "--ssl-version=1.3",
        "--ssl-ciphers=TLS_AES_128_GCM_SHA256",
        "--h2-max-concurrent-streams=7",
        "--h2-max-header-list-size=2048",
    ];
    let tls = Tls::new("cert.pem", "key.pem")
        .key_password("secret")
        .client_certificates(ClientCertificates::Required, "ca.pem")
        .version(TlsVersion::V1_3)
        .ciphers("TLS_AES_128_GCM_SHA256");
    let http2 = Http2::new().max_concurrent_streams(7).max_header_list_size(2048);
    assert_eq!(
        config(&args, &[("FASTERAPI_SSL_KEYFILE_PASSWORD", "secret")]),
        Config::new().tls(tls).http2(http2)
    );
    assert_eq!(config(&["--http2=false"], &[]), Config::new().http2(None));
    assert_eq!(
        error(&["--ssl-version", "17"], &[]),
        "`--ssl-version 17`: expected 1.2 or 1.3, the oldest version to speak"
    );
    assert_eq!(
        error(&["--ssl-cert-reqs", "yes"], &[]),
        "`--ssl-cert-reqs yes`: expected none, optional or required"
    );
    assert!(error(&["--ssl-ciphers", "TLSv1"], &[]).contains("`TLSv1` is none"));
}

#[test]
fn every_limit_has_its_place() {
    let args = "--limit-request-head 2048 --limit-request-fields 3 --limit-request-field-size 64 \
            --limit-request-target 65 --limit-request-method 7 --limit-request-body 8 --limit-request-body-rate 9 \
            --timeout-request-body-grace 10 --limit-query-params 11 --limit-cookies 12 --limit-form-fields 13 \
            --limit-form-files 14 --limit-form-field-size 15 --limit-form-size 16 --limit-decompression-ratio 17 \
            --limit-connections 18 --limit-form-part-headers 19 --limit-keep-alive-requests 20";
    let args: Vec<_> = args.split_whitespace().collect();
    let expected = Config::new()
        .limit_request_head(2048)
        .limit_request_fields(3)
        .limit_request_field_size(64)
        .limit_request_target(65)
        .limit_request_method(7)
        .limit_request_body(8)
        .limit_request_body_rate(9)
        .timeout_request_body_grace(Duration::from_secs(10))
        .limit_query_params(11)
        .limit_cookies(12)
        .limit_form_fields(13)
        .limit_form_files(14)
        .limit_form_field_size(15)
        .limit_form_size(16)
        .limit_decompression_ratio(17)
        .limit_connections(18)
        .limit_form_part_headers(19)
        .limit_keep_alive_requests(20);
    assert_eq!(config(&args, &[]), expected);
    for pair in args.chunks(2) {
        let variable = pair[0].trim_start_matches("--").replace('-', "_").to_uppercase();
        let by_variable = config(&[], &[(&format!("FASTERAPI_{variable}"), pair[1])]);
        assert_eq!(by_variable, config(pair, &[]), "{variable}");
        assert!(error(&[pair[0], "-1"], &[]).contains("expected a "), "{variable}");
    }
    assert_eq!(
        config(&["--h11-max-incomplete-event-size", "2048"], &[]),
        config(&["--limit-request-head", "2048"], &[])
    );
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
    assert!(!config(&["--no-access-log"], &[("FASTERAPI_ACCESS_LOG", "1")]).access_log);
    assert!(config(&["--no-access-log", "--access-log"], &[]).access_log);
}

#[test]
fn a_switch_has_a_name_that_turns_it_off() {
    let env = [("FASTERAPI_SERVER_HEADER", "true")];
    assert!(!config(&["--no-server-header"], &env).server_header);
    assert!(config(&["--no-date-header", "--date-header"], &[]).date_header);
    assert_eq!(
        error(&["--no-port"], &[]),
        "unknown option `--no-port`; did you mean `--port`?"
    );
}

#[test]
fn addresses_win_over_those_of_the_program_all_together() {
    let program = Config::new().bind(Bind::Fd(3)).header("x-a", "1");
    let read = |args: &[&str], env: Option<&str>| {
        let args = ["shop"].iter().chain(args).map(OsString::from);
        let env = env.map(OsString::from);
        let command =
            Arguments::read(args)?.command(|name| env.clone().filter(|_| name == "FASTERAPI_BIND"), program.clone())?;
        match command {
            Command::Serve(config) => Ok(config.bind),
            other => panic!("{other:?}"),
        }
    };
    let tcp = |port| Bind::Tcp("a".to_owned(), port);
    assert_eq!(read(&[], None), Ok(vec![Bind::Fd(3)]));
    assert_eq!(read(&[], Some("a:1, a:2")), Ok(vec![tcp(1), tcp(2)]));
    assert_eq!(read(&["--bind", "a:3"], Some("a:1")), Ok(vec![tcp(3)]));
    let error: Result<_, CliError> = read(&["--bind", "a:1,b"], None);
    let expected = "`--bind a:1,b`: expected HOST:PORT, unix:PATH, fd://NUMBER or systemd:NAME";
    assert_eq!(error.unwrap_err().to_string(), expected);
}

#[test]
fn headers_are_looked_at() {
    let expected = "expected a name and a value, as in `x-robots-tag: none`";
    for header in ["x-a", ":1", "a b: 1", "x-a: \u{1}"] {
        assert_eq!(
            error(&["--header", header], &[]),
            format!("`--header {header}`: {expected}")
        );
    }
    let expected = "expected a header that is not of the connection or the body";
    assert_eq!(
        error(&["--header", "Content-Length: 1"], &[]),
        format!("`--header Content-Length: 1`: {expected}")
    );
    let both = config(&[], &[("FASTERAPI_HEADER", "x-a: 1\nx-a: 2")]).headers;
    assert_eq!(
        both,
        [("x-a".to_owned(), "1".to_owned()), ("x-a".to_owned(), "2".to_owned())]
    );
}

#[test]
fn the_file_of_variables_is_known_before_the_options() {
    let path = |args: &[&str], env: Option<&str>| {
        let args = ["shop"].iter().chain(args).map(OsString::from);
        let read = Arguments::read(args).unwrap();
        read.env_file(|name| env.filter(|_| name == "FASTERAPI_ENV_FILE").map(OsString::from))
    };
    assert_eq!(path(&[], None), None);
    assert_eq!(path(&[], Some("a.env")), Some("a.env".into()));
    assert_eq!(path(&["--env-file", ".env"], Some("a.env")), Some(".env".into()));
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
        options::all().all(|option| text.contains(&format!("--{}", option.name))),
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
