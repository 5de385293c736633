//! [`Secure`]: whether connections are encrypted, and with which certificate.

#[cfg(feature = "tls")]
use std::sync::Arc;

use crate::server::config::Config;
use crate::server::error::ServerError;
#[cfg(feature = "tls")]
use crate::server::tls::Identity;

/// Whether connections are encrypted, and with which certificate; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(in crate::server) struct Secure {
    #[cfg(feature = "tls")]
    identity: Option<Arc<Identity>>,
}

#[cfg(feature = "tls")]
impl Secure {
    /// Reads key and certificate, where the server has some.
    pub(in crate::server) fn load(config: &Config) -> Result<Self, ServerError> {
        let Some(tls) = &config.tls else {
            return Ok(Self::default());
        };
        let mut protocols: Vec<&[u8]> = Vec::new();
        #[cfg(feature = "http2")]
        if config.http2.is_some() {
            protocols.push(b"h2");
        }
        protocols.push(b"http/1.1");
        let identity = Identity::load(tls, protocols)?;
        Ok(Self {
            identity: Some(Arc::new(identity)),
        })
    }

    /// Reads them again whenever they have changed.
    pub(in crate::server) async fn follow<T>(&self, config: &Config) -> T {
        let Some(identity) = &self.identity else {
            return std::future::pending().await;
        };
        loop {
            tokio::time::sleep(config.tick()).await;
            identity.refresh();
        }
    }

    pub(in crate::server) fn is_on(&self) -> bool {
        self.identity.is_some()
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }
}

#[cfg(not(feature = "tls"))]
impl Secure {
    pub(in crate::server) fn load(_: &Config) -> Result<Self, ServerError> {
        Ok(Self::default())
    }

    pub(in crate::server) async fn follow<T>(&self, _: &Config) -> T {
        std::future::pending().await
    }

    pub(in crate::server) fn is_on(&self) -> bool {
        false
    }
}
