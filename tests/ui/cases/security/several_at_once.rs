use fasterapi::prelude::*;
use fasterapi::security::HttpDigest;

#[get("/none")]
async fn none(#[security] token: String) -> String {
    token
}

#[get("/auto-error")]
async fn auto_error(#[security(HttpDigest::new(), auto_error = false)] token: String) -> String {
    token
}

#[get("/scopes")]
async fn scopes(#[security(HttpDigest::new(), scopes = "items")] token: String) -> String {
    token
}


#[get("/digest")]
async fn digest(#[security(HttpDigest::new())] whole: fasterapi::security::HttpAuthorizationCredentials) {
    drop(whole);
}

fn main() {}
