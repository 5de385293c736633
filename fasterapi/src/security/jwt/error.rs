//! Why a token is refused, and why a key is.

use std::error::Error;
use std::fmt;

use http::StatusCode;

use crate::http::HttpError;
use crate::model::Schemas;
use crate::response::{ErrorDescription, Respond, Responder, Response, ResponseDescription, error_response};

/// What the client reads: not a word on what exactly was wrong.
const DETAIL: &str = "Could not validate credentials";

/// Why a token is refused.
///
/// As the error of a handler or dependency it answers 401 with `WWW-Authenticate: Bearer`, and does not tell the client
/// which of these it was; `?` makes an [`HttpError`] of it, too.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwtError {
    /// It is not three parts of base64url without padding, with a JSON object in each of the first two.
    Malformed,
    /// Its header asks for an algorithm that is not allowed, or that its key is not for.
    Algorithm,
    /// Its header has `crit` or `b64`: it must be read in a way that is not known here (RFC 7515, section 4.1.11).
    UnknownExtension,
    /// Its header names a key (`kid`) that is not known.
    UnknownKey,
    /// Its signature is not that of the key.
    Signature,
    /// `exp` is not in the future.
    Expired,
    /// `nbf` or `iat` is in the future.
    NotYetValid,
    /// It lacks this claim.
    MissingClaim(String),
    /// This claim is not of the right type, or is meant for somebody else.
    WrongClaim(String),
    /// Its claims do not fit the type they were asked for as, for this reason.
    Claims(String),
}

impl fmt::Display for JwtError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed => f.write_str("not a signed token"),
            Self::Algorithm => f.write_str("signed with an algorithm that is not allowed"),
            Self::UnknownExtension => f.write_str("the header has an extension that is not known"),
            Self::UnknownKey => f.write_str("signed with a key that is not known"),
            Self::Signature => f.write_str("the signature is wrong"),
            Self::Expired => f.write_str("expired"),
            Self::NotYetValid => f.write_str("not valid yet"),
            Self::MissingClaim(claim) => write!(f, "the claim {claim:?} is missing"),
            Self::WrongClaim(claim) => write!(f, "the claim {claim:?} is not what it must be"),
            Self::Claims(reason) => write!(f, "the claims do not fit: {reason}"),
        }
    }
}

impl Error for JwtError {}

impl From<JwtError> for HttpError {
    fn from(_: JwtError) -> Self {
        Self::unauthorized(DETAIL).header("WWW-Authenticate", "Bearer")
    }
}

impl Responder for JwtError {
    fn respond(self, _: Respond) -> Response {
        error_response(self.into())
    }

    fn describe(_: &mut ResponseDescription, _: &mut Schemas) {}

    fn describe_errors(errors: &mut Vec<ErrorDescription>) {
        errors.push(ErrorDescription {
            status: StatusCode::UNAUTHORIZED,
            description: DETAIL,
            headers: &["WWW-Authenticate"],
        });
    }
}

/// Why a key, or what was to be signed with it, is refused: a mistake in the program or its settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwtKeyError(String);

impl JwtKeyError {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for JwtKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for JwtKeyError {}
