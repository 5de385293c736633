//! What an [`App`](super::App) was told besides its routes.

use serde_json::{Map, Value};

use super::limits::HeadLimits;
use crate::openapi::{Contact, ExternalDocs, License, Server, Tag};
use crate::request::FormLimits;

/// Everything about an app that is not a route, with FastAPI's defaults.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) summary: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) terms_of_service: Option<String>,
    pub(crate) contact: Option<Contact>,
    pub(crate) license_info: Option<License>,
    pub(crate) openapi_tags: Vec<Tag>,
    pub(crate) servers: Vec<Server>,
    pub(crate) external_docs: Option<ExternalDocs>,
    pub(crate) openapi_version: String,
    pub(crate) openapi_url: Option<String>,
    pub(crate) docs_url: Option<String>,
    pub(crate) redoc_url: Option<String>,
    pub(crate) oauth2_redirect_url: Option<String>,
    pub(crate) swagger_ui_parameters: Map<String, Value>,
    pub(crate) swagger_ui_init_oauth: Option<Value>,
    #[cfg(feature = "docs")]
    pub(crate) docs_assets: crate::docs::DocsAssets,
    pub(crate) debug: bool,
    /// Whether a server that writes a line for each answer serves it.
    pub(crate) access_log: bool,
    pub(crate) redirect_slashes: bool,
    pub(crate) head_for_get: bool,
    pub(crate) root_path: Option<String>,
    pub(crate) root_path_in_servers: bool,
    pub(crate) separate_input_output_schemas: bool,
    pub(crate) max_body_size: usize,
    pub(crate) form_limits: FormLimits,
    pub(crate) head_limits: HeadLimits,
    pub(crate) max_decompression_ratio: u32,
    #[cfg(feature = "websockets")]
    pub(crate) websockets: crate::websocket::WebSocketConfig,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "FastAPI".to_owned(),
            version: "0.1.0".to_owned(),
            summary: None,
            description: None,
            terms_of_service: None,
            contact: None,
            license_info: None,
            openapi_tags: Vec::new(),
            servers: Vec::new(),
            external_docs: None,
            openapi_version: "3.1.0".to_owned(),
            openapi_url: Some("/openapi.json".to_owned()),
            docs_url: Some("/docs".to_owned()),
            redoc_url: Some("/redoc".to_owned()),
            oauth2_redirect_url: Some("/docs/oauth2-redirect".to_owned()),
            swagger_ui_parameters: Map::new(),
            swagger_ui_init_oauth: None,
            #[cfg(feature = "docs")]
            docs_assets: crate::docs::DocsAssets::default(),
            debug: false,
            access_log: false,
            redirect_slashes: true,
            head_for_get: false,
            root_path: None,
            root_path_in_servers: true,
            separate_input_output_schemas: true,
            max_body_size: 2 * 1024 * 1024,
            form_limits: FormLimits::new(),
            head_limits: HeadLimits::default(),
            max_decompression_ratio: 100,
            #[cfg(feature = "websockets")]
            websockets: crate::websocket::WebSocketConfig::new(),
        }
    }
}

impl Config {
    /// The links in the document that are scripts: the pages show them as links, which would run when they are clicked.
    pub(super) fn links_that_run(&self) -> impl Iterator<Item = String> {
        let of_docs = |docs: &Option<ExternalDocs>| docs.as_ref().map(|docs| docs.url.clone());
        let links = [
            ("the terms of service", self.terms_of_service.clone()),
            (
                "the contact",
                self.contact.as_ref().and_then(|contact| contact.url.clone()),
            ),
            (
                "the license",
                self.license_info.as_ref().and_then(|license| license.url.clone()),
            ),
            ("the external docs", of_docs(&self.external_docs)),
        ];
        let tags = self
            .openapi_tags
            .iter()
            .map(|tag| ("the external docs of a tag", of_docs(&tag.external_docs)));
        let links: Vec<_> = links.into_iter().chain(tags).collect();
        links.into_iter().filter_map(|(place, link)| {
            let link = link.filter(|link| runs(link))?;
            Some(format!(
                "{place} link to {link:?}, which is a script and no page; give the address of a page"
            ))
        })
    }
}

/// Whether a browser runs it when it is clicked. White space and control characters before the colon do not count, as
/// browsers skip them.
fn runs(link: &str) -> bool {
    let Some((scheme, _)) = link.split_once(':') else {
        return false;
    };
    let letters = scheme
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control());
    let scheme: String = letters.flat_map(char::to_lowercase).collect();
    matches!(scheme.as_str(), "javascript" | "vbscript" | "data")
}
