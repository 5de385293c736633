//! The form by which a client gets a token for its user's name and password.

use crate::{dependency, model};

/// What [`oauth2_password_form()`] and [`oauth2_password_form_strict()`] read.
#[model]
pub struct OAuth2PasswordRequestForm {
    /// `password`, if it was sent.
    pub grant_type: Option<String>,
    /// The name.
    pub username: String,
    /// The password.
    pub password: String,
    /// The scopes asked for.
    pub scopes: Vec<String>,
    /// The client's own name, if it has one.
    pub client_id: Option<String>,
    /// The client's own password, if it has one.
    pub client_secret: Option<String>,
}

/// Reads the form of OAuth2's password flow, which the docs page sends to the `token_url`.
///
/// ```
/// use fasterapi::prelude::*;
/// use fasterapi::security::{OAuth2PasswordRequestForm, oauth2_password_form};
///
/// #[post("/token")]
/// async fn token(#[depends(oauth2_password_form)] form: OAuth2PasswordRequestForm) -> Value {
///     json!({"access_token": form.username, "token_type": "bearer"})
/// }
/// ```
#[dependency]
pub fn oauth2_password_form(
    #[form(pattern = "^password$")] grant_type: Option<String>,
    #[form] username: String,
    #[form(json_schema_extra = {"format": "password"})] password: String,
    #[form(default = "")] scope: String,
    #[form] client_id: Option<String>,
    #[form(json_schema_extra = {"format": "password"})] client_secret: Option<String>,
) -> OAuth2PasswordRequestForm {
    OAuth2PasswordRequestForm {
        grant_type,
        username,
        password,
        scopes: scopes(&scope),
        client_id,
        client_secret,
    }
}

/// As [`oauth2_password_form()`], for clients that send `grant_type` as they should.
#[dependency]
pub fn oauth2_password_form_strict(
    #[form(pattern = "^password$")] grant_type: String,
    #[form] username: String,
    #[form] password: String,
    #[form(default = "")] scope: String,
    #[form] client_id: Option<String>,
    #[form] client_secret: Option<String>,
) -> OAuth2PasswordRequestForm {
    OAuth2PasswordRequestForm {
        grant_type: Some(grant_type),
        username,
        password,
        scopes: scopes(&scope),
        client_id,
        client_secret,
    }
}

fn scopes(scope: &str) -> Vec<String> {
    scope.split_whitespace().map(str::to_owned).collect()
}
