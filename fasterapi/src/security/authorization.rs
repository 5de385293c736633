//! The `Authorization` header, taken apart.

use std::borrow::Cow;

use http::header;

use crate::http::HttpError;
use crate::request::Request;

/// The scheme and what follows it: `("Bearer", "abc")`. `None`: there is no such header, or it is empty.
pub(super) fn authorization(request: &Request) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let value = whole(request)?;
    Some(match value {
        Cow::Borrowed(value) => {
            let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
            (scheme.into(), rest.trim().into())
        }
        Cow::Owned(value) => {
            let (scheme, rest) = value.split_once(' ').unwrap_or((&value, ""));
            (scheme.to_owned().into(), rest.trim().to_owned().into())
        }
    })
}

/// The whole header, bytes outside ASCII read as Latin-1. Two of them are none: who stands in front may have looked at the
/// other one.
pub(super) fn whole(request: &Request) -> Option<Cow<'_, str>> {
    let mut values = request.headers().get_all(header::AUTHORIZATION).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    let text = match value.to_str() {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => value
            .as_bytes()
            .iter()
            .map(|&byte| char::from(byte))
            .collect::<String>()
            .into(),
    };
    (!text.is_empty()).then_some(text)
}

/// What follows the scheme, if it is this one.
pub(super) fn of_scheme<'r>(request: &'r Request, scheme: &str) -> Option<Cow<'r, str>> {
    let (given, rest) = authorization(request)?;
    given.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// 401 "Not authenticated", with the challenge that HTTP asks for.
#[cold]
pub(super) fn not_authenticated(challenge: &str) -> HttpError {
    HttpError::unauthorized("Not authenticated").header("WWW-Authenticate", challenge)
}
