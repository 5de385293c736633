//! [`JwtVerifier`]: judges tokens.

use std::time::{Duration, SystemTime};

use jsonwebtoken::DecodingKey;
use jsonwebtoken::crypto::rust_crypto::DEFAULT_PROVIDER;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::claims::Rules;
use super::token::Token;
use super::{JwtAlgorithm, JwtError, JwtKey, JwtKeyError};

/// Judges tokens: signature first, then what they claim.
///
/// - Only the algorithms that were listed are accepted, and each key only with algorithms of its own kind: a token cannot
///   choose how it is verified. Addresses of keys in a token (`jku`, `x5u`, `jwk`) are never looked at.
/// - `exp` is required and must be in the future; `nbf` and `iat`, if there, must not be.
/// - `iss` and `aud` must be as configured. A token with an `aud` is refused when no audience is configured.
/// - Names that stand twice, `crit`, and padding are refused.
///
/// Make it once, and share it as [`State`](crate::State) or in a [`JwtBearer`](super::JwtBearer).
#[derive(Debug, Clone)]
pub struct JwtVerifier {
    keys: Vec<Known>,
    rules: Rules,
}

#[derive(Clone)]
struct Known {
    id: Option<String>,
    key: DecodingKey,
    algorithms: Vec<JwtAlgorithm>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?}", self.id, self.algorithms)
    }
}

impl JwtVerifier {
    /// A verifier that accepts these algorithms and keys. Of several keys, the token's `kid` says which is meant.
    ///
    /// # Errors
    /// When there is no algorithm, no key, or a key that none of the algorithms fits.
    pub fn new(
        algorithms: impl IntoIterator<Item = JwtAlgorithm>,
        keys: impl IntoIterator<Item = JwtKey>,
    ) -> Result<Self, JwtKeyError> {
        let algorithms: Vec<JwtAlgorithm> = algorithms.into_iter().collect();
        let keys = keys.into_iter().map(|key| known(key, &algorithms));
        let keys = keys.collect::<Result<Vec<Known>, JwtKeyError>>()?;
        if keys.is_empty() {
            return Err(JwtKeyError::new("a verifier needs at least one key"));
        }
        Ok(Self {
            keys,
            rules: Rules::default(),
        })
    }

    /// Tokens must be for this audience (`aud`); one of them, when called again.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.rules.audiences.push(audience.into());
        self
    }

    /// Tokens must come from this issuer (`iss`); one of them, when called again.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.rules.issuers.push(issuer.into());
        self
    }

    /// Tokens must have these claims, whatever is in them; `exp` they must have anyway.
    #[must_use]
    pub fn require<N: Into<String>>(mut self, claims: impl IntoIterator<Item = N>) -> Self {
        self.rules.required.extend(claims.into_iter().map(Into::into));
        self
    }

    /// How far the clocks of issuer and verifier may be apart; not at all by default. A minute is usual between machines.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.rules.leeway = leeway;
        self
    }

    /// The claims of a token that is good now.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn verify<C: DeserializeOwned>(&self, token: &str) -> Result<C, JwtError> {
        self.verify_at(token, SystemTime::now())
    }

    /// The claims of a token that is good at this time: [`verify`](Self::verify) for tests.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn verify_at<C: DeserializeOwned>(&self, token: &str, now: SystemTime) -> Result<C, JwtError> {
        let token = Token::parse(token)?;
        self.check_signature(&token)?;
        let claims = token.claims()?;
        self.rules.check(&claims, now)?;
        serde_json::from_value(Value::Object(claims)).map_err(|error| JwtError::Claims(error.to_string()))
    }

    fn check_signature(&self, token: &Token<'_>) -> Result<(), JwtError> {
        let header = &token.header;
        if header.contains_key("crit") || header.contains_key("b64") {
            return Err(JwtError::UnknownExtension);
        }
        let name = header.get("alg").and_then(Value::as_str).ok_or(JwtError::Malformed)?;
        let algorithm: JwtAlgorithm = name.parse().map_err(|_| JwtError::Algorithm)?;
        let keys = self.keys_for(header.get("kid"))?;
        let mut fitting = keys.filter(|known| known.algorithms.contains(&algorithm)).peekable();
        if fitting.peek().is_none() {
            return Err(JwtError::Algorithm);
        }
        let is_good = |known: &Known| {
            let verifier = (DEFAULT_PROVIDER.verifier_factory)(&algorithm.inner(), &known.key);
            verifier.is_ok_and(|verifier| verifier.verify(token.message, &token.signature).is_ok())
        };
        if fitting.any(is_good) {
            Ok(())
        } else {
            Err(JwtError::Signature)
        }
    }

    /// The keys a token with this `kid` may be signed with: those of this name, else those without one.
    fn keys_for(&self, kid: Option<&Value>) -> Result<impl Iterator<Item = &Known>, JwtError> {
        let kid = match kid {
            None => None,
            Some(Value::String(kid)) => Some(kid.as_str()),
            Some(_) => return Err(JwtError::Malformed),
        };
        let is_named = kid.is_some() && self.keys.iter().any(|known| known.id.as_deref() == kid);
        let fits = move |known: &&Known| match kid {
            Some(_) if is_named => known.id.as_deref() == kid,
            Some(_) => known.id.is_none(),
            None => true,
        };
        let mut keys = self.keys.iter().filter(fits).peekable();
        if keys.peek().is_none() {
            return Err(JwtError::UnknownKey);
        }
        Ok(keys)
    }
}

/// The key with those of the algorithms that it is for.
fn known(key: JwtKey, algorithms: &[JwtAlgorithm]) -> Result<Known, JwtKeyError> {
    let JwtKey {
        id,
        verifying,
        algorithm,
        ..
    } = key;
    let key = verifying.ok_or_else(|| {
        JwtKeyError::new("a private key signs, and does not verify: give the verifier the public key")
    })?;
    let fits = |candidate: &JwtAlgorithm| {
        algorithm.as_deref().is_none_or(|only| only == candidate.name())
            && (DEFAULT_PROVIDER.verifier_factory)(&candidate.inner(), &key).is_ok()
    };
    let fitting: Vec<JwtAlgorithm> = algorithms.iter().copied().filter(fits).collect();
    if fitting.is_empty() {
        let id = id.as_deref().map(|id| format!(" {id:?}")).unwrap_or_default();
        return Err(JwtKeyError::new(format!(
            "the key{id} is for none of the algorithms that are allowed"
        )));
    }
    Ok(Known {
        id,
        key,
        algorithms: fitting,
    })
}
