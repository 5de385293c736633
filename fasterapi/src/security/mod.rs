//! Security schemes: where a request's credentials are, and what the document says of them.
//!
//! ```
//! use fasterapi::prelude::*;
//! use fasterapi::security::OAuth2PasswordBearer;
//!
//! fn oauth2() -> OAuth2PasswordBearer {
//!     OAuth2PasswordBearer::new("token")
//! }
//!
//! #[get("/me")]
//! async fn me(#[security(oauth2())] token: String) -> String {
//!     token
//! }
//! ```

mod access_token;
mod api_key;
mod authorization;
mod basic;
mod compare;
mod http_schemes;
#[cfg(feature = "jwt")]
pub mod jwt;
mod mutual_tls;
mod oauth2;
mod open_id_connect;
#[cfg(feature = "password")]
pub mod password;
mod password_form;
mod scheme;
mod scopes;

pub use access_token::AccessToken;
pub use api_key::{ApiKeyCookie, ApiKeyHeader, ApiKeyQuery};
pub use basic::{HttpBasic, HttpBasicCredentials};
pub use compare::constant_time_eq;
pub use http_schemes::{HttpAuthorizationCredentials, HttpBearer, HttpDigest};
pub use mutual_tls::MutualTls;
pub use oauth2::{
    OAuth2, OAuth2AuthorizationCodeBearer, OAuth2ClientCredentialsBearer, OAuth2ImplicitBearer, OAuth2PasswordBearer,
};
pub use open_id_connect::OpenIdConnect;
pub use password_form::{OAuth2PasswordRequestForm, oauth2_password_form, oauth2_password_form_strict};
pub use scheme::SecurityScheme;
pub use scopes::SecurityScopes;
