//! Private keys in files.

use std::fmt::Display;
use std::path::Path;

use pkcs8::EncryptedPrivateKeyInfoRef;
use pkcs8::der::pem::PemLabel;
use pkcs8::der::{Document, SecretDocument};
use tokio_rustls::rustls::pki_types::pem::{Error as PemError, PemObject};
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use super::load::read;
use crate::server::ServerError;

/// Where an encrypted key begins and ends (RFC 7468, section 11).
const BEGIN: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
const END: &str = "-----END ENCRYPTED PRIVATE KEY-----";

/// How OpenSSL marks keys that are encrypted in its own old format.
const OLD_FORMAT: &str = "Proc-Type: 4,ENCRYPTED";

/// Reads the first key of a file.
pub(super) fn read_key(path: &Path, password: Option<&str>) -> Result<PrivateKeyDer<'static>, ServerError> {
    let file = path.display();
    let bytes = read(path, "the key")?;
    let text = String::from_utf8_lossy(&bytes);
    if let Some(start) = text.find(BEGIN) {
        let Some(end) = text[start..].find(END) else {
            return Err(ServerError::new(format!("the key in {file} is cut off")));
        };
        let Some(password) = password else {
            return Err(ServerError::new(format!(
                "the key in {file} is encrypted: give its password (--ssl-keyfile-password, Tls::key_password)"
            )));
        };
        return decrypt(&text[start..start + end + END.len()], password)
            .map_err(|error| ServerError::new(format!("cannot decrypt the key in {file}: {error}")));
    }
    if text.contains(OLD_FORMAT) {
        return Err(ServerError::new(format!(
            "the key in {file} is encrypted in OpenSSL's old format; convert it: openssl pkcs8 -topk8 -in {file} -out NEW"
        )));
    }
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|error| {
        ServerError::new(match error {
            PemError::NoItemsFound => {
                format!("there is no private key in {file}: expected a PEM file with `-----BEGIN PRIVATE KEY-----`")
            }
            error => format!("the key in {file} cannot be read: {error}"),
        })
    })
}

fn decrypt(pem: &str, password: &str) -> Result<PrivateKeyDer<'static>, String> {
    let unreadable = |error: &dyn Display| format!("it is no PKCS #8 key ({error})");
    let (label, document) = Document::from_pem(pem).map_err(|error| unreadable(&error))?;
    let key: EncryptedPrivateKeyInfoRef<'_> = EncryptedPrivateKeyInfoRef::validate_pem_label(label)
        .map_err(|error| unreadable(&error))
        .and_then(|()| document.decode_msg().map_err(|error| unreadable(&error)))?;
    let decrypted: SecretDocument = key.decrypt(password).map_err(|error| match error {
        pkcs8::Error::EncryptedPrivateKey(pkcs8::pkcs5::Error::DecryptFailed) => "the password is wrong".to_owned(),
        error => format!("{error} (is the password right?)"),
    })?;
    Ok(PrivatePkcs8KeyDer::from(decrypted.as_bytes().to_vec()).into())
}
