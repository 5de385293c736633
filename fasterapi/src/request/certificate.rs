//! [`ClientCertificate`]: what a client has shown of itself.

use std::fmt;
use std::sync::Arc;

use x509_cert::Certificate;
use x509_cert::der::Decode;

/// The certificate that a client has shown, which one of the authorities of
/// [`Tls::client_certificates`](crate::server::Tls::client_certificates) has signed.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCertificate(Arc<[u8]>);

impl ClientCertificate {
    pub(crate) fn new(der: &[u8]) -> Self {
        Self(der.into())
    }

    /// The certificate itself (X.509, DER), for any crate that reads it.
    pub fn der(&self) -> &[u8] {
        &self.0
    }

    /// Whom it names, in the form of RFC 4514: `CN=alice,O=Example`. Empty where the name stands elsewhere, such as in
    /// the alternative names.
    pub fn subject(&self) -> String {
        self.parsed().map_or_else(String::new, |certificate| {
            certificate.tbs_certificate().subject().to_string()
        })
    }

    /// The `CN` of [`subject`](Self::subject).
    pub fn common_name(&self) -> Option<String> {
        let certificate = self.parsed()?;
        let name = certificate.tbs_certificate().subject().common_name().ok()??;
        Some(name.value().into_owned())
    }

    /// The serial number that the authority gave it, in hexadecimal.
    pub fn serial_number(&self) -> String {
        let bytes = self.parsed().map(|certificate| {
            let number = certificate.tbs_certificate().serial_number();
            number.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
        });
        bytes.unwrap_or_default()
    }

    fn parsed(&self) -> Option<Certificate> {
        Certificate::from_der(&self.0).ok()
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientCertificate({})", self.subject())
    }
}
