//! [`Identity`]: the certificate that the server shows now.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use tokio_rustls::rustls::ServerConfig;

use super::load::load;
use super::options::Tls;
use crate::server::ServerError;
use crate::server::banner::{self, Level};

/// The certificate that the server shows now, with what belongs to it.
#[derive(Debug)]
pub(in crate::server) struct Identity {
    tls: Tls,
    protocols: Vec<&'static [u8]>,
    current: RwLock<Arc<ServerConfig>>,
    /// How the files looked when they were read last.
    seen: Mutex<Vec<Option<Stamp>>>,
}

/// What changes when a file does.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    length: u64,
    /// A file put in place of another may be as old and as long.
    #[cfg(unix)]
    inode: u64,
}

impl Stamp {
    fn of(path: &Path) -> Option<Self> {
        let file = fs::metadata(path).ok()?;
        Some(Self {
            modified: file.modified().ok(),
            length: file.len(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(&file),
        })
    }
}

fn stamps(tls: &Tls) -> Vec<Option<Stamp>> {
    let files = [&tls.certificate, &tls.key, &tls.client_ca];
    files.into_iter().flatten().map(|path| Stamp::of(path)).collect()
}

impl Identity {
    /// Reads the files for the first time.
    pub(in crate::server) fn load(tls: &Tls, protocols: Vec<&'static [u8]>) -> Result<Self, ServerError> {
        // Looked at before they are read: what changes meanwhile is seen the next time.
        let seen = stamps(tls);
        let current = load(tls, &protocols)?;
        Ok(Self {
            tls: tls.clone(),
            protocols,
            current: RwLock::new(Arc::new(current)),
            seen: Mutex::new(seen),
        })
    }

    /// What new connections get.
    pub(super) fn current(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the files again if one has changed. If they are faulty, all stays as it is.
    pub(in crate::server) fn refresh(&self) {
        let now = stamps(&self.tls);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == now {
            return;
        }
        *seen = now;
        drop(seen);
        match load(&self.tls, &self.protocols) {
            Ok(config) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(config);
                banner::log(Level::Info, "The TLS certificate was read again");
            }
            Err(error) => banner::log(Level::Error, format_args!("the old TLS certificate stays: {error}")),
        }
    }
}
