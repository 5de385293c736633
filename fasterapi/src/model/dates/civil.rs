//! `jiff::civil`: dates, times and naive date-times.

use std::borrow::Cow;

use jiff::civil::{Date, DateTime as CivilDateTime, Time};
use serde_json::Value;

use super::{DateTime, date_time, parse};
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas, errors};

impl JsonSchema for Date {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_format("string", "date")
    }
}

impl Model for Date {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let moment = match value {
            Value::String(text) => {
                if let Ok(date) = parse::date(text) {
                    reader.lax();
                    return Some(date);
                }
                parse::date_time(text)
            }
            Value::Number(number) => parse::timestamp(number.as_f64().unwrap_or(f64::NAN)),
            _ => {
                errors::date_type(reader, value);
                return None;
            }
        };
        reader.lax();
        match moment {
            Ok(moment) if moment.civil().time() == Time::midnight() => Some(moment.civil().date()),
            Ok(_) => {
                errors::date_from_datetime_inexact(reader, value);
                None
            }
            Err(wrong) => {
                let (kind, start) = ("date_from_datetime_parsing", "Input should be a valid date or datetime");
                errors::parsing(reader, value, kind, start, &wrong);
                None
            }
        }
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    fn from_text(text: &str) -> Option<Self> {
        parse::date(text).ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("date")
    }
}

impl JsonSchema for Time {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_format("string", "time")
    }
}

impl Model for Time {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match value {
            Value::String(text) => parse::clock(text.as_bytes()),
            Value::Number(number) => {
                reader.lax();
                let read = seconds_of_day(number.as_f64().unwrap_or(f64::NAN));
                let (kind, start) = ("time_parsing", "Input should be in a valid time format");
                return read
                    .map_err(|wrong| errors::parsing(reader, value, kind, start, &wrong))
                    .ok();
            }
            _ => {
                errors::time_type(reader, value);
                return None;
            }
        };
        reader.lax();
        match read {
            Ok(clock) if clock.offset.is_none() => Some(clock.time),
            Ok(_) => {
                errors::timezone_naive(reader, value);
                None
            }
            Err(wrong) => {
                errors::parsing(
                    reader,
                    value,
                    "time_parsing",
                    "Input should be in a valid time format",
                    &wrong,
                );
                None
            }
        }
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    fn from_text(text: &str) -> Option<Self> {
        parse::clock(text.as_bytes())
            .ok()
            .filter(|clock| clock.offset.is_none())
            .map(|clock| clock.time)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("time")
    }
}

pub(in crate::model) fn seconds_of_day(seconds: f64) -> Result<Time, parse::Wrong> {
    if seconds < 0.0 {
        return Err("time in seconds should be positive");
    }
    if seconds >= 86_400.0 {
        return Err("numeric times may not exceed 86,399 seconds");
    }
    let micros = (seconds * 1e6).round() as i64;
    Time::midnight()
        .checked_add(jiff::SignedDuration::from_micros(micros))
        .map_err(|_| "numeric times may not exceed 86,399 seconds")
}

impl JsonSchema for CivilDateTime {
    fn schema(_: &mut Schemas, _: &Constraints) -> Schema {
        Schema::of_format("string", "date-time")
    }
}

impl Model for CivilDateTime {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, _: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        match date_time::read(value, reader)? {
            DateTime::Naive(civil) => Some(civil),
            DateTime::Aware(_) => {
                errors::timezone_naive(reader, value);
                None
            }
        }
    }

    #[inline]
    fn meets(&self, _: &Constraints) -> bool {
        true
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("datetime")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use jiff::civil::{date, time};
    use serde_json::json;

    #[test]
    fn a_date_may_come_as_its_midnight() {
        for text in [json!("2024-02-29"), json!("2024-02-29T00:00:00"), json!(1_709_164_800)] {
            assert_eq!(read::<Date>(text), Ok(date(2024, 2, 29)));
        }
        assert_eq!(kind::<Date>(json!("2024-02-29T10:00:00")), "date_from_datetime_inexact");
        assert_eq!(kind::<Date>(json!("2023-02-29")), "date_from_datetime_parsing");
    }

    #[test]
    fn times_are_naive() {
        assert_eq!(read::<Time>(json!("06:30")), Ok(time(6, 30, 0, 0)));
        assert_eq!(read::<Time>(json!("06:30:15.25")), Ok(time(6, 30, 15, 250_000_000)));
        assert_eq!(read::<Time>(json!(23_400)), Ok(time(6, 30, 0, 0)));
        assert_eq!(kind::<Time>(json!("06:30Z")), "timezone_naive");
        assert_eq!(kind::<CivilDateTime>(json!("2024-01-01T00:00:00Z")), "timezone_naive");
    }
}
