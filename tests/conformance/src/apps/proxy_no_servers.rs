//! Behind a proxy: `root_path_in_servers(false)`.

use fasterapi::openapi::Server;
use fasterapi::prelude::*;

#[get("/app")]
async fn read(request: &Request) -> Value {
    json!({"root_path": request.root_path()})
}

/// The app.
pub fn app() -> App {
    App::new()
        .servers([Server {
            url: "https://prod.example".into(),
            ..Server::default()
        }])
        .root_path_in_servers(false)
        .routes(routes![read])
}
