//! Folders of files: content types, validators, ranges, html mode, traversal.

use fasterapi::prelude::*;

use crate::assets;

#[get("/files/api")]
async fn declared_first() -> Value {
    json!({"from": "route"})
}

#[get("/files/late")]
async fn shadowed_by_mount() -> Value {
    json!({"from": "late route"})
}

/// The app.
pub fn app() -> App {
    App::new()
        .routes(routes![declared_first])
        .mount("/files", StaticFiles::new(assets::path("static_files/plain")))
        .mount("/site", StaticFiles::new(assets::path("static_files/site")).html(true))
        .routes(routes![shadowed_by_mount])
}
