//! [`Secure`]: whether connections are encrypted, and with which certificate.

#[cfg(feature = "tls")]
use std::sync::Arc;

use super::config::Config;
use super::error::ServerError;
#[cfg(feature = "tls")]
use super::tls::Identity;

/// Whether connections are encrypted, and with which certificate; cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Secure {
    #[cfg(feature = "tls")]
    identity: Option<Arc<Identity>>,
}

#[cfg(feature = "tls")]
impl Secure {
    /// Reads key and certificate, where the server has some.
    pub(super) fn load(config: &Config) -> Result<Self, ServerError> {
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
    pub(super) async fn follow<T>(&self, config: &Config) -> T {
        let Some(identity) = &self.identity else {
            return std::future::pending().await;
        };
        loop {
            tokio::time::sleep(config.tick()).await;
            identity.refresh();
        }
    }

    pub(super) fn is_on(&self) -> bool {
        self.identity.is_some()
    }

    pub(super) fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }
}

#[cfg(not(feature = "tls"))]
impl Secure {
    pub(super) fn load(_: &Config) -> Result<Self, ServerError> {
        Ok(Self::default())
    }

    pub(super) async fn follow<T>(&self, _: &Config) -> T {
        std::future::pending().await
    }

    pub(super) fn is_on(&self) -> bool {
        false
    }
}
