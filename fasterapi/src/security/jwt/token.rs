//! The parts of a token (RFC 7515, section 3.1): header, claims and signature, with dots between.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value};

use super::JwtError;
use super::object::Object;

/// The longest token that is looked at, in bytes. It travels in a header, where servers and proxies allow less.
const LONGEST: usize = 64 * 1024;

/// A token taken apart. Nothing in it is to be believed before its signature is.
pub(super) struct Token<'t> {
    pub(super) header: Map<String, Value>,
    pub(super) signature: Vec<u8>,
    /// What was signed: header and claims as they are.
    pub(super) message: &'t [u8],
    claims: &'t str,
}

impl<'t> Token<'t> {
    pub(super) fn parse(token: &'t str) -> Result<Self, JwtError> {
        if token.len() > LONGEST {
            return Err(JwtError::Malformed);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(JwtError::Malformed)?;
        let (header, claims) = message.split_once('.').ok_or(JwtError::Malformed)?;
        if claims.contains('.') {
            return Err(JwtError::Malformed);
        }
        Ok(Self {
            header: object(header)?,
            signature: decode(signature)?,
            message: message.as_bytes(),
            claims,
        })
    }

    pub(super) fn claims(&self) -> Result<Map<String, Value>, JwtError> {
        object(self.claims)
    }
}

fn decode(part: &str) -> Result<Vec<u8>, JwtError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed)
}

fn object(part: &str) -> Result<Map<String, Value>, JwtError> {
    let Object(members) = serde_json::from_slice(&decode(part)?).map_err(|_| JwtError::Malformed)?;
    Ok(members)
}

/// One part, written.
pub(super) fn encode(part: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(part)?))
}

/// A signature, written.
pub(super) fn encode_bytes(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
