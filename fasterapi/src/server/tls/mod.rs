//! TLS: rustls's, with keys and certificates from files that may change while the server runs.

mod ciphers;
mod handshake;
mod identity;
mod key;
mod load;
mod options;
mod secured;

pub(crate) use ciphers::parse as parse_ciphers;
pub(super) use handshake::handshake;
pub(super) use identity::Identity;
pub use options::{ClientCertificates, Tls, TlsVersion};
