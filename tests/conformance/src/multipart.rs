//! Multipart forms as they were recorded, and the files that answers speak of.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::fixture::Part;

const BOUNDARY: &str = "oracle-boundary-7f3a";

/// The content type of [`encode`]'s bodies.
pub(crate) const CONTENT_TYPE: &str = "multipart/form-data; boundary=oracle-boundary-7f3a";

/// The bytes of a form.
///
/// # Errors
/// When the recording is broken.
pub(crate) fn encode(parts: &[Part]) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    for part in parts {
        let mut head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"", part.name);
        if let Some(filename) = &part.filename {
            head += &format!("; filename=\"{filename}\"");
        }
        if let Some(content_type) = &part.content_type {
            head += &format!("\r\nContent-Type: {content_type}");
        }
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        match (&part.base64, &part.text) {
            (Some(base64), _) => body.extend(STANDARD.decode(base64).map_err(|error| error.to_string())?),
            (None, Some(text)) => body.extend_from_slice(text.as_bytes()),
            (None, None) => return Err(format!("the part {:?} has no content", part.name)),
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    Ok(body)
}

/// What is told of a file, as recordings have it: Python's own members are left out of those.
pub(crate) fn hide_uploads(value: &mut Value) {
    match value {
        Value::Object(members)
            if ["filename", "file", "size", "headers"]
                .iter()
                .all(|key| members.contains_key(*key)) =>
        {
            let kept = json!({
                "filename": members["filename"],
                "size": members["size"],
                "headers": members["headers"],
            });
            *value = json!({ "<upload>": kept });
        }
        Value::Object(members) => members.values_mut().for_each(hide_uploads),
        Value::Array(items) => items.iter_mut().for_each(hide_uploads),
        _ => {}
    }
}
