//! [`TlsInfo`]: what client and server agreed upon.

use std::sync::Arc;

use super::{ClientCertificate, Request};

/// What client and server agreed upon in the handshake of TLS. Cheap to clone.
#[derive(Debug, Clone)]
pub struct TlsInfo(Arc<Facts>);

#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) version: &'static str,
    pub(crate) cipher_suite: &'static str,
    pub(crate) protocol: Option<&'static str>,
    pub(crate) server_name: Option<String>,
    pub(crate) client_certificate: Option<ClientCertificate>,
}

impl TlsInfo {
    pub(crate) fn new(facts: Facts) -> Self {
        Self(Arc::new(facts))
    }

    /// `TLSv1.2` or `TLSv1.3`.
    pub fn version(&self) -> &'static str {
        self.0.version
    }

    /// The cipher suite by its name in RFCs: `TLS_AES_256_GCM_SHA384`.
    pub fn cipher_suite(&self) -> &'static str {
        self.0.cipher_suite
    }

    /// What is spoken over it (ALPN): `h2` or `http/1.1`; `None` when the client did not say what it speaks, and gets
    /// HTTP/1.1.
    pub fn protocol(&self) -> Option<&'static str> {
        self.0.protocol
    }

    /// The name of the server by which the client asked for a certificate (SNI), if it did.
    pub fn server_name(&self) -> Option<&str> {
        self.0.server_name.as_deref()
    }

    /// The certificate that the client has shown, if it was asked and has one.
    pub fn client_certificate(&self) -> Option<&ClientCertificate> {
        self.0.client_certificate.as_ref()
    }
}

impl Request {
    /// What client and server agreed upon in the handshake of TLS; `None` when this server does not speak it: behind a
    /// proxy, the proxy knows.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// #[get("/tls")]
    /// async fn tls(request: &Request) -> Option<String> {
    ///     let tls = request.tls()?;
    ///     Some(format!("{} with {}", tls.version(), tls.cipher_suite()))
    /// }
    /// ```
    pub fn tls(&self) -> Option<&TlsInfo> {
        self.extensions().get()
    }

    /// The certificate that the client has shown over TLS; `None` when it was not asked, or had none.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// #[get("/whoami")]
    /// async fn whoami(request: &Request) -> Result<String, HttpError> {
    ///     let certificate = request.client_certificate();
    ///     let name = certificate.and_then(|certificate| certificate.common_name());
    ///     name.ok_or_else(|| HttpError::new(StatusCode::FORBIDDEN, "Who are you?"))
    /// }
    /// ```
    pub fn client_certificate(&self) -> Option<&ClientCertificate> {
        self.tls()?.client_certificate()
    }
}
