//! Only listed hosts are answered.

use fasterapi::middleware::TrustedHost;
use fasterapi::prelude::*;

#[get("/")]
async fn home() -> Value {
    json!({"ok": true})
}

/// The app.
pub fn app() -> App {
    let hosts = TrustedHost::new(["testserver", "api.example", "*.inner.example", "www.site.example"]);
    App::new()
        .middleware(hosts.expect("the names are names"))
        .routes(routes![home])
}
