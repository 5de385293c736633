//! The pages' HTML. Everything that varies stands in an attribute or a title, escaped for it; scripts and styles are
//! files.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::DocsConfig;
use super::assets::{Asset, OAUTH2_REDIRECT, REDOC, SWAGGER_UI};

/// Swagger UI at `page`, its document at `root_path` + `openapi_url`.
pub(super) fn swagger_ui(config: &DocsConfig, page: &str, openapi_url: &str, root_path: &str) -> String {
    let mut attributes = String::new();
    let mut attribute = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = write!(attributes, " data-{name}=\"{}\"", escape(value));
    };
    attribute("url", &format!("{root_path}{openapi_url}"));
    attribute("parameters", &Value::Object(parameters(config)).to_string());
    if let Some(url) = &config.swagger_ui_oauth2_redirect_url {
        attribute("oauth2-redirect-url", &format!("{root_path}{url}"));
    }
    if let Some(settings) = &config.swagger_ui_init_oauth {
        attribute("init-oauth", &settings.to_string());
    }
    let file = |name: &str| reference(page, &SWAGGER_UI, name);
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1.0\">
<title>{title} - Swagger UI</title>
<link rel=\"stylesheet\" href=\"{css}\">
<link rel=\"stylesheet\" href=\"{page_css}\">
<link rel=\"icon\" type=\"image/png\" href=\"{icon}\">
</head>
<body>
<div id=\"swagger-ui\"{attributes}></div>
<script src=\"{bundle}\"></script>
<script src=\"{init}\"></script>
</body>
</html>
",
        title = escape(&config.title),
        css = given(&config.assets.swagger_css_url, || file("swagger-ui.css")),
        page_css = file("page.css"),
        icon = given(&config.assets.swagger_favicon_url, || file("favicon.png")),
        bundle = given(&config.assets.swagger_js_url, || file("swagger-ui-bundle.js")),
        init = file("init.js"),
    )
}

/// The page a log-in returns to; it hands the answer to Swagger UI and closes.
pub(super) fn oauth2_redirect(page: &str) -> String {
    let script = reference(page, &OAUTH2_REDIRECT, "oauth2-redirect.js");
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<title>Swagger UI: OAuth2 Redirect</title>
</head>
<body>
<script src=\"{script}\"></script>
</body>
</html>
"
    )
}

/// ReDoc at `page`, its document at `root_path` + `openapi_url`. Like Swagger UI, and unlike ReDoc unasked, it shows no
/// markup of the document that could run.
pub(super) fn redoc(config: &DocsConfig, page: &str, openapi_url: &str, root_path: &str) -> String {
    let file = |name: &str| reference(page, &REDOC, name);
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{title} - ReDoc</title>
<link rel=\"stylesheet\" href=\"{css}\">
<link rel=\"icon\" type=\"image/png\" href=\"{icon}\">
</head>
<body>
<noscript>ReDoc requires Javascript to function. Please enable it to browse the documentation.</noscript>
<redoc spec-url=\"{url}\" untrusted-spec=\"true\"></redoc>
<script src=\"{init}\"></script>
<script src=\"{bundle}\"></script>
</body>
</html>
",
        title = escape(&config.title),
        css = file("page.css"),
        icon = given(&config.assets.redoc_favicon_url, || file("favicon.png")),
        url = escape(&format!("{root_path}{openapi_url}")),
        init = file("init.js"),
        bundle = given(&config.assets.redoc_js_url, || file("redoc.standalone.js")),
    )
}

/// Swagger UI's settings: FastAPI's defaults, and what the app says over them.
fn parameters(config: &DocsConfig) -> Map<String, Value> {
    let defaults = json!({
        "dom_id": "#swagger-ui",
        "layout": "BaseLayout",
        "deepLinking": true,
        "showExtensions": true,
        "showCommonExtensions": true,
    });
    let defaults = defaults.as_object().cloned().unwrap_or_default();
    defaults
        .into_iter()
        .chain(config.swagger_ui_parameters.clone())
        .collect()
}

/// The address of a page's file seen from the page itself, so that it is right whatever prefix a proxy strips. The
/// file's version makes it another address when the content changes.
fn reference(page: &str, assets: &[Asset], name: &str) -> String {
    let version = assets
        .iter()
        .find(|asset| asset.name == name)
        .map(Asset::version)
        .unwrap_or_default();
    let last = page.rsplit('/').next().unwrap_or_default();
    let slash = if last.is_empty() { "" } else { "/" };
    escape(&format!("./{last}{slash}{name}?v={version}"))
}

/// The address the app gave, or the file's own.
fn given(url: &Option<String>, own: impl FnOnce() -> String) -> String {
    url.as_deref().map_or_else(own, escape)
}

/// Text for an attribute in quotes, or between tags.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::DocsAssets;
    use super::*;

    const HOSTILE: &str = "</title></script>\"'><script>alert(1)</script>&amp;";

    /// Without the page's own tags nothing is left that could be one.
    fn harmless(page: &str) {
        assert!(!page.contains("alert(1)</script>"), "{page}");
        assert!(!page.contains("<script>"), "{page}");
        assert!(!page.contains(" style="), "{page}");
        assert!(!page.contains("javascript:"), "{page}");
    }

    #[test]
    fn hostile_values_stay_inside_their_place() {
        let config = DocsConfig {
            title: HOSTILE.to_owned(),
            swagger_ui_oauth2_redirect_url: Some(HOSTILE.to_owned()),
            swagger_ui_parameters: Map::from_iter([("filter".to_owned(), HOSTILE.into())]),
            swagger_ui_init_oauth: Some(json!({ "clientId": HOSTILE })),
            ..DocsConfig::default()
        };
        harmless(&swagger_ui(&config, "/docs", HOSTILE, HOSTILE));
        harmless(&redoc(&config, HOSTILE, HOSTILE, HOSTILE));
        harmless(&oauth2_redirect(HOSTILE));
        let page = swagger_ui(&config, "/docs", "/o.json", HOSTILE);
        assert!(
            page.contains("data-url=\"&lt;/title&gt;&lt;/script&gt;&quot;&#39;&gt;"),
            "{page}"
        );
    }

    #[test]
    fn the_schema_is_absolute_and_the_files_are_relative() {
        let config = DocsConfig::default();
        let page = swagger_ui(&config, "/docs", "/openapi.json", "/api/v1");
        assert!(page.contains("data-url=\"/api/v1/openapi.json\""), "{page}");
        assert!(
            page.contains("data-oauth2-redirect-url=\"/api/v1/docs/oauth2-redirect\""),
            "{page}"
        );
        assert!(page.contains("href=\"./docs/swagger-ui.css?v="), "{page}");
        assert!(page.contains("<title>FastAPI - Swagger UI</title>"), "{page}");
        let page = redoc(&config, "/", "/openapi.json", "");
        assert!(
            page.contains("<redoc spec-url=\"/openapi.json\" untrusted-spec=\"true\">"),
            "{page}"
        );
        assert!(page.contains("src=\"./init.js?v="), "{page}");
    }

    #[test]
    fn files_may_come_from_elsewhere() {
        let config = DocsConfig {
            assets: DocsAssets {
                swagger_js_url: Some("/mine.js?a=1&b".to_owned()),
                redoc_js_url: Some(HOSTILE.to_owned()),
                ..DocsAssets::default()
            },
            ..DocsConfig::default()
        };
        let page = swagger_ui(&config, "/docs", "/openapi.json", "");
        assert!(page.contains("<script src=\"/mine.js?a=1&amp;b\">"), "{page}");
        assert!(page.contains("href=\"./docs/swagger-ui.css?v="), "{page}");
        harmless(&redoc(&config, "/redoc", "/openapi.json", ""));
    }

    #[test]
    fn the_apps_parameters_go_over_the_defaults() {
        let config = DocsConfig {
            swagger_ui_parameters: Map::from_iter([("deepLinking".to_owned(), false.into())]),
            ..DocsConfig::default()
        };
        let all = parameters(&config);
        assert_eq!(
            (&all["deepLinking"], &all["showExtensions"]),
            (&json!(false), &json!(true))
        );
    }
}
