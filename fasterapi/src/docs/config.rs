//! [`DocsConfig`]: which pages there are, and where.

use serde_json::{Map, Value};

/// The documentation pages, under FastAPI's names.
#[derive(Debug, Clone)]
pub(crate) struct DocsConfig {
    /// Where the document is; without it there are no pages.
    pub(crate) openapi_url: Option<String>,
    /// Where Swagger UI is.
    pub(crate) docs_url: Option<String>,
    /// Where ReDoc is.
    pub(crate) redoc_url: Option<String>,
    /// Where Swagger UI's OAuth2 log-in returns to.
    pub(crate) swagger_ui_oauth2_redirect_url: Option<String>,
    /// Swagger UI's own settings, over FastAPI's defaults.
    pub(crate) swagger_ui_parameters: Map<String, Value>,
    /// What `ui.initOAuth` gets.
    pub(crate) swagger_ui_init_oauth: Option<Value>,
    /// The app's title.
    pub(crate) title: String,
}

impl Default for DocsConfig {
    fn default() -> Self {
        Self {
            openapi_url: Some("/openapi.json".to_owned()),
            docs_url: Some("/docs".to_owned()),
            redoc_url: Some("/redoc".to_owned()),
            swagger_ui_oauth2_redirect_url: Some("/docs/oauth2-redirect".to_owned()),
            swagger_ui_parameters: Map::new(),
            swagger_ui_init_oauth: None,
            title: "FastAPI".to_owned(),
        }
    }
}
