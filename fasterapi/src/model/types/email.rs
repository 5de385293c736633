//! [`Email`] and [`NameEmail`].

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Map, Value};

use super::email_syntax;
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

/// Why a text is no email address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidEmail(String);

impl fmt::Display for InvalidEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "value is not a valid email address: {}", self.0)
    }
}

impl std::error::Error for InvalidEmail {}

/// An email address, its domain in lower case: pydantic's `EmailStr`. Nobody is asked whether it exists.
///
/// ```
/// use fasterapi::types::Email;
///
/// let mail: Email = "Ann.Lee@Example.com".parse()?;
/// assert_eq!(mail.as_str(), "Ann.Lee@example.com");
/// assert_eq!((mail.local_part(), mail.domain()), ("Ann.Lee", "example.com"));
/// # Ok::<(), fasterapi::types::InvalidEmail>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(String);

impl Email {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for Email {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        let named = email_syntax::named(text).map_err(InvalidEmail)?;
        Ok(Self(named.1))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An email address and the name of its owner: pydantic's `NameEmail`. An address alone gives the name before the `@`.
///
/// ```
/// use fasterapi::types::NameEmail;
///
/// let mail: NameEmail = "Ann Lee <ann@example.com>".parse()?;
/// assert_eq!((mail.name.as_str(), mail.email.as_str()), ("Ann Lee", "ann@example.com"));
/// # Ok::<(), fasterapi::types::InvalidEmail>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NameEmail {
    /// The owner's name.
    pub name: String,
    /// The address.
    pub email: Email,
}

impl FromStr for NameEmail {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, InvalidEmail> {
        let (name, address) = email_syntax::named(text).map_err(InvalidEmail)?;
        let email = Email(address);
        Ok(Self {
            name: name.unwrap_or_else(|| email.local_part().to_owned()),
            email,
        })
    }
}

impl fmt::Display for NameEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.name.contains('@') {
            write!(f, "\"{}\" <{}>", self.name, self.email)
        } else {
            write!(f, "{} <{}>", self.name, self.email)
        }
    }
}

macro_rules! emails {
    ($($email:ident $format:literal;)*) => {$(
        impl Serialize for $email {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $email {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $email {
            fn schema(_: &mut Schemas, constraints: &Constraints) -> Schema {
                Schema::of_format("string", $format)
                    .with_some("maxLength", constraints.max_length)
                    .with_some("minLength", constraints.min_length)
            }
        }

        impl Model for $email {
            const PLACE: Place = Place::Parameter;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let Value::String(text) = value else {
                    errors::string_type(reader, value);
                    return None;
                };
                reader.lax();
                match text.parse::<Self>() {
                    Ok(email) => String::read(&email.to_string().into(), constraints, reader).map(|_| email),
                    Err(error) => {
                        let ctx = Map::from_iter([("reason".to_owned(), Value::from(error.0.as_str()))]);
                        reader.error("value_error", error.to_string(), value, Some(ctx));
                        None
                    }
                }
            }

            fn meets(&self, constraints: &Constraints) -> bool {
                let plain = constraints.min_length.is_none() && constraints.max_length.is_none();
                plain && constraints.pattern.is_none() && !constraints.transforms()
                    || self.to_string().meets(constraints)
            }

            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            fn label(_: &Constraints) -> Cow<'static, str> {
                Cow::Borrowed($format)
            }
        }
    )*};
}

emails! {
    Email "email";
    NameEmail "name-email";
}
