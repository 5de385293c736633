use fasterapi::prelude::*;
use fasterapi::security::HttpBasic;

#[get("/me")]
async fn me(#[security(HttpBasic::new())] token: String) -> String {
    token
}

fn main() {}
