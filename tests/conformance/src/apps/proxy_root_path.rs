//! Behind a proxy: root_path in the app, servers list, relative links.

use fasterapi::openapi::Server;
use fasterapi::prelude::*;

#[get("/app")]
async fn read(request: &Request) -> Value {
    json!({
        "root_path": request.root_path(),
        "url": request.url().to_string(),
        "path": request.url().path(),
        "link": request.url_for("read", &[]).map(|url| url.to_string()).ok(),
        "base": request.base_url().to_string(),
    })
}

#[get("/slash/")]
async fn slash() -> Value {
    "s".into()
}

/// The app.
pub fn app() -> App {
    App::new()
        .root_path("/api/v1")
        .servers([Server {
            url: "https://stag.example".into(),
            description: Some("Staging".into()),
            ..Server::default()
        }])
        .routes(routes![read, slash])
}
