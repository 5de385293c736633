//! Starts the program under test and talks to it over raw sockets. Nothing here waits for time to pass: each step
//! waits for what the program says or sends.

#![cfg(unix)]

pub mod frames;

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::PathBuf;
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use socket2::SockRef;

/// A request whose answer keeps the connection open.
pub const HELLO: &str = "GET / HTTP/1.1\r\nhost: test\r\n\r\n";

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    /// `None`: a thread reads it.
    stderr: Option<BufReader<ChildStderr>>,
    /// `None`: it is that of the test.
    stdout: Option<BufReader<ChildStdout>>,
    /// What comes after `running on` in its banner.
    pub address: String,
}

impl Server {
    /// Starts `program` with these arguments and waits until it listens.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(program: &str, args: &[&str]) -> Self {
        Self::start_with(program, args, &[])
    }

    /// As [`start`](Self::start), with these variables in its environment.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_with(program: &str, args: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::run(&mut Self::command(program, args, variables))
    }

    /// As [`start_with`](Self::start_with), with a stdout that [`read_line`](Self::read_line) reads.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_heard(program: &str, args: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::run(Self::command(program, args, variables).stdout(Stdio::piped()))
    }

    fn command(program: &str, args: &[&str], variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(program);
        command.args(args).env_remove("RUST_LOG").env_remove("RUST_BACKTRACE");
        command.envs(variables.iter().copied());
        command
    }

    /// Runs a command that becomes a server, and waits until it listens.
    ///
    /// # Panics
    /// When it does not.
    pub fn run(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let stderr = BufReader::new(child.stderr.take().expect("its stderr is a pipe"));
        let mut server = Self {
            child,
            stderr: Some(stderr),
            stdout: None,
            address: String::new(),
        };
        server.stdout = server.child.stdout.take().map(BufReader::new);
        let banner = server.wait_for(" running on ");
        let address = banner
            .split(" running on ")
            .nth(1)
            .and_then(|rest| rest.split_whitespace().next());
        server.address = address.expect("an address").to_owned();
        server
    }

    /// Reads stderr up to the line that contains `text`, and gives that line.
    ///
    /// # Panics
    /// When stderr ends first.
    pub fn wait_for(&mut self, text: &str) -> String {
        let mut seen = String::new();
        loop {
            let mut line = String::new();
            let stderr = self.stderr.as_mut().expect("nobody else reads it");
            let read = stderr.read_line(&mut line).expect("stderr is text");
            assert!(read > 0, "stderr ended before {text:?}:\n{seen}");
            if line.contains(text) {
                return line;
            }
            seen.push_str(&line);
        }
    }

    /// The next line of stdout, without its end.
    ///
    /// # Panics
    /// When there is none, or the program was not started to be heard.
    pub fn read_line(&mut self) -> String {
        let mut line = String::new();
        let stdout = self.stdout.as_mut().expect("it was started to be heard");
        stdout.read_line(&mut line).expect("stdout is text");
        line.pop().expect("a line");
        line
    }

    /// Ends the program as an operator does, and gives what is left of stdout and stderr.
    ///
    /// # Panics
    /// When it does not end with code 0.
    pub fn end(mut self) -> (String, String) {
        self.signal("TERM");
        let stdout = self.stdout.take();
        let (code, stderr) = self.wait();
        assert_eq!(code, 0, "{stderr}");
        let mut rest = String::new();
        if let Some(mut stdout) = stdout {
            stdout.read_to_string(&mut rest).expect("stdout is text");
        }
        (rest, stderr)
    }

    /// A new connection.
    ///
    /// # Panics
    /// When it is refused.
    pub fn connect(&self) -> Connection<TcpStream> {
        let stream = TcpStream::connect(self.socket()).expect("the server accepts");
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .expect("a timeout");
        Connection {
            stream,
            received: Vec::new(),
        }
    }

    /// `127.0.0.1:54321`.
    pub fn socket(&self) -> &str {
        self.address.trim_start_matches("http://")
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, such as `TERM`.
    ///
    /// # Panics
    /// When there is no `sh`.
    pub fn signal(&self, name: &str) {
        assert!(signal(self.id(), name));
    }

    /// Reads the rest of stderr on a thread of its own, which gives it when the program has ended.
    ///
    /// # Panics
    /// When it was called before.
    pub fn read_stderr(&mut self) -> JoinHandle<String> {
        let mut stderr = self.stderr.take().expect("nobody else reads it");
        std::thread::spawn(move || {
            let mut rest = String::new();
            stderr.read_to_string(&mut rest).expect("stderr is text");
            rest
        })
    }

    /// How many files and sockets the program has open.
    ///
    /// # Panics
    /// When the system does not tell.
    #[cfg(target_os = "linux")]
    pub fn open_files(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.child.id());
        std::fs::read_dir(folder).expect("it runs").count()
    }

    /// What the program holds in memory, in KiB.
    ///
    /// # Panics
    /// When the system does not tell.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> usize {
        let status = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(status).expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        number.expect("a number")
    }

    /// Waits for the end: the exit code, and what was left of stderr.
    ///
    /// # Panics
    /// When a signal ended it.
    pub fn wait(mut self) -> (i32, String) {
        let mut rest = String::new();
        if let Some(stderr) = &mut self.stderr {
            stderr.read_to_string(&mut rest).expect("stderr is text");
        }
        let status = self.child.wait().expect("it ends");
        (status.code().expect("an exit code, not a signal"), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A connection on which answers are read one by one.
#[derive(Debug)]
pub struct Connection<Io> {
    stream: Io,
    received: Vec<u8>,
}

impl Connection<TcpStream> {
    /// Sends nothing any more, and goes on to receive.
    ///
    /// # Panics
    /// When the connection is closed.
    pub fn stop_sending(&self) {
        self.stream.shutdown(Shutdown::Write).expect("an open connection");
    }

    /// Closes the connection as the system does for a program that was killed: whoever sends to it hears that nobody is
    /// there.
    ///
    /// # Panics
    /// When the system does not take the option.
    pub fn abort(self) {
        let socket = SockRef::from(&self.stream);
        socket.set_linger(Some(Duration::ZERO)).expect("an option");
    }
}

impl<Io: Read + Write> Connection<Io> {
    /// Wraps a stream.
    pub fn new(stream: Io) -> Self {
        Self {
            stream,
            received: Vec::new(),
        }
    }

    /// Sends these bytes.
    ///
    /// # Panics
    /// When the server has closed the connection.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).expect("the server reads");
    }

    /// Sends these bytes, or as many of them as the server takes before it closes the connection: whether it took all.
    pub fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// Reads one answer that tells its length; an empty text when the connection ends before its first byte.
    ///
    /// # Panics
    /// When it ends in the middle of the answer, or the length is missing.
    pub fn read_answer(&mut self) -> String {
        if self.received.is_empty() {
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer) {
                Ok(0) => return String::new(),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => return String::new(),
                read => self
                    .received
                    .extend_from_slice(&buffer[..read.expect("the server answers")]),
            }
        }
        let head = self.read_until("\r\n\r\n");
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        let mut lengths = lines.filter(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        let length: usize = lengths
            .next()
            .and_then(|(_, length)| length.parse().ok())
            .expect("a length");
        while self.received.len() < length {
            let mut buffer = [0; 4096];
            let read = self.stream.read(&mut buffer).expect("the server answers");
            assert!(read > 0, "ended in the middle of {head:?}");
            self.received.extend_from_slice(&buffer[..read]);
        }
        let rest = self.received.split_off(length);
        head + &String::from_utf8_lossy(&std::mem::replace(&mut self.received, rest))
    }

    /// Sends these bytes, whether or not the server still takes them.
    pub fn send_if_open(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref());
    }

    /// Reads up to and including `end`.
    ///
    /// # Panics
    /// When the connection ends first.
    pub fn read_until(&mut self, end: &str) -> String {
        loop {
            let found = self
                .received
                .windows(end.len())
                .position(|window| window == end.as_bytes());
            if let Some(start) = found {
                let rest = self.received.split_off(start + end.len());
                return String::from_utf8_lossy(&std::mem::replace(&mut self.received, rest)).into_owned();
            }
            let mut buffer = [0; 4096];
            let read = self.stream.read(&mut buffer).expect("the server answers");
            assert!(
                read > 0,
                "ended before {end:?}: {:?}",
                String::from_utf8_lossy(&self.received)
            );
            self.received.extend_from_slice(&buffer[..read]);
        }
    }

    /// Reads until the server closes the connection.
    ///
    /// # Panics
    /// When it does not.
    pub fn read_to_end(&mut self) -> String {
        self.stream.read_to_end(&mut self.received).expect("the server closes");
        String::from_utf8_lossy(&std::mem::take(&mut self.received)).into_owned()
    }
}

impl Connection<TcpStream> {
    /// Sends no more, and goes on reading.
    ///
    /// # Panics
    /// When the connection is broken.
    pub fn end(&mut self) {
        self.stream.shutdown(Shutdown::Write).expect("a connection");
    }
}

impl<Io: Read> Connection<Io> {
    /// Reads until the connection ends, by a close or a reset: a server that closes it unread resets it.
    pub fn read_until_cut_off(&mut self) -> String {
        let mut rest = [0; 4096];
        while let Ok(read @ 1..) = self.stream.read(&mut rest) {
            self.received.extend_from_slice(&rest[..read]);
        }
        String::from_utf8_lossy(&std::mem::take(&mut self.received)).into_owned()
    }
}

/// Asks again and again until it is so. A minute is far more than anything takes that comes at all.
///
/// # Panics
/// When it is not so by then: the text says what was awaited.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "waited in vain until {what}");
        std::thread::yield_now();
    }
}

/// Sends a signal to a process; whether there is one.
///
/// # Panics
/// When there is no `sh`.
pub fn signal(process: u32, name: &str) -> bool {
    let kill = format!("kill -{name} {process}");
    let kill = Command::new("sh").args(["-c", &kill]).stderr(Stdio::null()).status();
    kill.expect("sh runs").success()
}

/// A new folder, removed at the end of the test.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one that no other test has.
    ///
    /// # Panics
    /// When the system does not let it.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("fasterapi-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    /// The path of a file in it.
    ///
    /// # Panics
    /// When it is not text.
    pub fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("text").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs `program` to its end.
///
/// # Panics
/// When it does not start.
pub fn output(program: &str, args: &[&str]) -> Output {
    Command::new(program).args(args).output().expect("the program starts")
}
