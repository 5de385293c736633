//! Unix sockets: the file in the file system that goes with one.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

use super::bind::Listening;
use crate::server::config::Config;
use crate::server::error::ServerError;

/// Everybody may connect: the proxy usually runs as another user.
const MODE: u32 = 0o666;

/// The file of a bound socket; removed at the end unless another program has put its own there meanwhile.
#[derive(Debug)]
pub(in crate::server) struct SocketFile {
    path: PathBuf,
    inode: u64,
    ours: bool,
}

impl SocketFile {
    /// The file at `path`, of this process or of the one before it.
    pub(super) fn at(path: &Path, ours: bool) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            inode: fs::symlink_metadata(path)?.ino(),
            ours,
        })
    }

    /// The file is ours from now on, or belongs to the process that uses it now.
    pub(in crate::server) fn belongs_to_us(&mut self, ours: bool) {
        self.ours = ours;
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if self.ours && fs::symlink_metadata(&self.path).is_ok_and(|file| file.ino() == self.inode) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Binds `path`.
pub(in crate::server) fn bind(path: &Path, name: String, config: &Config) -> Result<Listening, ServerError> {
    let failed = |error| ServerError::io(format!("cannot listen on {}", path.display()), error);
    make_way(path)?;
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None).map_err(failed)?;
    socket.bind(&SockAddr::unix(path).map_err(failed)?).map_err(failed)?;
    let file = SocketFile::at(path, true).map_err(failed)?;
    fs::set_permissions(path, fs::Permissions::from_mode(MODE)).map_err(failed)?;
    socket.set_nonblocking(true).map_err(failed)?;
    socket
        .listen(config.backlog.try_into().unwrap_or(i32::MAX))
        .map_err(failed)?;
    let mut listening = Listening::existing(socket, name).map_err(failed)?;
    listening.file = Some(file);
    Ok(listening)
}

/// Removes the socket of a program that is gone. A live one, or a file that is no socket, stays and is an error.
fn make_way(path: &Path) -> Result<(), ServerError> {
    let failed = |error| ServerError::io(format!("cannot listen on {}", path.display()), error);
    let file = match fs::symlink_metadata(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    if !file.file_type().is_socket() {
        return Err(ServerError::new(format!(
            "cannot listen on {}: a file that is no socket is there",
            path.display()
        )));
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path).map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(error)),
        Ok(_) => Err(ServerError::new(format!(
            "cannot listen on {}, another program does",
            path.display()
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("fasterapi-{}-{name}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn bind(path: &Path, config: &Config) -> Result<Listening, ServerError> {
        super::bind(path, format!("unix:{}", path.display()), config)
    }

    #[test]
    fn the_file_is_open_to_all_and_goes_with_the_server() {
        let folder = Folder::new("mode");
        let path = folder.0.join("app.sock");
        let sockets = bind(&path, &Config::new()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, MODE);
        drop(sockets);
        assert!(!path.exists());
    }

    #[test]
    fn a_stale_socket_is_replaced_a_live_one_is_not() {
        let folder = Folder::new("stale");
        let path = folder.0.join("app.sock");
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        assert!(path.exists());
        let _live = bind(&path, &Config::new()).unwrap();
        let error = bind(&path, &Config::new()).unwrap_err();
        assert!(error.to_string().contains("another program does"), "{error}");
    }

    #[test]
    fn another_file_is_left_alone() {
        let folder = Folder::new("file");
        let path = folder.0.join("notes.txt");
        fs::write(&path, "precious").unwrap();
        let error = bind(&path, &Config::new()).unwrap_err();
        assert!(error.to_string().contains("no socket"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), b"precious");
    }

    #[test]
    fn a_successor_keeps_its_socket() {
        let folder = Folder::new("successor");
        let path = folder.0.join("app.sock");
        let first = bind(&path, &Config::new()).unwrap();
        fs::rename(&path, folder.0.join("old.sock")).unwrap();
        let _second = bind(&path, &Config::new()).unwrap();
        drop(first);
        assert!(path.exists());
    }
}
