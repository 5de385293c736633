//! From a recorded request to the bytes that are sent.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::answer::Answer;
use crate::fixture::{RecordedRequest, Scheme};
use crate::multipart;

/// A request, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The method.
    pub method: String,
    /// Path and query as they go on the wire.
    pub target: String,
    /// Headers in order, `Host` and `Content-Length` among them.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Outgoing {
    /// `GET target`, as the document is fetched.
    pub fn get(target: &str, scheme: Scheme) -> Self {
        let mut headers = vec![("Host".to_owned(), "testserver".to_owned())];
        forward(scheme, &mut headers);
        Self {
            method: "GET".to_owned(),
            target: target.to_owned(),
            headers,
            body: Vec::new(),
        }
    }

    /// The request of a case. `done` holds the answers to earlier cases, for `${CASE|header|etag}` and its kin.
    ///
    /// # Errors
    /// When the recording is broken: bad base64, or a reference to an answer that is not there.
    pub fn of_case(request: &RecordedRequest, done: &BTreeMap<String, Answer>) -> Result<Self, String> {
        let mut headers = Vec::new();
        for (name, values) in &request.headers {
            for value in values.values() {
                headers.push((name.clone(), expand(value, done)?));
            }
        }
        let has =
            |headers: &[(String, String)], name: &str| headers.iter().any(|(key, _)| key.eq_ignore_ascii_case(name));
        if !has(&headers, "host") {
            headers.insert(0, ("Host".to_owned(), "testserver".to_owned()));
        }
        let (body, content_type) = encode_body(request, done)?;
        if !body.is_empty() || ["POST", "PUT", "PATCH"].contains(&request.method.as_str()) {
            headers.push(("Content-Length".to_owned(), body.len().to_string()));
        }
        if let Some(content_type) = content_type
            && !has(&headers, "content-type")
        {
            headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        forward(request.scheme, &mut headers);
        Ok(Self {
            method: request.method.clone(),
            target: expand(&request.path, done)?,
            headers,
            body,
        })
    }
}

fn forward(scheme: Scheme, headers: &mut Vec<(String, String)>) {
    if scheme == Scheme::Https {
        headers.push(("X-Forwarded-Proto".to_owned(), "https".to_owned()));
    }
}

/// The body's bytes and the content type that goes with them.
fn encode_body(
    request: &RecordedRequest,
    done: &BTreeMap<String, Answer>,
) -> Result<(Vec<u8>, Option<&'static str>), String> {
    if let Some(json) = &request.body_json {
        return Ok((
            compact(&expand(json.get(), done)?).into_bytes(),
            Some("application/json"),
        ));
    }
    if let Some(text) = &request.body_text {
        return Ok((expand(text, done)?.into_bytes(), None));
    }
    if let Some(text) = &request.body_base64 {
        return Ok((STANDARD.decode(text).map_err(|error| error.to_string())?, None));
    }
    if let Some(pairs) = &request.form {
        let fields: Result<Vec<String>, String> = pairs
            .iter()
            .map(|(name, value)| Ok(format!("{}={}", form_encode(name), form_encode(&expand(value, done)?))))
            .collect();
        return Ok((
            fields?.join("&").into_bytes(),
            Some("application/x-www-form-urlencoded"),
        ));
    }
    if let Some(parts) = &request.multipart {
        return Ok((multipart::encode(parts)?, Some(multipart::CONTENT_TYPE)));
    }
    Ok((Vec::new(), None))
}

/// JSON without the white space between its tokens; every number stays as it was written.
fn compact(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in json.chars() {
        if quoted || !c.is_ascii_whitespace() {
            out.push(c);
        }
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quoted,
            '"' => quoted = !quoted,
            _ => {}
        }
    }
    out
}

/// As HTML forms and Python's `urlencode` write it: space is `+`.
fn form_encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => out.push(byte.into()),
            b' ' => out.push('+'),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Replaces `${CASE|header|NAME}`, `${CASE|cookie|NAME}` and `${CASE|json|KEY}`.
fn expand(text: &str, done: &BTreeMap<String, Answer>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((reference, after)) = after.split_once('}') else {
            return Err(format!("`${{` is never closed in {text:?}"));
        };
        let value = look_up(reference, done).ok_or_else(|| format!("nothing answers to `${{{reference}}}`"))?;
        out.push_str(&value);
        rest = after;
    }
    Ok(out + rest)
}

fn look_up(reference: &str, done: &BTreeMap<String, Answer>) -> Option<String> {
    let mut parts = reference.splitn(3, '|');
    let answer = done.get(parts.next()?)?;
    let (kind, key) = (parts.next()?, parts.next()?);
    match kind {
        "header" => answer.header(key).map(str::to_owned),
        "cookie" => answer.all("set-cookie").find_map(|cookie| {
            let (name, value) = cookie.split(';').next()?.split_once('=')?;
            (name == key).then(|| value.to_owned())
        }),
        "json" => match answer.json()?.get(key)? {
            serde_json::Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(recorded: &str) -> Outgoing {
        Outgoing::of_case(&serde_json::from_str(recorded).unwrap(), &BTreeMap::new()).unwrap()
    }

    #[test]
    fn json_bodies_keep_their_digits_and_lose_their_spaces() {
        let sent = outgoing(
            r#"{"method": "POST", "path": "/", "body_json": {"a b": [1.0, 123456789012345678901234567890, "x \" y"]}}"#,
        );
        assert_eq!(
            String::from_utf8(sent.body).unwrap(),
            r#"{"a b":[1.0,123456789012345678901234567890,"x \" y"]}"#
        );
        assert!(
            sent.headers
                .contains(&("Content-Type".to_owned(), "application/json".to_owned()))
        );
    }

    #[test]
    fn a_text_body_implies_no_content_type() {
        let sent = outgoing(r#"{"method": "POST", "path": "/", "body_text": "hello"}"#);
        assert_eq!(
            sent.headers,
            [("Host", "testserver"), ("Content-Length", "5")].map(|(k, v)| (k.into(), v.into()))
        );
    }

    #[test]
    fn forms_are_encoded_as_browsers_do() {
        let sent = outgoing(r#"{"method": "POST", "path": "/", "form": [["a b", "ü&="]]}"#);
        assert_eq!(sent.body, b"a+b=%C3%BC%26%3D");
    }

    #[test]
    fn references_take_values_from_earlier_answers() {
        let answer = Answer {
            status: 200,
            headers: vec![
                ("etag".into(), "\"1\"".into()),
                ("set-cookie".into(), "sid=s3; Path=/".into()),
            ],
            body: br#"{"id": 7}"#.to_vec(),
            broken: false,
        };
        let done = BTreeMap::from([("first".to_owned(), answer)]);
        assert_eq!(expand("/${first|json|id}/${first|cookie|sid}", &done).unwrap(), "/7/s3");
        assert_eq!(expand("${first|header|etag}", &done).unwrap(), "\"1\"");
        assert!(expand("${second|json|id}", &done).is_err());
    }

    #[test]
    fn https_is_told_as_a_proxy_tells_it() {
        let sent = Outgoing::get("/x", Scheme::Https);
        assert!(
            sent.headers
                .contains(&("X-Forwarded-Proto".to_owned(), "https".to_owned()))
        );
    }
}
