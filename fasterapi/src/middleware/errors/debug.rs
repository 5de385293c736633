//! The page of `debug(true)`: what went wrong, for the developer in front of a browser.

use std::fmt::Write;

use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, StatusCode};

use crate::http::{AnyError, Panic};
use crate::request::Request;
use crate::response::{Html, PlainText, Response};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#222}\
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}\
pre{background:#f4f4f4;padding:1rem;overflow:auto;white-space:pre-wrap}p.hint{color:#666}";

/// What is known of an error, each part under its title.
struct Report {
    request: String,
    parts: Vec<(&'static str, String)>,
}

/// The page for browsers, the same as plain text for everybody else.
pub(super) fn page(request: &Request, error: &AnyError) -> Response {
    let report = Report::of(request, error);
    let response = if wants_html(request) {
        Response::from(Html(report.html())).header(
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
        )
    } else {
        Response::from(PlainText(report.text()))
    };
    response
        .status(StatusCode::INTERNAL_SERVER_ERROR)
        .header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
        .header(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"))
}

fn wants_html(request: &Request) -> bool {
    let accepted = request.headers().get_all(ACCEPT).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("text/html"))
}

impl Report {
    fn of(request: &Request, error: &AnyError) -> Self {
        let mut parts = vec![("Error", error.to_string())];
        let mut causes = String::new();
        let mut cause = error.as_error().source();
        while let Some(error) = cause {
            let _ = writeln!(causes, "{error}");
            cause = error.source();
        }
        parts.push(("Caused by", causes));
        match error.downcast_ref::<Panic>() {
            Some(panic) => {
                if let Some(place) = panic.place() {
                    parts.push(("Where", place.location.clone()));
                    parts.push(("Backtrace", place.backtrace.to_string()));
                }
            }
            // an `anyhow::Error` shows its backtrace here
            None => parts.push(("In detail", format!("{:#?}", error.as_error()))),
        }
        parts.retain(|(_, text)| !text.trim().is_empty());
        Self {
            request: format!("{} {}", request.method(), request.path()),
            parts,
        }
    }

    fn text(&self) -> String {
        let mut text = format!("500 Internal Server Error\n{}\n", self.request);
        for (title, content) in &self.parts {
            let _ = write!(text, "\n{title}:\n{}\n", content.trim_end());
        }
        text
    }

    fn html(&self) -> String {
        let mut html = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>500 Internal Server Error</title>\
             <style>{STYLE}</style></head><body>\n<h1>500 Internal Server Error</h1>\n<p><code>{}</code></p>\n",
            escaped(&self.request)
        );
        for (title, content) in &self.parts {
            let _ = writeln!(html, "<h2>{title}</h2>\n<pre>{}</pre>", escaped(content.trim_end()));
        }
        html.push_str("<p class=\"hint\">You see this because of <code>debug(true)</code>.</p>\n</body></html>\n");
        html
    }
}

/// The text as HTML shows it, whatever is in it.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("<a b=\"c\">'&amp;"), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;amp;");
    }
}
