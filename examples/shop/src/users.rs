//! Logging in, and who one is then.

use fasterapi::prelude::*;
use fasterapi::security::{AccessToken, OAuth2PasswordRequestForm, oauth2_password_form};

use crate::accounts::Accounts;
use crate::models::{Problem, User};
use crate::tokens::{Tokens, current_user};

/// `/token` and `/users`.
pub fn router() -> Router {
    Router::new().routes(routes![log_in, read_me])
}

/// Log in
///
/// Gives a token for a name and a password. The "Authorize" button of the docs page does this.
#[post(
    "/token",
    responses(
        (400, description = "The body is no form", model = Problem),
        (401, description = "No such user, or another password", model = Problem),
    ),
)]
pub async fn log_in(
    #[depends(oauth2_password_form)] form: OAuth2PasswordRequestForm,
    accounts: State<Accounts>,
    tokens: State<Tokens>,
) -> Result<AccessToken, AnyError> {
    let user = accounts.log_in(&form.username, form.password).await?;
    let user = user.ok_or_else(|| {
        HttpError::unauthorized("Incorrect username or password").header("WWW-Authenticate", "Bearer")
    })?;
    Ok(tokens.issue(user, &form.scopes)?)
}

/// Read yourself
#[get(
    "/users/me",
    responses(
        (401, description = "Not logged in", model = Problem),
        (403, description = "A token without the scope `me`", model = Problem),
    ),
)]
pub async fn read_me(#[depends(current_user, scopes = ["me"])] user: User) -> User {
    user
}
