//! Passwords are kept as hashes, made and compared off the event loop (SEC-22, SEC-23).

use std::time::Duration;

use fasterapi::prelude::*;
use fasterapi::security::password::PasswordHasher;
use fasterapi::security::{AccessToken, OAuth2PasswordRequestForm, oauth2_password_form};

use crate::client;

/// Cheap, so that the tests are quick.
fn cheap() -> PasswordHasher {
    PasswordHasher::with_costs(64, 1, 1).unwrap()
}

/// The hash of the only user's password.
struct Known(String);

#[post("/token")]
async fn log_in(
    #[depends(oauth2_password_form)] form: OAuth2PasswordRequestForm,
    hasher: State<PasswordHasher>,
    known: State<Known>,
) -> Result<AccessToken, AnyError> {
    let hash = (form.username == "ann").then_some(known.0.as_str());
    if !hasher.verify(form.password, hash).await? {
        let refused = HttpError::unauthorized("Incorrect username or password");
        return Err(refused.header("WWW-Authenticate", "Bearer").into());
    }
    Ok(AccessToken::bearer("ann's", Duration::from_secs(60)))
}

fn log_in_with(hash: &str, user: &str, password: &str) -> (u16, Value) {
    let app = App::new()
        .state(cheap())
        .state(Known(hash.to_owned()))
        .routes(routes![log_in]);
    let answer = client(app)
        .post("/token")
        .form([("username", user), ("password", password)])
        .send();
    let body = answer.text().parse().unwrap_or_else(|_| json!(answer.text()));
    (answer.status().as_u16(), body)
}

#[test]
fn a_user_logs_in_with_the_right_password_alone() {
    let hash = cheap().hash_blocking("correct horse").unwrap();
    let token = json!({"access_token": "ann's", "token_type": "bearer", "expires_in": 60});
    assert_eq!(log_in_with(&hash, "ann", "correct horse"), (200, token));
    let refused = (401, json!({"detail": "Incorrect username or password"}));
    assert_eq!(log_in_with(&hash, "ann", "battery staple"), refused);
    assert_eq!(log_in_with(&hash, "bob", "correct horse"), refused);
    assert_eq!(
        log_in_with("plain text", "ann", "plain text"),
        (500, json!("Internal Server Error"))
    );
}

#[test]
fn hashes_are_salted_and_tell_their_costs() {
    let hasher = cheap();
    let (one, two) = (
        hasher.hash_blocking("same").unwrap(),
        hasher.hash_blocking("same").unwrap(),
    );
    assert!(one.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{one}");
    assert_ne!(one, two);
    assert!(!hasher.needs_rehash(&one));
    let dearer = PasswordHasher::with_costs(128, 1, 1).unwrap();
    assert!(dearer.needs_rehash(&one));
    assert!(
        dearer.verify_blocking("same", Some(&one)).unwrap(),
        "the hash says what it cost"
    );
    assert!(hasher.needs_rehash("$2b$12$bcrypt"));
    assert!(hasher.needs_rehash(&one.replace("argon2id", "argon2i")));
    assert!(!hasher.verify_blocking("same", None).unwrap());
}

#[test]
fn costs_and_hashes_that_are_none_are_refused() {
    let costs = PasswordHasher::with_costs(1, 1, 1).unwrap_err();
    assert!(costs.to_string().starts_with("these costs are not possible"), "{costs}");
    let hash = cheap().verify_blocking("x", Some("x")).unwrap_err();
    assert!(hash.to_string().starts_with("this is no Argon2 hash"), "{hash}");
}
