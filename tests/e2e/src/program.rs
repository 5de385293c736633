//! A program of this package as a child process.

use std::fs::{self, File};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::tools::built;
use crate::{Scratch, free_port, run, wait_until};

/// A running program that listens at a port or at a unix socket; it ends with the value.
#[derive(Debug)]
pub struct Program {
    child: Child,
    port: u16,
    socket: PathBuf,
    files: Scratch,
}

impl Program {
    /// Starts `binary` at a free port with these arguments and variables, and waits until it listens.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(binary: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let port = free_port();
        let mut command = Command::new(binary);
        command.args(["--port", &port.to_string()]).args(arguments);
        let mut program = Self::spawn(&mut command, port, Scratch::new(), variables);
        program.wait("a port", |_| TcpStream::connect(("127.0.0.1", port)).is_ok());
        program
    }

    /// Builds the binary of a package of this workspace if need be, and starts it.
    ///
    /// # Panics
    /// When it does not start.
    pub fn of_package(package: &str) -> Self {
        Self::start(&built(package).to_string_lossy(), &[], &[])
    }

    /// Starts `binary` at this port, which another program has left.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_at(port: u16, binary: &str) -> Self {
        let mut command = Command::new(binary);
        command.args(["--port", &port.to_string()]);
        let mut program = Self::spawn(&mut command, port, Scratch::new(), &[]);
        program.wait("a port", |_| TcpStream::connect(("127.0.0.1", port)).is_ok());
        program
    }

    /// Asks it to end as an operator would (SIGTERM), and waits.
    ///
    /// # Panics
    /// When it does not end well.
    pub fn terminate(mut self) {
        run(Command::new("kill").args(["-TERM", &self.child.id().to_string()]));
        let status = self.child.wait().expect("the state of the child");
        assert!(status.success(), "it ended with {status}");
    }

    /// The same at a unix socket.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_at_socket(binary: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let files = Scratch::new();
        let mut command = Command::new(binary);
        command.arg("--uds").arg(files.path().join("sock")).args(arguments);
        let mut program = Self::spawn(&mut command, 0, files, variables);
        program.wait("a socket", |program| UnixStream::connect(&program.socket).is_ok());
        program
    }

    fn spawn(command: &mut Command, port: u16, files: Scratch, variables: &[(&str, &str)]) -> Self {
        let log = File::create(files.path().join("log")).expect("a log file");
        for name in ["FORWARDED_ALLOW_IPS", "WEB_CONCURRENCY"] {
            command.env_remove(name);
        }
        let child = command
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log file once more"))
            .stderr(log)
            .spawn()
            .expect("the program starts");
        Self {
            child,
            port,
            socket: files.path().join("sock"),
            files,
        }
    }

    fn wait(&mut self, what: &str, listens: impl Fn(&Self) -> bool) {
        wait_until(&format!("the program listens at {what}"), || {
            if let Ok(Some(status)) = self.child.try_wait() {
                let log = fs::read_to_string(self.files.path().join("log")).unwrap_or_default();
                panic!("the program ended with {status}:\n{log}");
            }
            listens(self)
        });
    }

    /// Where it listens on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Where it listens, if at a socket.
    pub fn socket(&self) -> &PathBuf {
        &self.socket
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
