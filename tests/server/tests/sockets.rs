//! Where connections come from: several addresses, sockets that were there before, and who serves them (SRV-04, SRV-06,
//! SRV-07).

#![cfg(unix)]

use std::fs::File;
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::process::{Command, Stdio};
use std::time::Duration;

use server_tests::{Connection, Folder, HELLO, Server, output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");

/// What `path` says on a new connection to the address of a banner.
fn get(address: &str, path: &str) -> String {
    let request = HELLO.replace("GET / ", &format!("GET {path} "));
    let request = request.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n");
    let answer = match address.strip_prefix("unix:") {
        Some(path) => {
            let mut connection = Connection::new(UnixStream::connect(path).expect("the server accepts"));
            connection.send(request);
            connection.read_to_end()
        }
        None => {
            let address = address.trim_start_matches("http://");
            let mut connection = Connection::new(TcpStream::connect(address).expect("the server accepts"));
            connection.send(request);
            connection.read_to_end()
        }
    };
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    answer.rsplit("\r\n").next().unwrap_or_default().to_owned()
}

/// A shell that runs the program, with sockets as its input and output.
fn shell(script: &str, sockets: [Option<OwnedFd>; 2]) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM]);
    let [input, output] = sockets.map(|socket| socket.map_or_else(Stdio::null, Stdio::from));
    command.stdin(input).stdout(output);
    command
}

#[test]
fn several_addresses_are_served_at_once_each_with_its_own_clients() {
    for workers in ["1", "3"] {
        let folder = Folder::new(&format!("several-{workers}"));
        let path = format!("unix:{}", folder.file("app.sock"));
        let args = ["--bind", "127.0.0.1:0", "--bind", &path, "--bind", "127.0.0.1:0"];
        let trust = ["--workers", workers, "--forwarded-allow-ips", "unix:"];
        let mut server = Server::start(PROGRAM, &[&args[..], &trust[..]].concat());
        let banner = |server: &mut Server| {
            let line = server.wait_for(" running on ");
            let address = line
                .split(" running on ")
                .nth(1)
                .and_then(|rest| rest.split(' ').next());
            address.unwrap_or_default().to_owned()
        };
        assert_eq!(banner(&mut server), path);
        let third = banner(&mut server);
        assert_ne!(server.address, third);
        for address in [&server.address, &third] {
            let said = get(address, "/client");
            assert!(said.starts_with("\"127.0.0.1:") && said.ends_with(" http\""), "{said}");
        }
        assert_eq!(get(&path, "/client"), "\"unix http\"");

        let forwarded = HELLO.replace("GET / ", "GET /client ");
        let forwarded = forwarded.replace("\r\n\r\n", "\r\nx-forwarded-proto: https\r\n\r\n");
        let mut trusted = Connection::new(UnixStream::connect(folder.file("app.sock")).unwrap());
        trusted.send(&forwarded);
        trusted.read_until("unix https\"");
        let mut stranger = server.connect();
        stranger.send(&forwarded);
        stranger.read_until(" http\"");

        server.signal("TERM");
        assert_eq!(server.wait().0, 0);
        assert!(UnixStream::connect(folder.file("app.sock")).is_err());
    }
}

#[test]
fn a_socket_is_taken_by_its_number() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    // It is not accepted from by anybody yet, and not lost.
    let mut early = Connection::new(TcpStream::connect(&address).unwrap());
    let mut command = shell(
        "exec \"$0\" --fd 7 --workers 2 7<&0 </dev/null",
        [Some(listener.into()), None],
    );
    let server = Server::run(&mut command);
    assert_eq!(server.address, format!("http://{address}"));
    early.send(HELLO);
    early.read_until("Hello, World!");
    assert_eq!(get(&server.address, "/pid"), server.id().to_string());

    let folder = Folder::new("fd");
    let listener = UnixListener::bind(folder.file("app.sock")).unwrap();
    let server = Server::run(&mut shell("exec \"$0\" --fd 0", [Some(listener.into()), None]));
    assert_eq!(server.address, format!("unix:{}", folder.file("app.sock")));
    assert_eq!(get(&server.address, "/client"), "\"unix http\"");
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
    assert!(
        std::fs::exists(folder.file("app.sock")).unwrap(),
        "it was not ours to remove"
    );
}

#[test]
fn what_is_no_listening_socket_ends_the_program_with_code_1() {
    let told = |script: &str| {
        let file = File::open("/dev/null").unwrap();
        let output = shell(script, [Some(file.into()), None]).output().expect("sh runs");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let log = told("exec \"$0\" --fd 0 2>&2");
    assert!(
        log.contains("cannot listen on fd://0: it is no socket that can listen"),
        "{log}"
    );
    let log = told("exec \"$0\" --bind fd://99");
    assert!(
        log.contains("cannot listen on fd://99: the program was started without this descriptor"),
        "{log}"
    );
    let log = told("exec \"$0\" --bind systemd");
    assert!(log.contains("no socket was passed"), "{log}");
}

#[test]
fn systemds_sockets_are_served_without_being_asked_for() {
    let (first, second) = (
        TcpListener::bind("127.0.0.1:0").unwrap(),
        TcpListener::bind("127.0.0.1:0").unwrap(),
    );
    let addresses = [&first, &second].map(|listener| format!("http://{}", listener.local_addr().unwrap()));
    let sockets = || {
        [
            Some(first.try_clone().unwrap().into()),
            Some(second.try_clone().unwrap().into()),
        ]
    };
    let passed = "export LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=web:admin; exec 3<&0 4<&1 </dev/null >/dev/null;";
    let mut server = Server::run(&mut shell(&format!("{passed} exec \"$0\""), sockets()));
    assert!(server.wait_for(" running on ").contains(&addresses[1]));
    for address in &addresses {
        assert_eq!(get(address, "/pid"), server.id().to_string());
    }
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);

    let server = Server::run(&mut shell(
        &format!("{passed} exec \"$0\" --bind systemd:admin"),
        sockets(),
    ));
    assert_eq!(server.address, addresses[1]);
    drop(server);
    let failed = shell(&format!("{passed} exec \"$0\" --bind systemd:none"), sockets())
        .output()
        .expect("sh runs");
    assert!(String::from_utf8_lossy(&failed.stderr).contains("no socket called `none` was passed"));

    // Those of another process are not ours.
    let server = Server::start_with(PROGRAM, &["--port", "0"], &[("LISTEN_PID", "1"), ("LISTEN_FDS", "2")]);
    assert!(!addresses.contains(&server.address));
}

#[test]
fn systemd_is_told_of_start_health_and_end() {
    let folder = Folder::new("notify");
    let told = UnixDatagram::bind(folder.file("notify")).unwrap();
    told.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let next = || {
        let mut buffer = [0; 100];
        let length = told.recv(&mut buffer).expect("a message");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    };
    let variables = [("NOTIFY_SOCKET", &*folder.file("notify")), ("WATCHDOG_USEC", "20000")];
    let server = Server::start_with(PROGRAM, &["--port", "0"], &variables);
    assert_eq!(next(), "READY=1");
    assert_eq!(next(), "WATCHDOG=1");
    server.signal("TERM");
    while next() != "STOPPING=1" {}
    assert_eq!(server.wait().0, 0);

    #[cfg(target_os = "linux")]
    {
        use std::os::linux::net::SocketAddrExt;
        let name = format!("fasterapi-test-{}", std::process::id());
        let address = std::os::unix::net::SocketAddr::from_abstract_name(&name).unwrap();
        let told = UnixDatagram::bind_addr(&address).unwrap();
        told.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let _server = Server::start_with(PROGRAM, &["--port", "0"], &[("NOTIFY_SOCKET", &format!("@{name}"))]);
        let mut buffer = [0; 100];
        assert_eq!(told.recv(&mut buffer).expect("a message"), "READY=1".len());
    }
}

#[test]
fn few_long_connections_are_spread_evenly() {
    let server = Server::start(PROGRAM, &["--port", "0", "--workers", "4"]);
    let mut connections: Vec<_> = (0..8).map(|_| server.connect()).collect();
    let mut threads: Vec<_> = connections
        .iter_mut()
        .map(|connection| {
            connection.send(HELLO.replace("GET / ", "GET /thread "));
            connection.read_until("\r\n\r\n");
            connection.read_until("-");
            connection.read_until("\"")
        })
        .collect();
    threads.sort();
    assert_eq!(threads.concat(), "0\"0\"1\"1\"2\"2\"3\"3\"");
}

#[test]
fn a_worker_that_hangs_is_told_of_and_gets_no_more_connections() {
    let args = ["--port", "0", "--workers", "2", "--timeout-worker-healthcheck", "0.1"];
    let mut server = Server::start(PROGRAM, &args);
    let mut blocked = server.connect();
    blocked.send(HELLO.replace("GET / ", "GET /block "));
    server.wait_for("a worker is blocked");
    let line = server.wait_for("hangs");
    assert!(
        line.contains("one of its handlers has blocked the thread for 100ms"),
        "{line}"
    );
    let mut others: Vec<_> = (0..6).map(|_| server.connect()).collect();
    for other in &mut others {
        other.send(HELLO);
        other.read_until("Hello, World!");
    }
    others[0].send(HELLO.replace("GET / ", "GET /free "));
    blocked.read_until("\"free\"");
    server.wait_for("goes on");
    server.signal("TERM");
    assert_eq!(server.wait().0, 0);
}

#[test]
#[cfg(target_os = "linux")]
fn without_descriptors_the_server_waits_and_recovers() {
    /// The time that a process has used, in hundredths of a second.
    fn used(process: u32) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("it runs");
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields
            .skip(11)
            .take(2)
            .map(|ticks| ticks.parse::<u64>().expect("a number"))
            .sum()
    }
    // by default it does not come to that: some descriptors are left for files
    for (workers, option, told) in [
        (1, "--limit-connections 1000", "Too many open files"),
        (2, "--limit-connections 1000", "Too many open files"),
        (1, "", "48 connections are open, and no more are accepted"),
    ] {
        let script = format!("ulimit -n 64; exec \"$0\" --port 0 --workers {workers} {option}");
        let mut server = Server::run(&mut shell(&script, [None, None]));
        // each worker has what it needs itself
        let mut first: Vec<_> = (0..workers).map(|_| server.connect()).collect();
        for connection in &mut first {
            connection.send(HELLO);
            connection.read_until("Hello, World!");
        }
        let crowd: Vec<_> = (0..100).map(|_| server.connect()).collect();
        server.wait_for(told);
        let before = used(server.id());
        std::thread::sleep(Duration::from_millis(500));
        assert!(used(server.id()) - before <= 5, "it is busy");
        drop((first, crowd));
        let mut connection = server.connect();
        connection.send(HELLO);
        connection.read_until("Hello, World!");
        server.signal("TERM");
        assert_eq!(server.wait().0, 0);
    }
}

#[test]
fn a_worker_that_cannot_start_ends_the_program_before_it_serves() {
    let output = shell("ulimit -n 64; exec \"$0\" --port 0 --workers 64", [None, None])
        .output()
        .expect("sh runs");
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{log}");
    assert!(log.contains("cannot start the server: Too many open files"), "{log}");
    assert!(!log.contains("running on"), "{log}");
}

#[test]
fn after_so_many_requests_the_server_ends_to_be_started_anew() {
    for workers in ["1", "2"] {
        let server = Server::start(
            PROGRAM,
            &["--port", "0", "--workers", workers, "--limit-max-requests", "3"],
        );
        for _ in 0..3 {
            assert_eq!(get(&server.address, "/"), "Hello, World!");
        }
        let (code, log) = server.wait();
        assert_eq!(code, 0, "{log}");
        assert!(log.contains("The limit of requests is reached"), "{log}");
    }
}

#[test]
fn answers_have_the_headers_that_are_asked_for() {
    let head = |args: &[&str], path: &str| {
        let server = Server::start(PROGRAM, &[&["--port", "0"], args].concat());
        let mut connection = server.connect();
        connection.send(HELLO.replace("GET / ", &format!("GET {path} ")));
        connection.read_until("\r\n\r\n")
    };
    let plain = head(&[], "/");
    assert!(
        plain.contains("\r\ndate: ") && !plain.contains("\r\nserver: "),
        "{plain}"
    );
    let args = [
        "--header",
        "X-Robots-Tag: none",
        "--header",
        "link:</a>",
        "--header",
        "link: </b>",
    ];
    for path in ["/", "/missing", "/panic"] {
        let told = head(&[&args[..], &["--server-header", "--no-date-header"]].concat(), path);
        for line in ["x-robots-tag: none", "link: </a>", "link: </b>", "server: fasterapi"] {
            assert!(told.contains(&format!("\r\n{line}\r\n")), "{told}");
        }
        assert!(!told.contains("\r\ndate: "), "{told}");
    }
}

#[test]
fn variables_come_from_a_file_but_those_that_are_set_win() {
    let folder = Folder::new("env");
    let file = folder.file("app.env");
    std::fs::write(
        &file,
        "# prefix\nFASTERAPI_ROOT_PATH=/from/file\nexport FASTERAPI_PORT=\"0\"\n",
    )
    .unwrap();
    let mut server = Server::start(PROGRAM, &["--env-file", &file]);
    assert!(server.wait_for("Docs at").contains("/from/file/docs"));
    let variables = [("FASTERAPI_ROOT_PATH", "/set"), ("FASTERAPI_ENV_FILE", &*file)];
    let mut server = Server::start_with(PROGRAM, &[], &variables);
    assert!(server.wait_for("Docs at").contains("/set/docs"));

    std::fs::write(&file, "no variable").unwrap();
    for path in [&file, &folder.file("missing")] {
        let output = output(PROGRAM, &["--env-file", path]);
        let log = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(
            log.starts_with(&format!("error: cannot read the variables in {path}: ")),
            "{log}"
        );
    }
}
