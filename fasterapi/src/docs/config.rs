//! [`DocsConfig`]: which pages there are, and where.

use serde_json::{Map, Value};

/// Where the scripts, styles and icons of the documentation pages come from, under the names of FastAPI's
/// `get_swagger_ui_html` and `get_redoc_html`. `None`: from the binary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocsAssets {
    /// The script of Swagger UI.
    pub swagger_js_url: Option<String>,
    /// Its style.
    pub swagger_css_url: Option<String>,
    /// Its icon.
    pub swagger_favicon_url: Option<String>,
    /// The script of ReDoc.
    pub redoc_js_url: Option<String>,
    /// Its icon.
    pub redoc_favicon_url: Option<String>,
}

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
    /// Files that are not those in the binary.
    pub(crate) assets: DocsAssets,
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
            assets: DocsAssets::default(),
            title: "FastAPI".to_owned(),
        }
    }
}
