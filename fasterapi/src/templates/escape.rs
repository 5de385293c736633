//! Escaping, as Jinja2 does it: `&#34;` and `&#39;` for quotes, and no slash touched, so that addresses stay readable.

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Error, Output, State, Value, default_auto_escape_callback, escape_formatter};

/// Endings of files in which `<` is no more than a character.
const TEXT: [&str; 8] = ["txt", "text", "md", "csv", "css", "toml", "ini", "eml"];

/// How the template of this name is escaped: JSON as JSON, plain text not at all, and everything else as HTML.
pub(super) fn by_name(name: &str) -> AutoEscape {
    let stem = [".j2", ".jinja", ".jinja2"]
        .iter()
        .find_map(|end| name.strip_suffix(end))
        .unwrap_or(name);
    match stem.rsplit_once('.') {
        Some((_, ending)) if TEXT.contains(&ending) => AutoEscape::None,
        _ => match default_auto_escape_callback(stem) {
            AutoEscape::None => AutoEscape::Html,
            known => known,
        },
    }
}

/// Writes what stands between `{{` and `}}`.
pub(super) fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    let is_plain = matches!(
        value.kind(),
        ValueKind::Undefined | ValueKind::None | ValueKind::Bool | ValueKind::Number
    );
    if is_plain || value.is_safe() || *state.auto_escape() != AutoEscape::Html {
        return escape_formatter(out, state, value);
    }
    match value.as_str() {
        Some(text) => write(out, text),
        None => write(out, &value.to_string()),
    }
}

fn write(out: &mut Output<'_>, text: &str) -> Result<(), Error> {
    Ok(out.write_str(&html(text))?)
}

/// The filters `escape` and `e`.
pub(super) fn filter(value: &Value) -> Value {
    if value.is_safe() {
        return value.clone();
    }
    let text = value.as_str().map_or_else(|| html(&value.to_string()), html);
    Value::from_safe_string(text)
}

fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_html_unless_its_name_says_otherwise() {
        for name in [
            "page.html",
            "feed.xml",
            "page.html.j2",
            "page.jinja",
            "page",
            "a.txt/page",
        ] {
            assert_eq!(by_name(name), AutoEscape::Html, "{name}");
        }
        for name in ["mail.txt", "mail.txt.jinja2", "site.css"] {
            assert_eq!(by_name(name), AutoEscape::None, "{name}");
        }
        assert_eq!(by_name("data.json"), AutoEscape::Json);
    }

    #[test]
    fn everything_that_html_reads_is_escaped() {
        assert_eq!(
            html("<a href='/x?a=1&b=\"2\"'>"),
            "&lt;a href=&#39;/x?a=1&amp;b=&#34;2&#34;&#39;&gt;"
        );
    }
}
