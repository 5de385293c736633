//! [`JwtKey`]: what a token is signed with, or verified.

use std::fmt;

use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, PublicKeyUse};
use jsonwebtoken::{DecodingKey, DecodingKeyKind, EncodingKey};
use serde_json::Value;

use super::JwtKeyError;

/// The shortest secret, in bytes: as long as the hash of HS256 (RFC 7518, section 3.2).
const SHORTEST_SECRET: usize = 32;
/// The shortest RSA modulus, in bytes: 2048 bits (RFC 7518, section 3.3).
const SHORTEST_MODULUS: usize = 256;

/// A secret, a private key, or a public one.
///
/// `Debug` does not show it.
#[derive(Clone)]
pub struct JwtKey {
    pub(super) id: Option<String>,
    pub(super) signing: Option<EncodingKey>,
    pub(super) verifying: Option<DecodingKey>,
    /// The only algorithm it may be used with, if it says so itself.
    pub(super) algorithm: Option<String>,
}

impl JwtKey {
    /// A secret for HMAC, which signs and verifies: at least 32 bytes that nobody can guess, such as those of
    /// `openssl rand -hex 32`.
    ///
    /// # Errors
    /// When it is shorter, or is a key in PEM: with a public key as a secret, anybody could sign.
    pub fn secret(secret: impl AsRef<[u8]>) -> Result<Self, JwtKeyError> {
        let secret = secret.as_ref();
        if secret.len() < SHORTEST_SECRET {
            return Err(JwtKeyError::new(format!(
                "the secret has {} bytes, but must have at least {SHORTEST_SECRET}",
                secret.len()
            )));
        }
        if secret.trim_ascii_start().starts_with(b"-----BEGIN ") {
            return Err(JwtKeyError::new(
                "a key in PEM is not a secret; use `JwtKey::public_pem` or `JwtKey::private_pem`",
            ));
        }
        Ok(Self {
            signing: Some(EncodingKey::from_secret(secret)),
            verifying: Some(DecodingKey::from_secret(secret)),
            ..Self::empty()
        })
    }

    /// A new secret for HMAC, which ends with the process, and so do the tokens signed with it: for development and
    /// tests.
    ///
    /// # Errors
    /// When the operating system has no random numbers.
    pub fn generate() -> Result<Self, JwtKeyError> {
        let mut secret = [0; SHORTEST_SECRET];
        let filled = getrandom::fill(&mut secret);
        filled.map_err(|error| JwtKeyError::new(format!("there are no random numbers: {error}")))?;
        Self::secret(secret)
    }

    /// A private key in PEM, which signs: RSA of at least 2048 bits (PKCS #1 or #8), EC or Ed25519 (PKCS #8).
    ///
    /// # Errors
    /// When it is none of these.
    pub fn private_pem(pem: impl AsRef<[u8]>) -> Result<Self, JwtKeyError> {
        let pem = pem.as_ref();
        if !names(pem, b"PRIVATE KEY-----") {
            return Err(JwtKeyError::new("this is not a private key in PEM"));
        }
        let key = EncodingKey::from_rsa_pem(pem)
            .or_else(|_| EncodingKey::from_ec_pem(pem))
            .or_else(|_| EncodingKey::from_ed_pem(pem))
            .map_err(|error| JwtKeyError::new(format!("this is not a private key for tokens: {error}")))?;
        Ok(Self {
            signing: Some(key),
            ..Self::empty()
        })
    }

    /// A public key in PEM, which verifies: RSA of at least 2048 bits, EC with P-256 or P-384, Ed25519.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn public_pem(pem: impl AsRef<[u8]>) -> Result<Self, JwtKeyError> {
        let pem = pem.as_ref();
        if !names(pem, b"PUBLIC KEY-----") {
            return Err(JwtKeyError::new("this is not a public key in PEM"));
        }
        let key = DecodingKey::from_rsa_pem(pem)
            .or_else(|_| DecodingKey::from_ec_pem(pem))
            .or_else(|_| DecodingKey::from_ed_pem(pem))
            .map_err(|error| JwtKeyError::new(format!("this is not a public key for tokens: {error}")))?;
        Self::verifying(key)
    }

    /// A key as JSON (a JWK, RFC 7517), which verifies. Its `kid` becomes its [`id`](Self::id), and its `alg` the only
    /// algorithm it is used with.
    ///
    /// # Errors
    /// When it is none, is of a type that is not known here, or is not for signatures.
    pub fn jwk(jwk: &Value) -> Result<Self, JwtKeyError> {
        let problem = |error: &dyn fmt::Display| JwtKeyError::new(format!("this JWK cannot be used: {error}"));
        let parsed: Jwk = serde_json::from_value(jwk.clone()).map_err(|error| problem(&error))?;
        if matches!(parsed.common.public_key_use, Some(ref purpose) if *purpose != PublicKeyUse::Signature) {
            return Err(problem(&"it is not for signatures"));
        }
        let is_secret = matches!(parsed.algorithm, AlgorithmParameters::OctetKey(_));
        let key = DecodingKey::from_jwk(&parsed).map_err(|error| problem(&error))?;
        let too_short = is_secret && matches!(key.try_get_as_bytes(), Ok(secret) if secret.len() < SHORTEST_SECRET);
        if too_short {
            return Err(problem(&format!("its secret has less than {SHORTEST_SECRET} bytes")));
        }
        Ok(Self {
            id: parsed.common.key_id,
            algorithm: jwk["alg"].as_str().map(str::to_owned),
            ..Self::verifying(key)?
        })
    }

    /// The keys of a JWK Set, `{"keys": [..]}`, as authorization servers publish it at their `jwks_uri`. Those that
    /// cannot be used are left out, as RFC 7517, section 5, says.
    ///
    /// # Errors
    /// When it is no JWK Set, or none of its keys can be used.
    pub fn jwk_set(set: &Value) -> Result<Vec<Self>, JwtKeyError> {
        let keys = set["keys"].as_array();
        let keys = keys.ok_or_else(|| JwtKeyError::new("this is not a JWK Set: it has no list `keys`"))?;
        let usable: Vec<Self> = keys.iter().filter_map(|key| Self::jwk(key).ok()).collect();
        if usable.is_empty() {
            return Err(JwtKeyError::new("none of the keys in this JWK Set can be used"));
        }
        Ok(usable)
    }

    /// Its name: the `kid` of tokens signed with it. A verifier takes a key with a name for tokens with this `kid`, and
    /// for those without any.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    fn verifying(key: DecodingKey) -> Result<Self, JwtKeyError> {
        let size = match key.kind() {
            DecodingKeyKind::RsaModulusExponent { n, .. } => Some(n.len()),
            // the DER of a key is a little longer than its modulus
            DecodingKeyKind::SecretOrDer(der) if key.family() == jsonwebtoken::AlgorithmFamily::Rsa => Some(der.len()),
            DecodingKeyKind::SecretOrDer(_) => None,
        };
        if size.is_some_and(|size| size < SHORTEST_MODULUS) {
            return Err(JwtKeyError::new("an RSA key must have at least 2048 bits"));
        }
        Ok(Self {
            verifying: Some(key),
            ..Self::empty()
        })
    }

    fn empty() -> Self {
        Self {
            id: None,
            signing: None,
            verifying: None,
            algorithm: None,
        }
    }
}

impl fmt::Debug for JwtKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "JwtKey({id:?})"),
            None => f.write_str("JwtKey"),
        }
    }
}

fn names(pem: &[u8], kind: &[u8]) -> bool {
    pem.windows(kind.len()).any(|window| window == kind)
}
