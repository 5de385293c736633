//! Plain HTTP is sent to HTTPS.

use fasterapi::middleware::HttpsRedirect;
use fasterapi::prelude::*;

#[get("/page")]
async fn page(#[query(default = "")] q: String) -> Value {
    json!({"q": q})
}

/// The app.
pub fn app() -> App {
    App::new()
        .middleware(HttpsRedirect::new().keep_port())
        .routes(routes![page])
}
