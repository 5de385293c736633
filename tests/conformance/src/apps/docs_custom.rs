//! Custom and disabled documentation urls, Swagger UI parameters.

use fasterapi::prelude::*;

#[get("/x")]
async fn x() -> Value {
    1.into()
}

/// The app.
pub fn app() -> App {
    App::new()
        .openapi_url("/api/v1/schema.json")
        .docs_url("/documentation")
        .redoc_url(None)
        .swagger_ui_oauth2_redirect_url("/documentation/done")
        .swagger_ui_parameters(json!({"deepLinking": false, "syntaxHighlight": {"theme": "obsidian"}}))
        .swagger_ui_init_oauth(json!({"clientId": "abc"}))
        .routes(routes![x])
}
