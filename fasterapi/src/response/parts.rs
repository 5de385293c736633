//! [`ResponseParts`]: the answer under way.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::Cookie;

/// The answer under way, before the handler returned: dependencies and handlers set status and headers on it.
///
/// Take it as `response: &mut ResponseParts`; FastAPI's injected `Response`. It is left aside when the handler returns
/// a [`Response`](crate::Response) of its own.
#[derive(Debug, Default)]
pub struct ResponseParts {
    status: Option<StatusCode>,
    extra: Option<Box<Extra>>,
}

#[derive(Debug, Default)]
struct Extra {
    headers: HeaderMap,
    fault: Option<String>,
}

impl ResponseParts {
    /// Sets the status code, instead of the route's `status_code`.
    pub fn set_status(&mut self, status: StatusCode) {
        self.status = Some(status);
    }

    /// The status code that was set, if any.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The headers set so far, to change.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.extra.get_or_insert_default().headers
    }

    /// Sets a header, replacing others of its name. One that HTTP does not allow makes the whole answer a 500.
    pub fn set_header<N, V>(&mut self, name: N, value: V)
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.with_header(name, value, |headers, name, value| {
            headers.insert(name, value);
        });
    }

    /// Adds a header to those of its name. One that HTTP does not allow makes the whole answer a 500.
    pub fn append_header<N, V>(&mut self, name: N, value: V)
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.with_header(name, value, |headers, name, value| {
            headers.append(name, value);
        });
    }

    /// Sets a cookie. One that HTTP does not allow makes the whole answer a 500.
    pub fn set_cookie(&mut self, cookie: Cookie) {
        let extra = self.extra.get_or_insert_default();
        match cookie.header() {
            Ok(value) => {
                extra.headers.append(header::SET_COOKIE, value);
            }
            Err(reason) => extra.fault = Some(reason),
        }
    }

    /// Makes the browser forget a cookie of `path=/`; for another path or a domain, set [`Cookie::removal`].
    pub fn delete_cookie(&mut self, name: &str) {
        self.set_cookie(Cookie::removal(name));
    }

    fn with_header<N, V>(&mut self, name: N, value: V, put: fn(&mut HeaderMap, HeaderName, HeaderValue))
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        let extra = self.extra.get_or_insert_default();
        match (name.try_into(), value.try_into()) {
            (Ok(name), Ok(value)) => put(&mut extra.headers, name, value),
            (Ok(name), Err(_)) => extra.fault = Some(format!("the value of the header {name} is not one")),
            (Err(_), _) => extra.fault = Some("the name of a header is not one".to_owned()),
        }
    }

    /// Why there cannot be an answer, taken out.
    pub(crate) fn fault(&mut self) -> Option<String> {
        self.extra.as_mut()?.fault.take()
    }

    #[inline]
    pub(crate) fn into_inner(self) -> (Option<StatusCode>, Option<HeaderMap>) {
        (self.status, self.extra.map(|extra| extra.headers))
    }
}
