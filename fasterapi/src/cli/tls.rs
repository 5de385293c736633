//! What the options of TLS are set to; uvicorn's names, and its numbers where they are Python's.

use std::ffi::OsStr;

use super::values::text;
use crate::server::{ClientCertificates, Config, Tls, TlsVersion, parse_ciphers};

/// The part of the configuration that the options of TLS set.
pub(super) fn tls(config: &mut Config) -> &mut Tls {
    config.tls.get_or_insert_default()
}

/// `--ssl-cert-reqs`: a word, or the number of Python's `ssl.CERT_NONE` and so on.
pub(super) fn client_certificates(value: &OsStr) -> Result<ClientCertificates, String> {
    match text(value)?.trim() {
        "none" | "0" => Ok(ClientCertificates::None),
        "optional" | "1" => Ok(ClientCertificates::Optional),
        "required" | "2" => Ok(ClientCertificates::Required),
        _ => Err("none, optional or required".to_owned()),
    }
}

/// `--ssl-version`: the oldest that is spoken.
pub(super) fn version(value: &OsStr) -> Result<TlsVersion, String> {
    match text(value)?.trim() {
        "1.2" => Ok(TlsVersion::V1_2),
        "1.3" => Ok(TlsVersion::V1_3),
        _ => Err("1.2 or 1.3, the oldest version to speak".to_owned()),
    }
}

/// `--ssl-ciphers`
pub(super) fn ciphers(value: &OsStr) -> Result<String, String> {
    let names = text(value)?;
    parse_ciphers(names)?;
    Ok(names.to_owned())
}
