//! [`TraceParent`]: the trace a request belongs to (W3C Trace Context, section 3.2).

use http::HeaderMap;

/// The ids of `traceparent`, as lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TraceParent<'h> {
    /// 32 digits.
    pub(super) trace_id: &'h str,
    /// The 16 digits of the span that sent the request.
    pub(super) parent_id: &'h str,
}

impl<'h> TraceParent<'h> {
    /// What the header says; `None` when there is none, or several, or one that does not fit.
    pub(super) fn of(headers: &'h HeaderMap) -> Option<Self> {
        let mut values = headers.get_all("traceparent").iter();
        let text = values.next()?.to_str().ok()?;
        if values.next().is_some() {
            return None;
        }
        Self::parse(text)
    }

    fn parse(text: &'h str) -> Option<Self> {
        let mut parts = text.split('-');
        let (version, trace_id, parent_id, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_hex = |part: &str, length| {
            part.len() == length && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let is_none = |id: &str| id.bytes().all(|byte| byte == b'0');
        let fits = is_hex(version, 2) && is_hex(trace_id, 32) && is_hex(parent_id, 16) && is_hex(flags, 2);
        // later versions may add parts
        let known = version != "ff" && (version != "00" || parts.next().is_none());
        (fits && known && !is_none(trace_id) && !is_none(parent_id)).then_some(Self { trace_id, parent_id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_standard() {
        let found = TraceParent::parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").unwrap();
        assert_eq!(found.trace_id, "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(found.parent_id, "b7ad6b7169203331");
        assert!(TraceParent::parse("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what").is_some());
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what",
            "00-0af7651916cd43dd8448eb211c80319c\n-b7ad6b7169203331-01",
        ] {
            assert_eq!(TraceParent::parse(wrong), None, "{wrong}");
        }
    }
}
