//! What a verifier asks of the registered claims (RFC 7519, section 4.1).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use super::JwtError;

/// The rules of a verifier.
#[derive(Debug, Clone, Default)]
pub(super) struct Rules {
    pub(super) audiences: Vec<String>,
    pub(super) issuers: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) leeway: Duration,
}

impl Rules {
    /// Whether these claims hold at `now`.
    pub(super) fn check(&self, claims: &Map<String, Value>, now: SystemTime) -> Result<(), JwtError> {
        if let Some(missing) = self.required.iter().find(|&name| !claims.contains_key(name)) {
            return Err(JwtError::MissingClaim(missing.clone()));
        }
        self.check_times(claims, now)?;
        self.check_issuer(claims)?;
        self.check_audience(claims)?;
        ["sub", "jti"].iter().try_for_each(|name| match claims.get(*name) {
            None | Some(Value::String(_)) => Ok(()),
            Some(_) => Err(wrong(name)),
        })
    }

    fn check_times(&self, claims: &Map<String, Value>, now: SystemTime) -> Result<(), JwtError> {
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64();
        let leeway = self.leeway.as_secs_f64();
        let expires = time(claims, "exp")?.ok_or_else(|| JwtError::MissingClaim("exp".to_owned()))?;
        if now >= expires + leeway {
            return Err(JwtError::Expired);
        }
        for name in ["nbf", "iat"] {
            if time(claims, name)?.is_some_and(|begin| now < begin - leeway) {
                return Err(JwtError::NotYetValid);
            }
        }
        Ok(())
    }

    fn check_issuer(&self, claims: &Map<String, Value>) -> Result<(), JwtError> {
        if self.issuers.is_empty() {
            return Ok(());
        }
        match claims.get("iss") {
            None => Err(JwtError::MissingClaim("iss".to_owned())),
            Some(Value::String(issuer)) if self.issuers.contains(issuer) => Ok(()),
            Some(_) => Err(wrong("iss")),
        }
    }

    /// A token that names an audience is for nobody else: who has no name is not meant either.
    fn check_audience(&self, claims: &Map<String, Value>) -> Result<(), JwtError> {
        let is_ours = |audience: &Value| match audience {
            Value::String(name) => Ok(self.audiences.contains(name)),
            _ => Err(wrong("aud")),
        };
        let ours = match claims.get("aud") {
            None if self.audiences.is_empty() => return Ok(()),
            None => return Err(JwtError::MissingClaim("aud".to_owned())),
            Some(Value::Array(audiences)) => {
                let each: Result<Vec<bool>, JwtError> = audiences.iter().map(is_ours).collect();
                each?.contains(&true)
            }
            Some(audience) => is_ours(audience)?,
        };
        if ours { Ok(()) } else { Err(wrong("aud")) }
    }
}

/// A `NumericDate`: seconds since 1970, with a fraction or without.
fn time(claims: &Map<String, Value>, name: &str) -> Result<Option<f64>, JwtError> {
    match claims.get(name) {
        None => Ok(None),
        Some(Value::Number(seconds)) => Ok(seconds.as_f64()),
        Some(_) => Err(wrong(name)),
    }
}

fn wrong(claim: &str) -> JwtError {
    JwtError::WrongClaim(claim.to_owned())
}
