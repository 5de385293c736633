//! [`JwtBearer`]: a token in the `Authorization` header, and the claims in it.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::JwtVerifier;
use crate::http::HttpError;
use crate::request::Request;
use crate::security::SecurityScheme;
use crate::security::authorization::{not_authenticated, of_scheme};
use crate::security::scheme::{Common, common};

/// A token after the word "Bearer", verified: the credentials are its claims, as a `C`.
///
/// Without a token the answer is 401 "Not authenticated"; with one that is refused it is 401 "Could not validate
/// credentials", even for an `Option`. Keep it in a `LazyLock`, for a scheme is made anew for each request.
///
/// ```
/// use std::sync::LazyLock;
///
/// use fasterapi::prelude::*;
/// use fasterapi::security::jwt::{JwtAlgorithm, JwtBearer, JwtKey, JwtVerifier};
///
/// #[derive(Deserialize)]
/// struct Claims {
///     sub: String,
/// }
///
/// static BEARER: LazyLock<JwtBearer<Claims>> = LazyLock::new(|| {
///     let key = JwtKey::generate().expect("the system has random numbers");
///     let verifier = JwtVerifier::new([JwtAlgorithm::HS256], [key]);
///     JwtBearer::new(verifier.expect("the key is for the algorithm"))
/// });
///
/// #[get("/me")]
/// async fn me(#[security(&*BEARER)] claims: Claims) -> String {
///     claims.sub
/// }
/// ```
pub struct JwtBearer<C> {
    verifier: JwtVerifier,
    common: Common,
    claims: PhantomData<fn() -> C>,
}

impl<C> JwtBearer<C> {
    /// Tokens that this verifier accepts.
    pub fn new(verifier: JwtVerifier) -> Self {
        Self {
            verifier,
            common: Common::default(),
            claims: PhantomData,
        }
    }

    common!();
}

impl<C> Clone for JwtBearer<C> {
    fn clone(&self) -> Self {
        Self {
            verifier: self.verifier.clone(),
            common: self.common.clone(),
            claims: PhantomData,
        }
    }
}

impl<C> fmt::Debug for JwtBearer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JwtBearer").field(&self.verifier).finish()
    }
}

impl<C: DeserializeOwned + Send + 'static> SecurityScheme for JwtBearer<C> {
    type Credentials = C;

    fn scheme_name(&self) -> Cow<'static, str> {
        self.common.name("JWTBearer")
    }

    fn description(&self) -> Value {
        let members = json!({"scheme": "bearer", "bearerFormat": "JWT"});
        self.common.object("http", members)
    }

    fn credentials(&self, request: &Request) -> Result<Option<C>, HttpError> {
        match of_scheme(request, "bearer") {
            Some(token) if !token.is_empty() => Ok(Some(self.verifier.verify(&token)?)),
            _ => Ok(None),
        }
    }

    fn not_authenticated(&self) -> HttpError {
        not_authenticated("Bearer")
    }
}
