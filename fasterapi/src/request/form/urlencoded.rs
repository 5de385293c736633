//! Forms as `application/x-www-form-urlencoded`.

use super::{FormData, FormLimits, FormValue};
use crate::http::HttpError;
use crate::request::pairs;

/// The fields of an URL-encoded body.
///
/// # Errors
/// 400 when there are more or larger ones than `limits` allow.
pub(crate) fn read_urlencoded(body: &[u8], limits: FormLimits) -> Result<FormData, HttpError> {
    let text = String::from_utf8_lossy(body);
    let mut fields = Vec::new();
    for (name, value) in pairs(&text) {
        if fields.len() == limits.fields {
            return Err(HttpError::bad_request(limits.too_many_fields()));
        }
        if name.len().max(value.len()) > limits.part_size {
            let kib = limits.part_size / 1024;
            return Err(HttpError::bad_request(format!(
                "Field exceeded maximum size of {kib}KB."
            )));
        }
        fields.push((name.into_owned(), FormValue::Text(value.into_owned())));
    }
    Ok(FormData::new(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_and_counted() {
        let limits = FormLimits::new().max_fields(2).max_part_size(4);
        let form = read_urlencoded(b"a=b+%2B&a=", limits).unwrap();
        let fields: Vec<_> = form.all("a").map(|value| matches!(value, FormValue::Text(_))).collect();
        assert_eq!((form.text("a"), fields), (Some(""), vec![true, true]));
        for body in ["a&b&c", "a=12345", "abcde=1"] {
            assert_eq!(
                read_urlencoded(body.as_bytes(), limits).unwrap_err().status(),
                400,
                "{body}"
            );
        }
        assert!(read_urlencoded(b"", limits).unwrap().is_empty());
    }
}
