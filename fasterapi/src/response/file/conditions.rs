//! What of a request decides how a file is answered.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use httpdate::{HttpDate, fmt_http_date, parse_http_date};

use crate::http::lists_tag;

/// The headers of a request that a file's answer depends on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Conditions {
    pub(super) is_head: bool,
    pub(super) range: Option<HeaderValue>,
    if_range: Option<HeaderValue>,
    if_none_match: Vec<HeaderValue>,
    if_modified_since: Option<HeaderValue>,
}

impl Conditions {
    /// Those of a request.
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Self {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        let get = |name: HeaderName| headers.get(name).filter(|_| reads).cloned();
        Self {
            is_head: *method == Method::HEAD,
            range: get(header::RANGE),
            if_range: get(header::IF_RANGE),
            if_none_match: if reads {
                headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect()
            } else {
                Vec::new()
            },
            if_modified_since: get(header::IF_MODIFIED_SINCE),
        }
    }

    /// Whether the client has this version already (RFC 9110, section 13.2.2).
    pub(super) fn has_it(&self, version: &Version) -> bool {
        if !self.if_none_match.is_empty() {
            return self.if_none_match.iter().any(|list| lists_tag(list, &version.etag));
        }
        let since = self.if_modified_since.as_ref();
        let since = since.and_then(|value| parse_http_date(value.to_str().ok()?).ok());
        since.is_some_and(|since| version.modified.is_some_and(|modified| modified <= since))
    }

    /// Whether a range may be answered: `If-Range` names this version, or is not there.
    pub(super) fn wants_ranges(&self, version: &Version) -> bool {
        let date = version.date.as_deref().map(str::as_bytes);
        let same = |value: &HeaderValue| *value == version.etag || Some(value.as_bytes()) == date;
        self.if_range.as_ref().is_none_or(same)
    }
}

/// What tells one version of a file from another.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub(super) etag: HeaderValue,
    /// Rounded down to seconds, as headers have it.
    modified: Option<SystemTime>,
    pub(super) date: Option<String>,
}

impl Version {
    pub(super) fn new(length: u64, modified: SystemTime) -> Option<Self> {
        let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let seconds = SystemTime::UNIX_EPOCH + Duration::from_secs(since.as_secs().min(253_402_300_799));
        Some(Self {
            etag: HeaderValue::try_from(format!("\"{:x}-{length:x}\"", since.as_nanos())).ok()?,
            modified: Some(SystemTime::from(HttpDate::from(seconds))),
            date: Some(fmt_http_date(seconds)),
        })
    }

    /// That of a content without a date.
    pub(super) fn of_content(hash: u64) -> Self {
        let etag = HeaderValue::try_from(format!("\"{hash:016x}\""));
        Self {
            etag: etag.unwrap_or(HeaderValue::from_static("\"0\"")),
            modified: None,
            date: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn conditions(headers: &[(HeaderName, &str)]) -> Conditions {
        let pair = |(name, value): &(HeaderName, &str)| (name.clone(), value.parse().unwrap());
        Conditions::of(&Method::GET, &headers.iter().map(pair).collect())
    }

    #[test]
    fn a_version_is_known_by_tag_or_date() {
        let version = Version::new(5, SystemTime::UNIX_EPOCH + Duration::from_millis(1_700_000_000_123)).unwrap();
        let (tag, date) = (version.etag.to_str().unwrap(), version.date.as_deref().unwrap());
        let same = |name, value: &str| conditions(&[(name, value)]).has_it(&version);
        assert!(same(header::IF_NONE_MATCH, tag));
        assert!(same(header::IF_NONE_MATCH, &format!("\"x\", W/{tag}")));
        assert!(same(header::IF_NONE_MATCH, "*"));
        assert!(!same(header::IF_NONE_MATCH, "\"x\""));
        assert!(same(header::IF_MODIFIED_SINCE, date));
        assert!(!same(header::IF_MODIFIED_SINCE, "Mon, 01 Jan 2001 00:00:00 GMT"));
        assert!(!same(header::IF_MODIFIED_SINCE, "yesterday"));
        let both = [(header::IF_NONE_MATCH, "\"x\""), (header::IF_MODIFIED_SINCE, date)];
        assert!(!conditions(&both).has_it(&version), "the tag wins");
    }

    #[test]
    fn if_range_names_the_version() {
        let version = Version::new(5, SystemTime::UNIX_EPOCH).unwrap();
        let wants = |value: &str| conditions(&[(header::IF_RANGE, value)]).wants_ranges(&version);
        assert!(conditions(&[]).wants_ranges(&version));
        assert!(wants(version.etag.to_str().unwrap()) && wants(version.date.as_deref().unwrap()));
        assert!(!wants("\"x\""));
    }
}
