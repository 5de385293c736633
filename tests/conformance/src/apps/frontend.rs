//! The output of a JavaScript build, with fallbacks for the routes in it.

use fasterapi::prelude::*;

use crate::assets;

#[get("/api/items")]
async fn items() -> Value {
    json!([1])
}

#[get("/late")]
async fn late() -> Value {
    "api wins".into()
}

/// The app.
pub fn app() -> App {
    let router = Router::new().frontend("/", assets::path("frontend_site"));
    App::new()
        .routes(routes![items])
        .include(router.prefix("/site"))
        .frontend("/", assets::path("frontend"))
        .routes(routes![late])
}
