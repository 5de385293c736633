//! No document, and so no documentation pages.

use fasterapi::prelude::*;

#[get("/x")]
async fn x() -> Value {
    1.into()
}

/// The app.
pub fn app() -> App {
    App::new().openapi_url(None).routes(routes![x])
}
