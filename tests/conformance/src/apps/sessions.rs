//! Values in a signed cookie.

use std::time::Duration;

use fasterapi::middleware::{Session, Sessions};
use fasterapi::prelude::*;

#[get("/read")]
async fn read(session: Session) -> Value {
    session.to_value()
}

#[post("/login/{name}")]
async fn login(name: String, session: Session) -> Value {
    let n: u64 = session.get("n").unwrap_or(0);
    session.insert("name", name);
    session.insert("n", n + 1);
    json!({"ok": true})
}

#[post("/logout")]
async fn logout(session: Session) -> Value {
    session.clear();
    json!({"bye": true})
}

/// The app.
pub fn app() -> App {
    let sessions = Sessions::new("the original secret, long enough")
        .cookie("sid")
        .max_age(Duration::from_secs(600))
        .same_site(SameSite::Strict)
        .https_only(true);
    App::new().middleware(sessions).routes(routes![read, login, logout])
}
