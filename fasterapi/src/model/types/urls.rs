//! [`HttpUrl`], [`WebsocketUrl`], and `url::Url`, which is any URL (feature `url`).

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};
use url::Url;

use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// The most characters of a URL that a browser will go to.
const MOST: usize = 2083;

/// Why a text is not the URL that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidUrl {
    /// Nothing at all.
    Empty,
    /// No URL.
    Parse(url::ParseError),
    /// A URL of another scheme; the text names those that are expected.
    Scheme(&'static str),
    /// Longer than this many characters.
    TooLong(usize),
}

impl fmt::Display for InvalidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Input should be a valid URL, input is empty"),
            Self::Parse(error) => write!(f, "Input should be a valid URL, {error}"),
            Self::Scheme(expected) => write!(f, "URL scheme should be {expected}"),
            Self::TooLong(most) => write!(f, "URL should have at most {most} characters"),
        }
    }
}

impl std::error::Error for InvalidUrl {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Parse(error) => Some(error),
            _ => None,
        }
    }
}

impl InvalidUrl {
    fn record(&self, reader: &mut Reader<'_>, value: &Value) {
        let (kind, key, ctx): (&'static str, _, Value) = match self {
            Self::Empty => ("url_parsing", "error", "input is empty".into()),
            Self::Parse(error) => ("url_parsing", "error", error.to_string().into()),
            Self::Scheme(expected) => ("url_scheme", "expected_schemes", (*expected).into()),
            Self::TooLong(most) => ("url_too_long", "max_length", (*most).into()),
        };
        let ctx = Map::from_iter([(key.to_owned(), ctx)]);
        reader.error(kind, self.to_string(), value, Some(ctx));
    }
}

fn parse(text: &str) -> Result<Url, InvalidUrl> {
    if text.is_empty() {
        return Err(InvalidUrl::Empty);
    }
    Url::parse(text).map_err(InvalidUrl::Parse)
}

fn read<T>(value: &Value, reader: &mut Reader<'_>, parse: impl FnOnce(&str) -> Result<T, InvalidUrl>) -> Option<T> {
    let Value::String(text) = value else {
        errors::url_type(reader, value);
        return None;
    };
    reader.lax();
    parse(text).map_err(|error| error.record(reader, value)).ok()
}

impl JsonSchema for Url {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_format("string", "uri").with("minLength", 1)
    }
}

impl Model for Url {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        read(value, reader, parse)
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    fn from_text(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("url")
    }
}

macro_rules! urls {
    ($($(#[$doc:meta])* $name:ident [$($scheme:literal)*] $expected:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Url);

        impl $name {
            /// The URL, for what asks for any.
            pub fn into_inner(self) -> Url {
                self.0
            }
        }

        impl TryFrom<Url> for $name {
            type Error = InvalidUrl;

            fn try_from(url: Url) -> Result<Self, InvalidUrl> {
                if ![$($scheme),*].contains(&url.scheme()) {
                    return Err(InvalidUrl::Scheme($expected));
                }
                if url.as_str().len() > MOST {
                    return Err(InvalidUrl::TooLong(MOST));
                }
                Ok(Self(url))
            }
        }

        impl FromStr for $name {
            type Err = InvalidUrl;

            fn from_str(text: &str) -> Result<Self, InvalidUrl> {
                parse(text).and_then(Self::try_from)
            }
        }

        impl Deref for $name {
            type Target = Url;

            fn deref(&self) -> &Url {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                Url::schema(schemas, constraints).with("maxLength", MOST)
            }
        }

        impl Model for $name {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                read(value, reader, str::parse)
            }

            #[inline]
            fn meets(&self, _: &Constraints) -> bool {
                true
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed("url")
            }
        }
    )*};
}

urls! {
    /// A URL of the scheme `http` or `https`, of at most 2083 characters; a `url::Url` to those who look at it.
    ///
    /// ```
    /// use fasterapi::types::HttpUrl;
    ///
    /// let home: HttpUrl = "https://Example.COM".parse()?;
    /// assert_eq!(home.as_str(), "https://example.com/");
    /// assert!("ftp://example.com".parse::<HttpUrl>().is_err());
    /// # Ok::<(), fasterapi::types::InvalidUrl>(())
    /// ```
    HttpUrl ["http" "https"] "'http' or 'https'";

    /// A URL of the scheme `ws` or `wss`, of at most 2083 characters.
    WebsocketUrl ["ws" "wss"] "'ws' or 'wss'";
}
