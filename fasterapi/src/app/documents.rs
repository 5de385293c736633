//! The builder's part on the document and its pages.

use serde_json::{Map, Value};

use super::App;
use crate::BuildError;
use crate::handler::Callback;
use crate::openapi::{Contact, ExternalDocs, License, Server, Tag};
use crate::routing::Route;

impl App {
    /// `info.title`; "FastAPI" by default.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.config.title = title.into();
        self
    }

    /// `info.version`, the API's own; "0.1.0" by default.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.config.version = version.into();
        self
    }

    /// `info.summary`.
    pub fn summary(mut self, summary: impl Into<String>) -> Self {
        self.config.summary = Some(summary.into());
        self
    }

    /// `info.description` (Markdown).
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.config.description = Some(description.into());
        self
    }

    /// `info.termsOfService`, an address.
    pub fn terms_of_service(mut self, url: impl Into<String>) -> Self {
        self.config.terms_of_service = Some(url.into());
        self
    }

    /// `info.contact`.
    pub fn contact(mut self, contact: Contact) -> Self {
        self.config.contact = Some(contact);
        self
    }

    /// `info.license`.
    pub fn license_info(mut self, license: License) -> Self {
        self.config.license_info = Some(license);
        self
    }

    /// Order and descriptions of the tags; tags need not be declared to be used.
    pub fn openapi_tags(mut self, tags: impl IntoIterator<Item = Tag>) -> Self {
        self.config.openapi_tags.extend(tags);
        self
    }

    /// `servers` of the document.
    pub fn servers(mut self, servers: impl IntoIterator<Item = Server>) -> Self {
        self.config.servers.extend(servers);
        self
    }

    /// `externalDocs` of the document.
    pub fn openapi_external_docs(mut self, docs: ExternalDocs) -> Self {
        self.config.external_docs = Some(docs);
        self
    }

    /// The version of OpenAPI that the document says it follows; "3.1.0" by default. What the document holds is the same
    /// in all of them.
    pub fn openapi_version(mut self, version: impl Into<String>) -> Self {
        self.config.openapi_version = version.into();
        self
    }

    /// Changes the finished document, once, when the app is built: FastAPI's `app.openapi = custom_openapi`. Of several
    /// changes the first added is the first made.
    ///
    /// ```
    /// use fasterapi::prelude::*;
    ///
    /// let app = App::new().modify_openapi(|document| document["info"]["x-logo"] = json!({"url": "/logo.png"}));
    /// assert_eq!(app.openapi().unwrap()["info"]["x-logo"]["url"], "/logo.png");
    /// ```
    pub fn modify_openapi(mut self, change: impl FnOnce(&mut Value) + Send + 'static) -> Self {
        self.document_hooks.push(Box::new(change));
        self
    }

    /// Requests that this API sends, documented under `webhooks`: functions marked with `#[webhook("name")]`.
    pub fn webhooks(mut self, webhooks: impl IntoIterator<Item = Route>) -> Self {
        self.webhooks = self.webhooks.routes(webhooks);
        self
    }

    /// Requests that the client of every operation is to expect, documented under `callbacks`.
    pub fn callbacks(mut self, callbacks: impl IntoIterator<Item = impl Into<Callback>>) -> Self {
        self.router = self.router.callbacks(callbacks);
        self
    }

    /// Where the document is served; `/openapi.json` by default. `None` turns it and all docs pages off.
    pub fn openapi_url<'a>(mut self, url: impl Into<Option<&'a str>>) -> Self {
        self.config.openapi_url = url.into().map(str::to_owned);
        self
    }

    /// Where Swagger UI is served; `/docs` by default. `None` turns it off.
    pub fn docs_url<'a>(mut self, url: impl Into<Option<&'a str>>) -> Self {
        self.config.docs_url = url.into().map(str::to_owned);
        self
    }

    /// Where ReDoc is served; `/redoc` by default. `None` turns it off.
    pub fn redoc_url<'a>(mut self, url: impl Into<Option<&'a str>>) -> Self {
        self.config.redoc_url = url.into().map(str::to_owned);
        self
    }

    /// Where Swagger UI's OAuth2 log-in returns to; `/docs/oauth2-redirect` by default.
    pub fn swagger_ui_oauth2_redirect_url<'a>(mut self, url: impl Into<Option<&'a str>>) -> Self {
        self.config.oauth2_redirect_url = url.into().map(str::to_owned);
        self
    }

    /// Swagger UI's settings, over the defaults; what is not an object is left aside.
    pub fn swagger_ui_parameters(mut self, parameters: Value) -> Self {
        self.config.swagger_ui_parameters = match parameters {
            Value::Object(parameters) => parameters,
            _ => Map::new(),
        };
        self
    }

    /// What Swagger UI's `initOAuth` is called with.
    pub fn swagger_ui_init_oauth(mut self, parameters: Value) -> Self {
        self.config.swagger_ui_init_oauth = Some(parameters);
        self
    }

    /// Where the scripts, styles and icons of the docs pages come from, instead of the binary.
    #[cfg(feature = "docs")]
    pub fn docs_assets(mut self, assets: super::DocsAssets) -> Self {
        self.config.docs_assets = assets;
        self
    }

    /// The document as it would be served.
    ///
    /// # Errors
    /// What [`build`](Self::build) reports.
    pub fn openapi(self) -> Result<Value, BuildError> {
        Ok(self.into_site()?.document_value())
    }
}
