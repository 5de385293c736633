//! [`DocsPages`]: every address the pages need, and what is there.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, header};

use super::assets::{Asset, OAUTH2_REDIRECT, REDOC, SWAGGER_UI};
use super::{DocsConfig, html};
use crate::response::Response;

/// The documentation pages of one app.
#[derive(Debug)]
pub(crate) struct DocsPages {
    config: DocsConfig,
    files: BTreeMap<String, File>,
}

#[derive(Debug, Clone, Copy)]
enum File {
    SwaggerUi,
    OAuth2Redirect,
    ReDoc,
    Asset(&'static Asset),
}

impl DocsPages {
    /// The pages `config` asks for; none without a document.
    pub(crate) fn new(config: &DocsConfig) -> Self {
        let mut files = BTreeMap::new();
        let mut add = |page: &Option<String>, file: File, assets: &'static [Asset]| {
            if let Some(page) = page.as_ref().filter(|_| config.openapi_url.is_some()) {
                let folder = page.trim_end_matches('/');
                files.extend(
                    assets
                        .iter()
                        .map(|asset| (format!("{folder}/{}", asset.name), File::Asset(asset))),
                );
                files.insert(page.clone(), file);
            }
        };
        add(&config.docs_url, File::SwaggerUi, &SWAGGER_UI);
        if config.docs_url.is_some() {
            add(
                &config.swagger_ui_oauth2_redirect_url,
                File::OAuth2Redirect,
                &OAUTH2_REDIRECT,
            );
        }
        add(&config.redoc_url, File::ReDoc, &REDOC);
        Self {
            config: config.clone(),
            files,
        }
    }

    /// The paths to answer, GET and HEAD, without root path.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The page or file at `path` (without root path); `None` when it is none of [`paths`](Self::paths).
    pub(crate) fn respond(&self, path: &str, root_path: &str, headers: &HeaderMap) -> Option<Response> {
        let root_path = root_path.trim_end_matches('/');
        let openapi_url = self.config.openapi_url.as_deref()?;
        let page = match self.files.get(path)? {
            File::Asset(asset) => return Some(asset.respond(headers)),
            File::SwaggerUi => html::swagger_ui(&self.config, path, openapi_url, root_path),
            File::OAuth2Redirect => html::oauth2_redirect(path),
            File::ReDoc => html::redoc(&self.config, path, openapi_url, root_path),
        };
        let response = Response::new(Bytes::from(page)).header(header::CONTENT_TYPE, "text/html; charset=utf-8");
        // The page names its files' versions: an old one would ask for files that are gone.
        Some(response.header(header::CACHE_CONTROL, "no-cache"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(response: &Response) -> String {
        String::from_utf8(response.body().as_bytes().unwrap_or_default().to_vec()).unwrap()
    }

    /// Resolves what the page at `base` refers to, as a browser does.
    fn resolve(base: &str, reference: &str) -> String {
        let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = reference.split('?').next().unwrap_or_default();
        format!("{folder}/{}", path.trim_start_matches("./"))
    }

    #[test]
    fn every_file_a_page_refers_to_is_there() {
        let config = DocsConfig {
            docs_url: Some("/deep/documentation".to_owned()),
            redoc_url: Some("/".to_owned()),
            swagger_ui_oauth2_redirect_url: Some("/deep/documentation/done".to_owned()),
            ..DocsConfig::default()
        };
        let pages = DocsPages::new(&config);
        let headers = HeaderMap::new();
        for page in ["/deep/documentation", "/", "/deep/documentation/done"] {
            let html = text(&pages.respond(page, "/pre", &headers).unwrap());
            let references: Vec<&str> = ["src=\"", "href=\""]
                .iter()
                .flat_map(|key| html.split(key).skip(1))
                .filter_map(|s| s.split('"').next())
                .collect();
            assert!(!references.is_empty());
            for reference in references {
                let path = resolve(page, reference);
                assert!(
                    pages.respond(&path, "", &headers).is_some(),
                    "{page} refers to {reference}, which is not at {path}"
                );
            }
        }
        let css = text(
            &pages
                .respond("/deep/documentation/swagger-ui.css", "", &headers)
                .unwrap(),
        );
        for icon in css.split("url(").skip(1).filter_map(|s| s.split(')').next()) {
            assert!(
                pages
                    .respond(&format!("/deep/documentation/{icon}"), "", &headers)
                    .is_some(),
                "{icon}"
            );
        }
    }

    #[test]
    fn there_is_nothing_without_a_document() {
        let pages = DocsPages::new(&DocsConfig {
            openapi_url: None,
            ..DocsConfig::default()
        });
        assert_eq!(pages.paths().count(), 0);
        let pages = DocsPages::new(&DocsConfig {
            docs_url: None,
            ..DocsConfig::default()
        });
        assert!(pages.paths().all(|path| path.starts_with("/redoc")));
        assert!(pages.respond("/docs", "", &HeaderMap::new()).is_none());
    }

    #[test]
    fn pages_are_html_and_asked_for_anew() {
        let page = DocsPages::new(&DocsConfig::default())
            .respond("/docs", "", &HeaderMap::new())
            .unwrap();
        assert_eq!(page.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
        assert_eq!(page.headers()[header::CACHE_CONTROL], "no-cache");
    }
}
