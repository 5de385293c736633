//! [`JwtSigner`]: makes tokens.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jsonwebtoken::EncodingKey;
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::token::{encode, encode_bytes};
use super::{JwtAlgorithm, JwtKey, JwtKeyError};
use crate::security::AccessToken;

/// Makes tokens.
///
/// To the claims that it is given it adds `iat`, `exp`, and `iss` and `aud` if they were set, unless they are there
/// already.
#[derive(Debug, Clone)]
pub struct JwtSigner {
    algorithm: JwtAlgorithm,
    key: EncodingKey,
    id: Option<String>,
    issuer: Option<String>,
    audience: Option<String>,
    expires_in: Duration,
}

impl JwtSigner {
    /// A signer whose tokens are good for 60 minutes. The key's [`id`](JwtKey::id) becomes their `kid`.
    ///
    /// # Errors
    /// When the key cannot sign, or not with this algorithm.
    pub fn new(algorithm: JwtAlgorithm, key: JwtKey) -> Result<Self, JwtKeyError> {
        let JwtKey { id, signing, .. } = key;
        let key = signing.ok_or_else(|| JwtKeyError::new("a public key verifies, and does not sign"))?;
        if let Err(error) = (DEFAULT_PROVIDER.signer_factory)(&algorithm.inner(), &key) {
            return Err(JwtKeyError::new(format!("the key is not for {algorithm}: {error}")));
        }
        Ok(Self {
            algorithm,
            key,
            id,
            issuer: None,
            audience: None,
            expires_in: Duration::from_secs(3600),
        })
    }

    /// Who says so (`iss`).
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = Some(issuer.into());
        self
    }

    /// Whom the tokens are for (`aud`).
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audience = Some(audience.into());
        self
    }

    /// How long the tokens are good; 60 minutes by default. Parts of a second do not count.
    #[must_use]
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.expires_in = time;
        self
    }

    /// A token with these claims, an object.
    ///
    /// # Errors
    /// When they are none, or cannot be written or signed.
    pub fn sign(&self, claims: &impl Serialize) -> Result<String, JwtKeyError> {
        self.sign_at(claims, SystemTime::now())
    }

    /// A token made at this time: [`sign`](Self::sign) for tests.
    ///
    /// # Errors
    /// When the claims are no object, or cannot be written or signed.
    pub fn sign_at(&self, claims: &impl Serialize, now: SystemTime) -> Result<String, JwtKeyError> {
        let unwritten = |error: serde_json::Error| JwtKeyError::new(format!("the claims cannot be written: {error}"));
        let Value::Object(mut claims) = serde_json::to_value(claims).map_err(unwritten)? else {
            return Err(JwtKeyError::new("the claims of a token are an object"));
        };
        self.complete(&mut claims, now);
        let mut header = json!({"alg": self.algorithm.name(), "typ": "JWT"});
        if let Some(id) = &self.id {
            header["kid"] = json!(id);
        }
        let message = format!(
            "{}.{}",
            encode(&header).map_err(unwritten)?,
            encode(&claims).map_err(unwritten)?
        );
        let unsigned = |error: &dyn std::fmt::Display| JwtKeyError::new(format!("the token cannot be signed: {error}"));
        let signer = (DEFAULT_PROVIDER.signer_factory)(&self.algorithm.inner(), &self.key);
        let signer = signer.map_err(|error| unsigned(&error))?;
        let signature = signer.try_sign(message.as_bytes()).map_err(|error| unsigned(&error))?;
        Ok(format!("{message}.{}", encode_bytes(&signature)))
    }

    /// A token with these claims, as OAuth2 hands it to a client.
    ///
    /// # Errors
    /// As [`sign`](Self::sign).
    pub fn access_token(&self, claims: &impl Serialize) -> Result<AccessToken, JwtKeyError> {
        Ok(AccessToken::bearer(self.sign(claims)?, self.expires_in))
    }

    fn complete(&self, claims: &mut Map<String, Value>, now: SystemTime) {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut add = |name: &str, value: Value| {
            claims.entry(name).or_insert(value);
        };
        if let Some(issuer) = &self.issuer {
            add("iss", json!(issuer));
        }
        if let Some(audience) = &self.audience {
            add("aud", json!(audience));
        }
        add("iat", json!(now));
        add("exp", json!(now.saturating_add(self.expires_in.as_secs())));
    }
}
