//! A new process takes the place of the old one while clients go on asking (SRV-06): nothing is lost.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::fs::symlink;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use server_tests::frames::{CLOSE, FIN, Frame, Socket, TEXT, closing, frame};
use server_tests::{Connection, Folder, HELLO, Server, signal, wait_until};

const PROGRAM: &str = env!("CARGO_BIN_EXE_server-tests");
const LIVES: &str = env!("CARGO_BIN_EXE_lives");

/// The process that serves now. It ends with the test.
struct Heir(u32);

impl Drop for Heir {
    fn drop(&mut self) {
        signal(self.0, "KILL");
    }
}

impl Heir {
    /// Has `process` replaced, and waits until it is.
    fn of(server: &mut Server, process: u32) -> Self {
        assert!(signal(process, "USR2"));
        let line = server.wait_for("has taken over");
        let number = line.split(['[', ']']).nth(1).and_then(|number| number.parse().ok());
        Self(number.expect("the number of a process"))
    }
}

/// Asks until it is told to stop, and counts the answers. Every one must come.
fn client(address: String, keeps: bool, stop: Arc<AtomicBool>, answers: Arc<AtomicUsize>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut connection = None;
        while !stop.load(Ordering::Relaxed) {
            let mut stream: TcpStream = match connection.take() {
                Some(stream) => stream,
                None => TcpStream::connect(&address).expect("a connection"),
            };
            stream
                .set_read_timeout(Some(Duration::from_secs(20)))
                .expect("a timeout");
            let request = match keeps {
                true => HELLO.to_owned(),
                false => HELLO.replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"),
            };
            stream.write_all(request.as_bytes()).expect("a request");
            let mut answer = Vec::new();
            while !answer.ends_with(b"Hello, World!") {
                let mut buffer = [0; 1024];
                let read = stream.read(&mut buffer).expect("an answer");
                assert!(read > 0, "the connection ended: {:?}", String::from_utf8_lossy(&answer));
                answer.extend_from_slice(&buffer[..read]);
            }
            let answer = String::from_utf8_lossy(&answer);
            assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
            if keeps && !answer.contains("connection: close") {
                connection = Some(stream);
            }
            answers.fetch_add(1, Ordering::Relaxed);
        }
    })
}

#[test]
fn under_load_no_request_is_lost_by_restarts() {
    for workers in ["1", "2"] {
        let mut server = Server::start(PROGRAM, &["--port", "0", "--workers", workers]);
        let (stop, answers) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
        let start = |number: usize| {
            let (stop, answers) = (Arc::clone(&stop), Arc::clone(&answers));
            client(server.socket().to_owned(), number < 3, stop, answers)
        };
        let clients: Vec<_> = (0..6).map(start).collect();
        let mut heirs = vec![Heir(server.id())];
        for _ in 0..4 {
            let enough = answers.load(Ordering::Relaxed) + 100;
            wait_until("clients have their answers", || {
                answers.load(Ordering::Relaxed) >= enough || clients.iter().any(JoinHandle::is_finished)
            });
            let now = heirs.last().expect("one").0;
            heirs.push(Heir::of(&mut server, now));
        }
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.join().expect("a client that got all its answers");
        }
        let [.., Heir(before), Heir(last)] = heirs[..] else {
            panic!()
        };
        server.wait_for(&format!("Finished server process [{before}]"));
        let mut connection = server.connect();
        connection.send(HELLO.replace("GET / ", "GET /pid "));
        connection.read_until(&format!("\r\n\r\n{last}"));
        assert!(signal(last, "TERM"));
        let (code, log) = server.wait();
        assert_eq!(code, 0, "{log}");
        assert!(!log.contains("ERROR"), "{log}");
    }
}

#[test]
fn what_is_under_way_is_finished_by_the_old_process() {
    let mut server = Server::start(PROGRAM, &["--port", "0"]);
    let mut working = server.connect();
    working.send("POST /length HTTP/1.1\r\nhost: test\r\nexpect: 100-continue\r\ncontent-length: 5\r\n\r\n");
    working.read_until("100 Continue\r\n\r\n");
    let mut idle = server.connect();
    idle.send(HELLO);
    idle.read_until("Hello, World!");
    let old = server.id();
    let heir = Heir::of(&mut server, old);
    // It may still ask, once.
    idle.send(HELLO.replace("GET / ", "GET /pid "));
    let last = idle.read_to_end();
    assert!(
        last.contains("connection: close") && last.ends_with(&old.to_string()),
        "{last}"
    );
    working.send("12345");
    let last = working.read_to_end();
    assert!(last.contains("connection: close") && last.ends_with("\"5\""), "{last}");
    server.wait_for(&format!("Finished server process [{old}]"));
    assert!(signal(heir.0, "TERM"));
    assert_eq!(server.wait().0, 0);
}

#[test]
fn streams_are_told_to_come_again() {
    let mut server = Server::start(PROGRAM, &["--port", "0", "--timeout-graceful-shutdown", "1"]);
    let mut talks = Socket::open(server.socket(), "/echo", "");
    talks.send(frame(FIN | TEXT, b"hello"));
    assert_eq!(talks.receive(), Some(Frame::new(TEXT, *b"hello")));
    let mut events = server.connect();
    events.send(HELLO.replace("GET / ", "GET /events "));
    events.read_until("\r\n\r\n");
    let old = server.id();
    let heir = Heir::of(&mut server, old);
    assert_eq!(talks.receive().map(|end| end.code()), Some(1012));
    talks.send(frame(FIN | CLOSE, &closing(1012, "")));
    assert_eq!(talks.receive(), None);
    assert_eq!(events.read_to_end(), "0\r\n\r\n");
    server.wait_for(&format!("Finished server process [{old}]"));
    let mut talks = Socket::open(server.socket(), "/echo", "");
    talks.send(frame(FIN | TEXT, b"again"));
    assert_eq!(talks.receive(), Some(Frame::new(TEXT, *b"again")));
    assert!(signal(heir.0, "TERM"));
    drop(talks);
    assert_eq!(server.wait().0, 0);
}

#[test]
fn the_program_that_has_the_name_now_is_started() {
    let folder = Folder::new("binary");
    let link = |to: &str| {
        symlink(to, folder.file("new")).unwrap();
        std::fs::rename(folder.file("new"), folder.file("app")).unwrap();
    };
    link(PROGRAM);
    let socket = folder.file("app.sock");
    let mut server = Server::start(&folder.file("app"), &["--uds", &socket]);
    let ask = |path: &str| {
        let mut connection = Connection::new(UnixStream::connect(&socket).expect("somebody listens"));
        connection.send(
            HELLO
                .replace("GET / ", &format!("GET {path} "))
                .replace("test", "test\r\nconnection: close"),
        );
        connection.read_to_end()
    };

    // A program that does not start changes nothing.
    link("/bin/false");
    server.signal("USR2");
    let line = server.wait_for("did not start");
    assert!(
        line.contains("this one goes on: it ended with exit status: 1"),
        "{line}"
    );
    assert!(ask("/").ends_with("Hello, World!"));
    std::fs::remove_file(folder.file("app")).unwrap();
    server.signal("USR2");
    server.wait_for("did not start");
    assert!(ask("/").ends_with("Hello, World!"));

    link(LIVES);
    let old = server.id();
    let heir = Heir::of(&mut server, old);
    server.wait_for(&format!("Finished server process [{old}]"));
    assert!(ask("/counts").ends_with("[0,0,0]"));
    assert!(signal(heir.0, "TERM"));
    assert_eq!(server.wait().0, 0);
    assert!(!std::fs::exists(&socket).unwrap(), "the last one removes it");
}

#[test]
fn an_app_that_does_not_start_leaves_the_old_one_serving() {
    let folder = Folder::new("start");
    let variables = folder.file("app.env");
    std::fs::write(&variables, "FAILS=\n").unwrap();
    let mut server = Server::start(LIVES, &["--port", "0", "--env-file", &variables]);
    std::fs::write(&variables, "FAILS=startup\n").unwrap();
    server.signal("USR2");
    server.wait_for("the app could not start: no database");
    assert!(server.wait_for("did not start").contains("exit status: 3"));
    let mut connection = server.connect();
    connection.send(HELLO.replace("GET / ", "GET /counts "));
    connection.read_until("[0,0,0]");

    // One that is still starting ends with the old one.
    std::fs::write(&variables, "FAILS=never\n").unwrap();
    server.signal("USR2");
    server.wait_for("the app starts");
    server.signal("USR2");
    server.wait_for("is being started already");
    server.signal("TERM");
    assert_eq!(server.wait().0, 0, "stderr ends with both");
}

#[test]
fn an_app_that_never_starts_is_given_up_and_another_may_try() {
    let folder = Folder::new("never");
    let variables = folder.file("app.env");
    std::fs::write(&variables, "FAILS=\n").unwrap();
    let args = ["--port", "0", "--env-file", &variables, "--timeout-restart", "0.2"];
    let mut server = Server::start(LIVES, &args);
    for _ in 0..2 {
        std::fs::write(&variables, "FAILS=never\n").unwrap();
        server.signal("USR2");
        let line = server.wait_for("did not start");
        assert!(
            line.contains("this one goes on: it did not serve within 200ms (--timeout-restart)"),
            "{line}"
        );
    }
    let mut connection = server.connect();
    connection.send(HELLO.replace("GET / ", "GET /counts "));
    connection.read_until("[0,0,0]");
}

/// Until the server listens to it, the signal would end the process as the system has it.
#[test]
fn a_process_that_is_starting_does_not_die_of_the_signal() {
    let mut command = Command::new(LIVES);
    command
        .args(["--port", "0"])
        .env("FAILS", "build")
        .stdin(Stdio::piped());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert_eq!(log.next().as_deref(), Some("the app is built"));
    assert!(signal(child.id(), "USR2"));
    drop(child.stdin.take());
    assert!(log.any(|line| line.contains(" running on ")), "it was killed");
    assert!(signal(child.id(), "TERM"));
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[test]
fn systemd_is_told_which_process_is_the_main_one() {
    let folder = Folder::new("main-pid");
    let told = UnixDatagram::bind(folder.file("notify")).unwrap();
    told.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let variables = [("NOTIFY_SOCKET", &*folder.file("notify"))];
    let mut server = Server::start_with(PROGRAM, &["--port", "0"], &variables);
    let old = server.id();
    let heir = Heir::of(&mut server, old);
    server.wait_for(&format!("Finished server process [{old}]"));
    let mut messages = Vec::new();
    for _ in 0..3 {
        let mut buffer = [0; 100];
        let length = told.recv(&mut buffer).expect("a message");
        messages.push(String::from_utf8_lossy(&buffer[..length]).into_owned());
    }
    assert_eq!(messages[0], "READY=1");
    messages[1..].sort();
    assert_eq!(messages[1..], [format!("MAINPID={}", heir.0), "READY=1".to_owned()]);
    assert!(signal(heir.0, "TERM"));
    assert_eq!(server.wait().0, 0);

    // What systemd has passed is passed on, in its order.
    let sockets = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [first, second] = [&sockets[0], &sockets[1]].map(|socket| socket.local_addr().unwrap().to_string());
    let [input, output] = sockets.map(|socket| Stdio::from(OwnedFd::from(socket)));
    let script = "export LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=web:admin; exec \"$0\" 3<&0 4<&1 </dev/null";
    let mut command = Command::new("sh");
    let mut server = Server::run(command.args(["-c", script, PROGRAM]).stdin(input).stdout(output));
    assert!(server.wait_for(" running on ").contains(&second));
    signal(server.id(), "USR2");
    assert!(server.wait_for(" running on ").contains(&first));
    assert!(server.wait_for(" running on ").contains(&second));
    let line = server.wait_for("has taken over");
    let heir = Heir(line.split(['[', ']']).nth(1).unwrap().parse().unwrap());
    assert!(signal(heir.0, "TERM"));
    assert_eq!(server.wait().0, 0);

    // Where it cannot be told, systemd would end the new process with the old one.
    let script = "export SYSTEMD_EXEC_PID=$$; exec \"$0\" --port 0";
    let mut command = Command::new("sh");
    let mut server = Server::run(command.args(["-c", script, PROGRAM]).env_remove("NOTIFY_SOCKET"));
    server.signal("USR2");
    assert!(server.wait_for("did not start").contains("the unit needs Type=notify"));
}
