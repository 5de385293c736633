//! Comparing entity tags.

use http::HeaderValue;

/// Whether an `If-None-Match` list holds `tag`; weak tags count, as they may in this comparison (RFC 9110, section
/// 13.1.2).
pub(crate) fn lists_tag(list: &HeaderValue, tag: &HeaderValue) -> bool {
    let opaque = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_owned();
    let sought = opaque(tag.as_bytes());
    let mut tags = list.as_bytes().split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
    tags.any(|tag| tag == b"*" || opaque(tag) == sought)
}
