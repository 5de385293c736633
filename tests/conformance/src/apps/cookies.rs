//! Cookie parameters: required, optional, typed, alias, odd cookie headers.

use fasterapi::prelude::*;

#[get("/need")]
async fn need(#[cookie(min_length = 3)] ticket: String, #[cookie(default = 0, ge = 0)] visits: i64) -> Value {
    json!({"ticket": ticket, "visits": visits})
}

#[get("/opt")]
async fn opt(
    #[cookie] theme: Option<String>,
    #[cookie(alias = "lang-code", description = "ISO code")] lang_code: Option<String>,
    #[cookie] under_score: Option<String>,
) -> Value {
    json!({"theme": theme, "lang": lang_code, "under_score": under_score})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![need, opt])
}
