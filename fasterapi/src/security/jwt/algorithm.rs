//! [`JwtAlgorithm`]: how a token is signed.

use std::fmt;
use std::str::FromStr;

use jsonwebtoken::Algorithm;

use super::JwtKeyError;

macro_rules! algorithms {
    ($($name:ident $doc:literal)*) => {
        /// How a token is signed (RFC 7518, section 3.1; EdDSA is RFC 8037).
        ///
        /// There is no `none`: a token without a signature is never good.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum JwtAlgorithm {
            $(#[doc = $doc] $name,)*
        }

        impl JwtAlgorithm {
            /// As the header of a token names it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            pub(super) fn inner(self) -> Algorithm {
                match self {
                    $(Self::$name => Algorithm::$name,)*
                }
            }
        }

        impl FromStr for JwtAlgorithm {
            type Err = JwtKeyError;

            /// The names are case-sensitive.
            fn from_str(name: &str) -> Result<Self, JwtKeyError> {
                match name {
                    $(stringify!($name) => Ok(Self::$name),)*
                    _ => Err(JwtKeyError::new(format!("{name:?} is not a known algorithm"))),
                }
            }
        }
    };
}

algorithms! {
    HS256 "HMAC with SHA-256: one secret signs and verifies."
    HS384 "HMAC with SHA-384."
    HS512 "HMAC with SHA-512."
    RS256 "RSA (PKCS #1 v1.5) with SHA-256: the private key signs, the public one verifies."
    RS384 "RSA (PKCS #1 v1.5) with SHA-384."
    RS512 "RSA (PKCS #1 v1.5) with SHA-512."
    PS256 "RSA (PSS) with SHA-256."
    PS384 "RSA (PSS) with SHA-384."
    PS512 "RSA (PSS) with SHA-512."
    ES256 "ECDSA with the curve P-256 and SHA-256."
    ES384 "ECDSA with the curve P-384 and SHA-384."
    EdDSA "EdDSA with the curve Ed25519."
}

impl fmt::Display for JwtAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
