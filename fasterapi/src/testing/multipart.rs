//! [`MultipartForm`]: a form with files, for [`RequestBuilder::multipart`](super::RequestBuilder::multipart).

/// A form with files.
///
/// ```
/// use fasterapi::testing::MultipartForm;
///
/// let form = MultipartForm::new().text("title", "Notes").file("document", "notes.txt", "text/plain", "hello");
/// ```
#[derive(Debug, Clone, Default)]
pub struct MultipartForm(Vec<u8>);

/// What separates the parts; no content of a test holds it.
const BOUNDARY: &str = "fasterapi-test-boundary-5b1d";

impl MultipartForm {
    /// A form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn text(self, name: &str, value: &str) -> Self {
        self.part(name, "", value.as_bytes())
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: &str, filename: &str, content_type: &str, content: impl AsRef<[u8]>) -> Self {
        let more = format!("; filename=\"{}\"\r\nContent-Type: {content_type}", quoted(filename));
        self.part(name, &more, content.as_ref())
    }

    fn part(mut self, name: &str, more: &str, content: &[u8]) -> Self {
        let name = quoted(name);
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n");
        self.0.extend_from_slice(head.as_bytes());
        self.0.extend_from_slice(content);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    /// The content type, and the body.
    pub(super) fn finish(mut self) -> (String, Vec<u8>) {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={BOUNDARY}"), self.0)
    }
}

/// A name as browsers write it between quotes.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
