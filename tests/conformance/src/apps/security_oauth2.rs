//! OAuth2: tokens for a name and a password, and those who ask for one.

use fasterapi::prelude::*;
use fasterapi::security::{
    OAuth2AuthorizationCodeBearer, OAuth2PasswordBearer, OAuth2PasswordRequestForm, constant_time_eq,
    oauth2_password_form, oauth2_password_form_strict,
};

/// Name, password, whether the account is disabled.
const USERS: [(&str, &str, bool); 2] = [("ann", "wonder", false), ("bob", "builder", true)];

fn oauth2() -> OAuth2PasswordBearer {
    OAuth2PasswordBearer::new("token").description("Password login")
}

fn oauth2_soft() -> OAuth2PasswordBearer {
    OAuth2PasswordBearer::new("token").scheme_name("Soft")
}

fn code_flow() -> OAuth2AuthorizationCodeBearer {
    OAuth2AuthorizationCodeBearer::new("/authorize", "/token")
        .refresh_url("/refresh")
        .scopes([("read", "Read all")])
}

#[model]
struct User {
    username: String,
    #[field(default = false)]
    disabled: bool,
}

#[model]
struct Token {
    access_token: String,
    token_type: String,
}

#[dependency]
fn current_user(#[security(oauth2())] token: String) -> Result<User, HttpError> {
    let name = token.strip_prefix("token-of-").unwrap_or_default();
    let known = USERS.iter().find(|(known, ..)| constant_time_eq(known, name));
    let (username, _, disabled) =
        known.ok_or_else(|| HttpError::unauthorized("Token not accepted").header("WWW-Authenticate", "Bearer"))?;
    Ok(User {
        username: (*username).to_owned(),
        disabled: *disabled,
    })
}

#[dependency]
fn active_user(#[depends(current_user)] user: User) -> Result<User, HttpError> {
    match user.disabled {
        true => Err(HttpError::bad_request("Account is disabled")),
        false => Ok(user),
    }
}

#[post("/token")]
fn token(#[depends(oauth2_password_form)] form: OAuth2PasswordRequestForm) -> Result<Token, HttpError> {
    let known = USERS.iter().find(|(name, ..)| *name == form.username);
    match known.filter(|(_, password, _)| constant_time_eq(password, &form.password)) {
        Some((name, ..)) => Ok(Token {
            access_token: format!("token-of-{name}"),
            token_type: "bearer".to_owned(),
        }),
        None => Err(HttpError::unauthorized("Wrong name or password").header("WWW-Authenticate", "Bearer")),
    }
}

#[post("/strict-token")]
fn strict_token(#[depends(oauth2_password_form_strict)] form: OAuth2PasswordRequestForm) -> Value {
    json!({"grant_type": form.grant_type, "scopes": form.scopes, "client_id": form.client_id})
}

#[get("/me")]
fn me(#[depends(active_user)] user: User) -> User {
    user
}

#[get("/raw")]
fn raw(#[security(oauth2())] token: String) -> Value {
    json!({"token": token})
}

#[get("/soft")]
fn soft(#[security(oauth2_soft())] token: Option<String>) -> Value {
    json!({"token": token})
}

#[get("/code")]
fn code(#[security(code_flow())] token: String) -> Value {
    json!({"token": token})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![token, strict_token, me, raw, soft, code])
}
