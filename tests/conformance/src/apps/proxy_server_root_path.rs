//! Behind a proxy: the root path is the server's, and no servers are declared.

use fasterapi::prelude::*;

#[get("/app")]
async fn read(request: &Request) -> Value {
    json!({
        "root_path": request.root_path(),
        "path": request.url().path(),
        "link": request.url_for("read", &[]).map(|url| url.to_string()).ok(),
    })
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![read])
}
