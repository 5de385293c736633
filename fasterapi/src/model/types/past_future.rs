//! [`Past`] and [`Future`]: days and moments on one side of now.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Deref;

use jiff::civil::{self, Date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{Constraints, DateTime, JsonSchema, Model, Place, Reader, Schema, Schemas};

/// A type whose values are before or after now. What tells no offset is taken as of UTC.
pub trait Instant {
    /// Where the value stands, seen from now.
    fn against_now(&self) -> Ordering;

    /// What an error's `type` begins with, and what its text calls the value.
    const NAMES: (&'static str, &'static str) = ("datetime", "Input");
}

impl Instant for Timestamp {
    fn against_now(&self) -> Ordering {
        self.cmp(&Self::now())
    }
}

impl Instant for Zoned {
    fn against_now(&self) -> Ordering {
        self.timestamp().against_now()
    }
}

impl Instant for civil::DateTime {
    fn against_now(&self) -> Ordering {
        self.cmp(&Timestamp::now().to_zoned(TimeZone::UTC).datetime())
    }
}

impl Instant for DateTime {
    fn against_now(&self) -> Ordering {
        match self {
            Self::Naive(civil) => civil.against_now(),
            Self::Aware(zoned) => zoned.against_now(),
        }
    }
}

impl Instant for Date {
    const NAMES: (&'static str, &'static str) = ("date", "Date");

    fn against_now(&self) -> Ordering {
        self.cmp(&Timestamp::now().to_zoned(TimeZone::UTC).date())
    }
}

macro_rules! sides {
    ($($(#[$doc:meta])* $side:ident $ordering:ident $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $side<T>(pub T);

        impl<T> Deref for $side<T> {
            type Target = T;

            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T: JsonSchema> JsonSchema for $side<T> {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                T::schema(schemas, constraints)
            }
        }

        impl<T: Model + Instant> Model for $side<T> {
            const PLACE: Place = T::PLACE;
            const FAST: bool = T::FAST;
            const PLAIN: bool = T::PLAIN;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                let read = T::read(value, constraints, reader)?;
                if read.against_now() == Ordering::$ordering {
                    return Some(Self(read));
                }
                let (kind, name) = T::NAMES;
                reader.error(format!("{kind}_{}", $kind), format!("{name} should be in the {}", $kind), value, None);
                None
            }

            fn meets(&self, constraints: &Constraints) -> bool {
                self.0.meets(constraints)
            }

            fn is_valid(&self) -> bool {
                self.0.is_valid() && self.0.against_now() == Ordering::$ordering
            }

            fn label(constraints: &Constraints) -> Cow<'static, str> {
                T::label(constraints)
            }
        }
    )*};
}

sides! {
    /// A day or moment before now: `Past<Date>`, `Past<DateTime>`.
    Past Less "past";
    /// A day or moment after now: `Future<Date>`, `Future<DateTime>`.
    Future Greater "future";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use serde_json::json;

    #[test]
    fn one_side_of_now() {
        assert!(read::<Past<Date>>(json!("2001-01-01")).is_ok());
        assert!(read::<Future<DateTime>>(json!("2999-01-01T00:00:00")).is_ok());
        assert_eq!(kind::<Past<Date>>(json!("2999-01-01")), "date_past");
        assert_eq!(kind::<Future<Date>>(json!("2001-01-01")), "date_future");
        assert_eq!(kind::<Past<Timestamp>>(json!("2999-01-01T00:00:00Z")), "datetime_past");
        assert_eq!(
            kind::<Future<DateTime>>(json!("2001-01-01T00:00:00Z")),
            "datetime_future"
        );
        assert!(!Past("2999-01-01T00:00:00Z".parse::<Timestamp>().unwrap()).is_valid());
    }
}
