//! [`Tls`]: where key and certificate are, and who may connect.

use std::fmt;
use std::path::PathBuf;

/// Whether clients show a certificate of their own; uvicorn's `ssl_cert_reqs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientCertificates {
    /// They are not asked: the default.
    #[default]
    None,
    /// They are asked, and may have none. A certificate that is not valid ends the handshake all the same.
    Optional,
    /// They must have one.
    Required,
}

/// The oldest version of TLS that is spoken. Those before 1.2 are broken, and not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TlsVersion {
    /// TLS 1.2 and 1.3: the default.
    #[default]
    V1_2,
    /// TLS 1.3 alone.
    V1_3,
}

/// Makes the server speak HTTPS: where key and certificate are, and who may connect.
///
/// The files are read at the start, where a fault in them ends the program, and again whenever one of them changes:
/// connections that are open stay as they are, and new ones get the new certificate. If the new files are faulty, the
/// log tells why and the old certificate stays.
///
/// ```no_run
/// use fasterapi::prelude::*;
/// use fasterapi::server::{Config, Tls};
///
/// fn main() -> fasterapi::Result<()> {
///     App::new().run_with(Config::new().port(443).tls(Tls::new("cert.pem", "key.pem")))
/// }
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Tls {
    pub(crate) certificate: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
    pub(crate) key_password: Option<String>,
    pub(crate) client_ca: Option<PathBuf>,
    pub(crate) client_certificates: ClientCertificates,
    pub(crate) version: TlsVersion,
    pub(crate) ciphers: Option<String>,
}

impl Tls {
    /// The certificate and, behind it, those of the authorities between it and a root, and its key; PEM files. They may
    /// be the same file.
    pub fn new(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        Self {
            certificate: Some(certificate.into()),
            key: Some(key.into()),
            ..Self::default()
        }
    }

    /// What the key is encrypted with (PKCS #8, `BEGIN ENCRYPTED PRIVATE KEY`); nothing by default.
    #[must_use]
    pub fn key_password(mut self, password: impl Into<String>) -> Self {
        self.key_password = Some(password.into());
        self
    }

    /// The authorities whose certificates clients may show, a PEM file, and whether they must; nobody is asked by
    /// default. Handlers see it as [`Request::client_certificate`](crate::Request::client_certificate).
    #[must_use]
    pub fn client_certificates(mut self, which: ClientCertificates, authorities: impl Into<PathBuf>) -> Self {
        self.client_ca = Some(authorities.into());
        self.client_certificates = which;
        self
    }

    /// The oldest version that is spoken; TLS 1.2 by default.
    #[must_use]
    pub fn version(mut self, oldest: TlsVersion) -> Self {
        self.version = oldest;
        self
    }

    /// The cipher suites to choose from, by their names in RFCs or OpenSSL's, separated by colons; all nine that rustls
    /// has by default, which are those that are recommended.
    #[must_use]
    pub fn ciphers(mut self, names: impl Into<String>) -> Self {
        self.ciphers = Some(names.into());
        self
    }
}

/// Without the password.
impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls")
            .field("certificate", &self.certificate)
            .field("key", &self.key)
            .field("key_password", &self.key_password.as_ref().map(|_| "..."))
            .field("client_ca", &self.client_ca)
            .field("client_certificates", &self.client_certificates)
            .field("version", &self.version)
            .field("ciphers", &self.ciphers)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_printed() {
        let tls = Tls::new("cert.pem", "key.pem").key_password("hunter2");
        let text = format!("{tls:?}");
        assert!(text.contains("key.pem") && !text.contains("hunter2"), "{text}");
    }
}
