//! The methods of a route, and the `Allow` header.

use http::{HeaderValue, Method};

/// Some methods. Whether a usual one is among them is found with one look, as every request asks for it.
#[derive(Debug)]
pub(super) struct Methods {
    usual: u16,
    all: Vec<Method>,
}

impl Methods {
    pub(super) fn new(all: Vec<Method>) -> Self {
        let usual = all.iter().fold(0, |bits, method| bits | bit(method));
        Self { usual, all }
    }

    #[inline]
    pub(super) fn contains(&self, method: &Method) -> bool {
        match bit(method) {
            0 => self.has_unusual(method),
            bit => self.usual & bit != 0,
        }
    }

    /// Apart, because all that it needs would be prepared for the usual ones too.
    #[cold]
    #[inline(never)]
    fn has_unusual(&self, method: &Method) -> bool {
        self.all.contains(method)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Method> {
        self.all.iter()
    }
}

/// A bit of its own for each usual method.
#[inline]
fn bit(method: &Method) -> u16 {
    match *method {
        Method::OPTIONS => 1,
        Method::GET => 1 << 1,
        Method::POST => 1 << 2,
        Method::PUT => 1 << 3,
        Method::DELETE => 1 << 4,
        Method::HEAD => 1 << 5,
        Method::TRACE => 1 << 6,
        Method::CONNECT => 1 << 7,
        Method::PATCH => 1 << 8,
        _ => 0,
    }
}

/// The value of `Allow` for these methods (RFC 9110, section 10.2.1).
pub(crate) fn allow(methods: &[Method]) -> HeaderValue {
    let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
    HeaderValue::from_str(&names.join(", ")).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn methods_are_found_whether_usual_or_not() {
        let purge = Method::from_bytes(b"PURGE").unwrap();
        let all = [
            Method::OPTIONS,
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::HEAD,
            Method::TRACE,
            Method::CONNECT,
            Method::PATCH,
            Method::from_bytes(b"QUERY").unwrap(),
            purge.clone(),
        ];
        for method in &all {
            let only = Methods::new(vec![method.clone()]);
            let found: Vec<_> = all.iter().filter(|other| only.contains(other)).collect();
            assert_eq!(found, [method]);
        }
        let methods = Methods::new(vec![Method::GET, purge.clone()]);
        assert!(methods.contains(&Method::GET) && methods.contains(&purge) && !methods.contains(&Method::HEAD));
    }
}
