use fasterapi::prelude::*;
use fasterapi::security::OAuth2PasswordBearer;

fn oauth2() -> OAuth2PasswordBearer {
    OAuth2PasswordBearer::new("token")
}

#[get("/me")]
async fn me(#[security(oauth2)] token: String) -> String {
    token
}

fn main() {}
