//! JSON Web Tokens (RFC 7519): signed by a [`JwtSigner`], judged by a [`JwtVerifier`].
//!
//! ```
//! use fasterapi::security::jwt::{JwtAlgorithm, JwtError, JwtKey, JwtSigner, JwtVerifier};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Serialize, Deserialize)]
//! struct Claims {
//!     sub: String,
//! }
//!
//! let key = JwtKey::generate()?;
//! let signer = JwtSigner::new(JwtAlgorithm::HS256, key.clone())?.issuer("https://shop.example");
//! let verifier = JwtVerifier::new([JwtAlgorithm::HS256], [key])?.issuer("https://shop.example");
//!
//! let token = signer.sign(&Claims { sub: "ann".into() })?;
//! assert_eq!(verifier.verify::<Claims>(&token)?.sub, "ann");
//! assert_eq!(verifier.verify::<Claims>("nonsense").err(), Some(JwtError::Malformed));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod algorithm;
mod bearer;
mod claims;
mod error;
mod key;
mod object;
mod signer;
mod token;
mod verifier;

pub use algorithm::JwtAlgorithm;
pub use bearer::JwtBearer;
pub use error::{JwtError, JwtKeyError};
pub use key::JwtKey;
pub use signer::JwtSigner;
pub use verifier::JwtVerifier;
