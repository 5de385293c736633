//! From the files to what rustls needs.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::{WebPkiClientVerifier, danger::ClientCertVerifier};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{Error, RootCertStore, ServerConfig};

use super::key::read_key;
use super::options::{ClientCertificates, Tls, TlsVersion};
use super::parse_ciphers;
use crate::server::ServerError;

/// Reads all files, and checks that they go together.
pub(super) fn load(tls: &Tls, protocols: &[&[u8]]) -> Result<ServerConfig, ServerError> {
    let Some(certificate) = &tls.certificate else {
        return Err(ServerError::new(
            "TLS needs a certificate: give its file (--ssl-certfile, Tls::new)",
        ));
    };
    let mut provider = ring::default_provider();
    if let Some(names) = &tls.ciphers {
        provider.cipher_suites =
            parse_ciphers(names).map_err(|expected| ServerError::new(format!("TLS: expected {expected}")))?;
    }
    let provider = Arc::new(provider);
    let chain = read_certificates(certificate, "the certificate")?;
    let key_file = tls.key.as_ref().unwrap_or(certificate);
    let key = read_key(key_file, tls.key_password.as_deref())?;
    let versions = match tls.version {
        TlsVersion::V1_2 => &[&TLS13, &TLS12][..],
        TlsVersion::V1_3 => &[&TLS13],
    };
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions)
        .map_err(|_| {
            ServerError::new("TLS: none of the cipher suites is one of the oldest version that is asked for")
        })?;
    let builder = match verifier(tls, &provider)? {
        None => builder.with_no_client_auth(),
        Some(verifier) => builder.with_client_cert_verifier(verifier),
    };
    let mut config = builder.with_single_cert(chain, key).map_err(|error| {
        let (certificate, key) = (certificate.display(), key_file.display());
        ServerError::new(match error {
            Error::InconsistentKeys(_) => {
                format!("the key in {key} is not that of the certificate in {certificate}, which has to be the first in its file")
            }
            error => format!("cannot use the certificate in {certificate} with the key in {key}: {error}"),
        })
    })?;
    config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
    config.ticketer = ring::Ticketer::new().map_err(|error| ServerError::new(format!("TLS: {error}")))?;
    Ok(config)
}

/// Who checks the certificates of clients, if they are asked for one.
fn verifier(tls: &Tls, provider: &Arc<CryptoProvider>) -> Result<Option<Arc<dyn ClientCertVerifier>>, ServerError> {
    let authorities = match (tls.client_certificates, &tls.client_ca) {
        (ClientCertificates::None, _) => return Ok(None),
        (_, Some(authorities)) => authorities,
        (_, None) => {
            return Err(ServerError::new(
                "TLS: clients are asked for certificates, of which authorities is not said (--ssl-ca-certs)",
            ));
        }
    };
    let file = authorities.display();
    let mut roots = RootCertStore::empty();
    for certificate in read_certificates(authorities, "the authorities of clients")? {
        roots
            .add(certificate)
            .map_err(|error| ServerError::new(format!("a certificate in {file} is none of an authority: {error}")))?;
    }
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
    let builder = match tls.client_certificates {
        ClientCertificates::Required => builder,
        _ => builder.allow_unauthenticated(),
    };
    let verifier = builder
        .build()
        .map_err(|error| ServerError::new(format!("cannot use the authorities in {file}: {error}")))?;
    Ok(Some(verifier))
}

fn read_certificates(path: &Path, what: &str) -> Result<Vec<CertificateDer<'static>>, ServerError> {
    let file = path.display();
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&read(path, what)?)
        .collect::<Result<_, _>>()
        .map_err(|error| ServerError::new(format!("{what} in {file} cannot be read: {error}")))?;
    if certificates.is_empty() {
        return Err(ServerError::new(format!(
            "there is no certificate in {file}: expected a PEM file with `-----BEGIN CERTIFICATE-----`"
        )));
    }
    Ok(certificates)
}

/// The bytes of a file.
pub(super) fn read(path: &Path, what: &str) -> Result<Vec<u8>, ServerError> {
    fs::read(path).map_err(|error| ServerError::io(format!("cannot read {what}, {}", path.display()), error))
}
