//! OAuth2: a bearer token, and the flows by which a client gets one.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::SecurityScheme;
use super::authorization::{not_authenticated, of_scheme, whole};
use super::scheme::{Common, common};
use crate::http::HttpError;
use crate::request::Request;

/// One flow as the document has it.
#[derive(Debug, Clone)]
struct Flow {
    name: &'static str,
    urls: Vec<(&'static str, Cow<'static, str>)>,
    scopes: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl Flow {
    fn object(&self) -> Value {
        let scopes: Map<String, Value> = self
            .scopes
            .iter()
            .map(|(name, text)| (name.to_string(), json!(text)))
            .collect();
        let mut object = Map::new();
        object.insert("scopes".to_owned(), scopes.into());
        object.extend(self.urls.iter().map(|(name, url)| ((*name).to_owned(), json!(url))));
        json!({ self.name: object })
    }
}

macro_rules! bearer {
    ($type:ident $flow:literal $doc:literal ($($url:ident $member:literal)*)) => {
        #[doc = $doc]
        ///
        /// The credentials are the token, a `String`; without one the answer is 401.
        #[derive(Debug, Clone)]
        pub struct $type {
            flow: Flow,
            common: Common,
        }

        impl $type {
            /// The flow with its addresses, which may be relative to the document's.
            pub fn new($($url: impl Into<Cow<'static, str>>),*) -> Self {
                Self {
                    flow: Flow {
                        name: $flow,
                        urls: vec![$(($member, $url.into())),*],
                        scopes: Vec::new(),
                    },
                    common: Common::default(),
                }
            }

            /// The scopes a client may ask for, each with its description.
            #[must_use]
            pub fn scopes<N, T>(mut self, scopes: impl IntoIterator<Item = (N, T)>) -> Self
            where
                N: Into<Cow<'static, str>>,
                T: Into<Cow<'static, str>>,
            {
                self.flow.scopes.extend(scopes.into_iter().map(|(name, text)| (name.into(), text.into())));
                self
            }

            /// Where a new token is got for an old one.
            #[must_use]
            pub fn refresh_url(mut self, url: impl Into<Cow<'static, str>>) -> Self {
                self.flow.urls.push(("refreshUrl", url.into()));
                self
            }

            common!();
        }

        impl SecurityScheme for $type {
            type Credentials = String;

            fn scheme_name(&self) -> Cow<'static, str> {
                self.common.name(stringify!($type))
            }

            fn description(&self) -> Value {
                self.common.object("oauth2", json!({"flows": self.flow.object()}))
            }

            fn credentials(&self, request: &Request) -> Result<Option<String>, HttpError> {
                Ok(of_scheme(request, "bearer").map(Cow::into_owned))
            }

            fn not_authenticated(&self) -> HttpError {
                not_authenticated("Bearer")
            }
        }
    };
}

bearer!(OAuth2PasswordBearer "password" "A token that a client gets for its user's name and password."
    (token_url "tokenUrl"));
bearer!(OAuth2AuthorizationCodeBearer "authorizationCode"
    "A token that a client gets for a code, which its user got where they logged in."
    (authorization_url "authorizationUrl" token_url "tokenUrl"));
bearer!(OAuth2ClientCredentialsBearer "clientCredentials" "A token that a client gets for credentials of its own."
    (token_url "tokenUrl"));
bearer!(OAuth2ImplicitBearer "implicit" "A token that a client gets where its user logged in."
    (authorization_url "authorizationUrl"));

/// OAuth2 with any flows: an OpenAPI OAuth Flows Object, written as JSON.
///
/// The credentials are the whole `Authorization` header, a `String`; without one the answer is 401.
#[derive(Debug, Clone)]
pub struct OAuth2 {
    flows: Value,
    common: Common,
}

impl OAuth2 {
    /// `json!({"implicit": {"authorizationUrl": "..", "scopes": {..}}})`.
    pub fn new(flows: Value) -> Self {
        Self {
            flows,
            common: Common::default(),
        }
    }

    common!();
}

impl SecurityScheme for OAuth2 {
    type Credentials = String;

    fn scheme_name(&self) -> Cow<'static, str> {
        self.common.name("OAuth2")
    }

    fn description(&self) -> Value {
        self.common.object("oauth2", json!({"flows": self.flows}))
    }

    fn credentials(&self, request: &Request) -> Result<Option<String>, HttpError> {
        Ok(whole(request).map(Cow::into_owned))
    }

    fn not_authenticated(&self) -> HttpError {
        not_authenticated("Bearer")
    }
}
