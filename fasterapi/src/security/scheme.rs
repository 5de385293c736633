//! [`SecurityScheme`]: how a request shows who sends it.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::http::HttpError;
use crate::request::Request;

/// How a request shows who sends it: where the credentials are, and how the document describes that.
///
/// `#[security(scheme)]` takes any expression of such a type. The expression is evaluated for each request, which costs
/// nothing as long as its texts are literals; for a scheme made of texts that are known at run time only, keep it in a
/// `LazyLock` and give a reference.
///
/// Implement it to read credentials in a way of your own, or to answer differently when there are none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a security scheme",
    label = "no `SecurityScheme`",
    note = "a function that makes one is called: `#[security(oauth2())]`"
)]
pub trait SecurityScheme {
    /// What it reads from the request: the type of the argument, or that in its `Option`.
    type Credentials: Send + 'static;

    /// Its name in the document.
    fn scheme_name(&self) -> Cow<'static, str>;

    /// Its OpenAPI Security Scheme Object.
    fn description(&self) -> Value;

    /// The credentials; `None` when the request has none.
    ///
    /// # Errors
    /// When they cannot be read.
    fn credentials(&self, request: &Request) -> Result<Option<Self::Credentials>, HttpError>;

    /// The answer to a request without credentials, unless the argument is an `Option`.
    fn not_authenticated(&self) -> HttpError;
}

impl<S: SecurityScheme> SecurityScheme for &S {
    type Credentials = S::Credentials;

    fn scheme_name(&self) -> Cow<'static, str> {
        (**self).scheme_name()
    }

    fn description(&self) -> Value {
        (**self).description()
    }

    fn credentials(&self, request: &Request) -> Result<Option<Self::Credentials>, HttpError> {
        (**self).credentials(request)
    }

    fn not_authenticated(&self) -> HttpError {
        (**self).not_authenticated()
    }
}

/// A text that is usually a literal.
pub(super) type Text = Cow<'static, str>;

/// What every scheme may be told.
#[derive(Debug, Clone, Default)]
pub(super) struct Common {
    pub(super) name: Option<Text>,
    pub(super) description: Option<Text>,
}

impl Common {
    pub(super) fn name(&self, default: &'static str) -> Text {
        self.name.clone().unwrap_or(Cow::Borrowed(default))
    }

    /// A Security Scheme Object of this type.
    pub(super) fn object(&self, kind: &str, members: Value) -> Value {
        let mut object = Map::new();
        object.insert("type".to_owned(), json!(kind));
        if let Some(description) = &self.description {
            object.insert("description".to_owned(), json!(description));
        }
        if let Value::Object(members) = members {
            object.extend(members);
        }
        object.into()
    }
}

/// The builder methods that every scheme has.
macro_rules! common {
    () => {
        /// The name in the document, instead of the type's: for a second scheme of one type.
        #[must_use]
        pub fn scheme_name(mut self, name: impl Into<std::borrow::Cow<'static, str>>) -> Self {
            self.common.name = Some(name.into());
            self
        }

        /// Text in the document (Markdown).
        #[must_use]
        pub fn description(mut self, text: impl Into<std::borrow::Cow<'static, str>>) -> Self {
            self.common.description = Some(text.into());
            self
        }
    };
}
pub(super) use common;
