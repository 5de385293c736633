//! [`Duration`]: Python's `timedelta`.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use jiff::SignedDuration;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use crate::model::dates::{duration as parse, seconds};
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas};

/// A span of time, to the microsecond. Read from ISO 8601, from a clock's text (`"01:30:00"`) and from seconds; written
/// as ISO 8601 in the way pydantic does: days are kept apart, 365 of them are a year.
///
/// ```
/// use fasterapi::types::Duration;
/// use jiff::SignedDuration;
///
/// let lasts: Duration = serde_json::from_str("\"26:00\"")?;
/// assert_eq!(*lasts, SignedDuration::from_hours(26));
/// assert_eq!(lasts.to_string(), "P1DT2H");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration(pub SignedDuration);

impl Deref for Duration {
    type Target = SignedDuration;

    fn deref(&self) -> &SignedDuration {
        &self.0
    }
}

impl From<SignedDuration> for Duration {
    fn from(duration: SignedDuration) -> Self {
        Self(duration)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0.as_micros();
        let (seconds, fraction) = (micros.unsigned_abs() / 1_000_000, micros.unsigned_abs() % 1_000_000);
        let (days, rest) = (seconds / 86_400, seconds % 86_400);
        f.write_str(if micros < 0 { "-P" } else { "P" })?;
        let part = |f: &mut fmt::Formatter<'_>, count: u128, unit: char| match count {
            0 => Ok(()),
            count => write!(f, "{count}{unit}"),
        };
        part(f, days / 365, 'Y')?;
        part(f, days % 365, 'D')?;
        if micros == 0 {
            return f.write_str("T0S");
        }
        if rest == 0 && fraction == 0 {
            return Ok(());
        }
        f.write_str("T")?;
        part(f, rest / 3600, 'H')?;
        part(f, rest % 3600 / 60, 'M')?;
        match fraction {
            0 => part(f, rest % 60, 'S'),
            fraction => {
                let digits = format!("{fraction:06}");
                write!(f, "{}.{}S", rest % 60, digits.trim_end_matches('0'))
            }
        }
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Duration;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a duration")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Duration, E> {
                parse(text).map(Duration).map_err(E::custom)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Duration, E> {
                seconds(number).map(Duration).map_err(E::custom)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Duration, E> {
                self.visit_f64(number as f64)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Duration, E> {
                self.visit_f64(number as f64)
            }

            fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Duration, E> {
                self.visit_f64(f64::from(u8::from(truth)))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Duration {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        SignedDuration::schema(schemas, constraints)
    }
}

impl Model for Duration {
    const PLACE: Place = Place::Parameter;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        SignedDuration::read(value, constraints, reader).map(Self)
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        self.0.meets(constraints)
    }

    fn from_text(text: &str) -> Option<Self> {
        parse(text).ok().map(Self)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("timedelta")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::read;
    use serde_json::json;

    #[test]
    fn written_as_pydantic_writes_it() {
        let cases = [
            ("PT2H30M", "PT2H30M"),
            ("-01:30:00", "-PT1H30M"),
            ("-P1DT2H", "-P1DT2H"),
            ("P1Y2D", "P1Y2D"),
            ("PT0S", "PT0S"),
            ("PT90.5S", "PT1M30.5S"),
            ("PT0.000001S", "PT0.000001S"),
        ];
        for (text, written) in cases {
            assert_eq!(read::<Duration>(json!(text)).unwrap().to_string(), written);
            let fast: Duration = serde_json::from_value(json!(text)).unwrap();
            assert_eq!(fast.to_string(), written);
        }
        for number in [json!(90.5), json!(-3), json!(true), json!(7)] {
            assert_eq!(
                read::<Duration>(number.clone()).ok(),
                serde_json::from_value(number).ok()
            );
        }
    }
}
