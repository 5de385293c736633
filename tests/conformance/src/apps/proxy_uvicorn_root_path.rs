//! Behind a proxy that strips the prefix, server started with a root path.

use fasterapi::prelude::*;

#[get("/app")]
async fn read(request: &Request) -> Value {
    json!({
        "root_path": request.root_path(),
        "path": request.url().path(),
        "link": request.url_for("read", &[]).map(|url| url.to_string()).ok(),
    })
}

#[get("/slash/")]
async fn slash() -> Value {
    "s".into()
}

#[get("/in")]
async fn inside(request: &Request) -> Value {
    json!({"root_path": request.root_path(), "path": request.url().path()})
}

/// The app.
pub fn app() -> App {
    App::new()
        .routes(routes![read, slash])
        .mount("/sub", App::new().routes(routes![inside]))
}
