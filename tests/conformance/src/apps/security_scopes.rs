//! Scopes, collected on the way from the route to the function that checks them.

use fasterapi::prelude::*;
use fasterapi::security::{OAuth2PasswordBearer, OpenIdConnect, SecurityScopes};

fn oauth2() -> OAuth2PasswordBearer {
    OAuth2PasswordBearer::new("login").scopes([
        ("me", "Read yourself"),
        ("notes", "Read notes"),
        ("admin", "Everything"),
    ])
}

fn oidc() -> OpenIdConnect {
    OpenIdConnect::new("/.well-known/openid-configuration").description("OIDC")
}

fn oidc_soft() -> OpenIdConnect {
    OpenIdConnect::new("/oidc").scheme_name("SoftOidc")
}

fn scopes_of(token: &str) -> Option<&'static [&'static str]> {
    match token {
        "t-me" => Some(&["me"]),
        "t-notes" => Some(&["me", "notes"]),
        "t-admin" => Some(&["me", "notes", "admin"]),
        _ => None,
    }
}

#[dependency]
fn user(scopes: SecurityScopes, #[security(oauth2())] token: String) -> Result<Value, HttpError> {
    let challenge = match scopes.scopes() {
        [] => "Bearer".to_owned(),
        _ => format!("Bearer scope=\"{}\"", scopes.scope_str()),
    };
    let Some(allowed) = scopes_of(&token) else {
        return Err(HttpError::unauthorized("Unknown token").header("WWW-Authenticate", challenge));
    };
    if let Some(scope) = scopes.scopes().iter().find(|scope| !allowed.contains(scope)) {
        return Err(HttpError::forbidden(format!("Missing {scope}")).header("WWW-Authenticate", challenge));
    }
    Ok(json!({"token": token, "required": scopes.scopes()}))
}

#[dependency]
fn active(#[depends(user, scopes = ["me"])] u: Value) -> Value {
    u
}

#[dependency]
fn is_admin(#[depends(active, scopes = ["admin"])] u: Value) {
    drop(u);
}

#[get("/status")]
fn status(#[depends(user)] u: Value) -> Value {
    u
}

#[get("/me")]
fn me(#[depends(active)] u: Value) -> Value {
    u
}

#[get("/notes")]
fn notes(#[depends(active, scopes = ["notes"])] u: Value) -> Value {
    u
}

#[get("/admin", dependencies = [is_admin])]
fn admin(#[depends(active, scopes = ["notes"])] u: Value) -> Value {
    u
}

#[get("/oidc")]
fn read_oidc(#[security(oidc())] t: String) -> Value {
    t.into()
}

#[get("/oidc-soft")]
fn read_oidc_soft(#[security(oidc_soft())] t: Option<String>) -> Value {
    t.into()
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![status, me, notes, admin, read_oidc, read_oidc_soft])
}
