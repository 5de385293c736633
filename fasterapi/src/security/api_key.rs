//! A key in a header, in the query, or in a cookie.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::SecurityScheme;
use super::authorization::not_authenticated;
use super::scheme::{Common, Text, common};
use crate::http::HttpError;
use crate::request::{Request, cookies};

macro_rules! api_key {
    ($type:ident $name:literal $place:literal $doc:literal $find:expr) => {
        #[doc = $doc]
        ///
        /// The credentials are the key, a `String`; without one the answer is 401. An empty key is none.
        #[derive(Debug, Clone)]
        pub struct $type {
            key: Text,
            common: Common,
        }

        impl $type {
            /// A key under this name.
            pub fn new(name: impl Into<Cow<'static, str>>) -> Self {
                Self {
                    key: name.into(),
                    common: Common::default(),
                }
            }

            common!();
        }

        impl SecurityScheme for $type {
            type Credentials = String;

            fn scheme_name(&self) -> Cow<'static, str> {
                self.common.name($name)
            }

            fn description(&self) -> Value {
                self.common.object("apiKey", json!({"in": $place, "name": self.key}))
            }

            fn credentials(&self, request: &Request) -> Result<Option<String>, HttpError> {
                let find: fn(&Request, &str) -> Option<String> = $find;
                Ok(find(request, &self.key).filter(|key| !key.is_empty()))
            }

            fn not_authenticated(&self) -> HttpError {
                not_authenticated("APIKey")
            }
        }
    };
}

api_key!(ApiKeyHeader "APIKeyHeader" "header" "A key in a header." |request, name| {
    let value = request.headers().get(name)?;
    Some(value.as_bytes().iter().map(|&byte| char::from(byte)).collect())
});
api_key!(ApiKeyQuery "APIKeyQuery" "query" "A key in the query." |request, name| {
    request.query_value(name).map(Cow::into_owned)
});
api_key!(ApiKeyCookie "APIKeyCookie" "cookie" "A key in a cookie." |request, name| {
    cookies::find(request.headers(), name).map(Cow::into_owned)
});
