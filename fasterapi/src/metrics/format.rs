//! [`Text`]: Prometheus' text format 0.0.4, and OpenMetrics 1.0.

use std::fmt::Write;

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};

/// Which of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Prometheus,
    OpenMetrics,
}

impl Format {
    /// What a client asks for: OpenMetrics, where it likes that at least as much as text.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let (mut open, mut text) = (0.0, 0.0_f32);
        let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
        for range in accepted.flat_map(|value| value.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
            let quality = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
            let quality: f32 = quality.unwrap_or(1.0);
            match media_type.as_str() {
                "application/openmetrics-text" => open = quality.max(open),
                "text/plain" => text = quality.max(text),
                _ => {}
            }
        }
        if open > 0.0 && open >= text {
            Self::OpenMetrics
        } else {
            Self::Prometheus
        }
    }

    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        })
    }
}

/// Labels as they are written: `method="GET",handler="/"`.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels(String);

impl Labels {
    pub(super) fn new<'l>(labels: impl IntoIterator<Item = (&'l str, &'l str)>) -> Self {
        let mut text = String::new();
        for (name, value) in labels {
            let separator = if text.is_empty() { "" } else { "," };
            let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = write!(text, "{separator}{name}=\"{value}\"");
        }
        Self(text)
    }

    /// In braces, with one more.
    fn with(&self, more: &str) -> String {
        match (self.0.as_str(), more) {
            ("", "") => String::new(),
            ("", one) | (one, "") => format!("{{{one}}}"),
            (own, more) => format!("{{{own},{more}}}"),
        }
    }
}

/// What is written so far.
#[derive(Debug)]
pub(super) struct Text {
    format: Format,
    text: String,
}

impl Text {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            text: String::new(),
        }
    }

    /// Begins the metric `name`, which has samples of its own from now on.
    pub(super) fn head(&mut self, name: &str, kind: &str, help: &str) {
        // in OpenMetrics the family of a counter is called without what its samples end with
        let name = match self.format {
            Format::OpenMetrics if kind == "counter" => name.strip_suffix("_total").unwrap_or(name),
            _ => name,
        };
        let _ = writeln!(self.text, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    pub(super) fn sample(&mut self, name: &str, labels: &Labels, value: impl std::fmt::Display) {
        let _ = writeln!(self.text, "{name}{} {value}", labels.with(""));
    }

    /// A metric with one sample.
    pub(super) fn single(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.head(name, kind, help);
        self.sample(name, &Labels::default(), value);
    }

    /// The samples of a histogram: how many there were up to each bound, and all in all.
    pub(super) fn histogram(&mut self, name: &str, labels: &Labels, bounds: &[f64], counts: &[u64], sum: f64) {
        let total = counts.last().copied().unwrap_or(0);
        for (bound, count) in bounds.iter().zip(counts) {
            let bound = match self.format {
                Format::Prometheus => format!("le=\"{bound}\""),
                Format::OpenMetrics => format!("le=\"{bound:?}\""),
            };
            let _ = writeln!(self.text, "{name}_bucket{} {count}", labels.with(&bound));
        }
        let _ = writeln!(self.text, "{name}_bucket{} {total}", labels.with("le=\"+Inf\""));
        let _ = writeln!(self.text, "{name}_sum{} {sum}", labels.with(""));
        let _ = writeln!(self.text, "{name}_count{} {total}", labels.with(""));
    }

    /// What somebody else has written in Prometheus' format.
    pub(super) fn append(&mut self, text: &str) {
        let text = text.trim_end();
        // the end of OpenMetrics is a comment here, and would be one in the middle
        let text = text.strip_suffix("# EOF").unwrap_or(text).trim_end();
        if !text.is_empty() {
            self.text.push_str(text);
            self.text.push('\n');
        }
    }

    pub(super) fn finish(mut self) -> String {
        if self.format == Format::OpenMetrics {
            self.text.push_str("# EOF\n");
        }
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(accept: &str) -> Format {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        Format::of(&headers)
    }

    #[test]
    fn clients_get_what_they_ask_for() {
        let prometheus = "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,\
                          text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
        assert_eq!(format(prometheus), Format::OpenMetrics);
        assert_eq!(
            format("text/plain, application/openmetrics-text;q=0.9"),
            Format::Prometheus
        );
        assert_eq!(format("application/openmetrics-text;q=0"), Format::Prometheus);
        assert_eq!(format("*/*"), Format::Prometheus);
        assert_eq!(Format::of(&HeaderMap::new()), Format::Prometheus);
    }

    #[test]
    fn both_formats_differ_where_they_have_to() {
        let write = |format| {
            let mut text = Text::new(format);
            text.single("a_total", "counter", "What.", 3);
            let labels = Labels::new([("x", "a\"b\\c\nd")]);
            text.head("t", "histogram", "Times.");
            text.histogram("t", &labels, &[0.5, 1.0], &[1, 2, 4], 2.5);
            if format == Format::Prometheus {
                text.append("own 1\n# EOF\n");
            }
            text.finish()
        };
        let prometheus = write(Format::Prometheus);
        assert_eq!(
            prometheus,
            "# HELP a_total What.\n# TYPE a_total counter\na_total 3\n# HELP t Times.\n# TYPE t histogram\n\
             t_bucket{x=\"a\\\"b\\\\c\\nd\",le=\"0.5\"} 1\nt_bucket{x=\"a\\\"b\\\\c\\nd\",le=\"1\"} 2\n\
             t_bucket{x=\"a\\\"b\\\\c\\nd\",le=\"+Inf\"} 4\nt_sum{x=\"a\\\"b\\\\c\\nd\"} 2.5\n\
             t_count{x=\"a\\\"b\\\\c\\nd\"} 4\nown 1\n"
        );
        let open = write(Format::OpenMetrics);
        assert!(
            open.starts_with("# HELP a What.\n# TYPE a counter\na_total 3\n"),
            "{open}"
        );
        assert!(
            open.contains("le=\"1.0\"") && open.ends_with("t_count{x=\"a\\\"b\\\\c\\nd\"} 4\n# EOF\n"),
            "{open}"
        );
    }
}
