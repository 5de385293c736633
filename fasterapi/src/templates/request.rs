//! [`RequestObject`]: `request` in a template.

use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, from_args};
use minijinja::{Error, ErrorKind, State, Value};

use super::url_for::url_for;
use crate::request::{Request, Url};

/// The request's head: what a template may ask of it.
#[derive(Debug)]
pub(super) struct RequestObject(pub(super) Request);

const MEMBERS: &[&str] = &[
    "method",
    "url",
    "base_url",
    "headers",
    "query_params",
    "path_params",
    "cookies",
    "client",
    "root_path",
];

impl Object for RequestObject {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let request = &self.0;
        Some(match key.as_str()? {
            "method" => request.method().as_str().into(),
            "url" => Value::from_object(UrlObject(request.url())),
            "base_url" => Value::from_object(UrlObject(request.base_url())),
            "headers" => Value::from_object(Headers(Arc::clone(self))),
            // of several values the last counts, as in Starlette
            "query_params" => map(request
                .query_pairs()
                .map(|(name, value)| (name.into_owned(), value.into_owned()))),
            "path_params" => map(request
                .path_params()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))),
            "cookies" => map(request
                .cookies()
                .map(|(name, value)| (name.to_owned(), value.into_owned()))),
            "client" => client(request),
            "root_path" => request.root_path().into(),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(MEMBERS)
    }

    fn call_method(self: &Arc<Self>, _: &mut State<'_, '_>, method: &str, args: &[Value]) -> Result<Value, Error> {
        if method != "url_for" {
            return Err(Error::new(
                ErrorKind::UnknownMethod,
                format!("request has no method {method}"),
            ));
        }
        let (name, params) = from_args(args)?;
        url_for(&self.0, name, &params)
    }
}

fn map(pairs: impl Iterator<Item = (String, String)>) -> Value {
    pairs.collect::<std::collections::BTreeMap<_, _>>().into()
}

fn client(request: &Request) -> Value {
    let client = request.client();
    let Some(host) = client.ip() else {
        return Value::from(());
    };
    super::context! { host => host.to_string(), port => client.port() }
}

/// The headers, whose names have no case.
#[derive(Debug)]
struct Headers(Arc<RequestObject>);

impl Object for Headers {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let value = self.0.0.header(key.as_str()?)?;
        Some(value.into_owned().into())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let names = self.0.0.headers().keys();
        Enumerator::Values(names.map(|name| name.as_str().into()).collect())
    }
}

/// An address: as a text, and its parts.
#[derive(Debug)]
struct UrlObject(Url);

impl Object for UrlObject {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let url = &self.0;
        Some(match key.as_str()? {
            "path" => url.path().into(),
            "scheme" => url.scheme().into(),
            "netloc" => url.authority().into(),
            "hostname" => url.hostname().into(),
            "port" => url.port().into(),
            "query" => url.query().unwrap_or_default().into(),
            "is_secure" => url.is_secure().into(),
            _ => return None,
        })
    }

    fn render(self: &Arc<Self>, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}
