//! [`AccessToken`]: how a client is given its token.

use std::time::Duration;

use crate::model;

/// What a `/token` route answers (RFC 6749, section 5.1).
#[model]
#[derive(PartialEq, Eq)]
pub struct AccessToken {
    /// The token.
    pub access_token: String,
    /// How the client sends it: "bearer".
    pub token_type: String,
    /// How many seconds it is good for.
    pub expires_in: u64,
}

impl AccessToken {
    /// A token to be sent after the word "Bearer".
    pub fn bearer(token: impl Into<String>, expires_in: Duration) -> Self {
        Self {
            access_token: token.into(),
            token_type: "bearer".to_owned(),
            expires_in: expires_in.as_secs(),
        }
    }
}
