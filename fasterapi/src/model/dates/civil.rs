//! `jiff::civil`: dates, times and naive date-times.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::civil::{Date, DateTime as CivilDateTime, Time};
use serde_json::Value;

use super::{DateTime, Limited, bounded, date_time, examine, parse, within};
use crate::model::{Constraints, JsonSchema, Model, Number, Place, Reader, Schema, Schemas, errors};

/// A text between quotes is a bound where `$parse` reads it.
macro_rules! limited {
    ($($name:ident $example:literal |$text:ident| $parse:expr, |$limit:ident| $shown:expr;)*) => {$(
        impl Limited for $name {
            const EXAMPLE: &'static str = $example;

            fn limit(bound: Number) -> Option<Self> {
                match bound {
                    Number::Text($text) => $parse,
                    Number::Int(_) | Number::Float(_) => None,
                }
            }

            fn against(&self, limit: &Self) -> Ordering {
                self.cmp(limit)
            }

            fn shown(&self) -> String {
                let $limit = *self;
                $shown
            }
        }
    )*};
}

limited! {
    Date "2024-01-31" |text| parse::date(text).ok(), |date| date.to_string();
    Time "12:30:00" |text| Self::from_text(text), |time| crate::types::Time::from(time).to_string();
    CivilDateTime "2024-01-31T12:30:00" |text| match date_time::read_text(text) {
        Ok(DateTime::Naive(civil)) => Some(civil),
        _ => None,
    }, |civil| DateTime::from(civil).to_string();
}

impl JsonSchema for Date {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        examine::<Self>(schemas, constraints);
        Schema::of_format("string", "date")
    }
}

impl Model for Date {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let moment = match value {
            Value::String(text) => {
                if let Ok(date) = parse::date(text) {
                    reader.lax();
                    return bounded(date, constraints, value, reader);
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
            Ok(moment) if moment.civil().time() == Time::midnight() => {
                bounded(moment.civil().date(), constraints, value, reader)
            }
            Ok(_) => {
                errors::date_from_datetime_inexact(reader, value);
                None
            }
            Err(wrong) => {
                let (kind, start) = match wrong {
                    parse::YEAR_ZERO => ("date_parsing", "Input should be a valid date in the format YYYY-MM-DD"),
                    _ => ("date_from_datetime_parsing", "Input should be a valid date or datetime"),
                };
                errors::parsing(reader, value, kind, start, &wrong);
                None
            }
        }
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        within(self, constraints)
    }

    fn from_text(text: &str) -> Option<Self> {
        parse::date(text).ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("date")
    }
}

impl JsonSchema for Time {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        examine::<Self>(schemas, constraints);
        Schema::of_format("string", "time")
    }
}

impl Model for Time {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match value {
            Value::String(text) => parse::clock(text.as_bytes()),
            Value::Number(number) => {
                reader.lax();
                let read = seconds_of_day(number.as_f64().unwrap_or(f64::NAN));
                let (kind, start) = ("time_parsing", "Input should be in a valid time format");
                let time = read.map_err(|wrong| errors::parsing(reader, value, kind, start, &wrong));
                return bounded(time.ok()?, constraints, value, reader);
            }
            _ => {
                errors::time_type(reader, value);
                return None;
            }
        };
        reader.lax();
        match read {
            Ok(clock) if clock.offset.is_none() => bounded(clock.time, constraints, value, reader),
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
    fn meets(&self, constraints: &Constraints) -> bool {
        within(self, constraints)
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
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        examine::<Self>(schemas, constraints);
        Schema::of_format("string", "date-time")
    }
}

impl Model for CivilDateTime {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        match date_time::read(value, reader)? {
            DateTime::Naive(civil) => bounded(civil, constraints, value, reader),
            DateTime::Aware(_) => {
                errors::timezone_naive(reader, value);
                None
            }
        }
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        within(self, constraints)
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("datetime")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read, read_with};
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
    fn bounds_are_texts() {
        let at = |text| Some(Number::Text(text));
        let constraints = Constraints {
            ge: at("2024-01-01"),
            lt: at("2025-01-01"),
            ..Constraints::NONE
        };
        assert_eq!(
            read_with::<Date>(json!("2024-12-31"), &constraints),
            Ok(date(2024, 12, 31))
        );
        assert!(date(2024, 1, 1).meets(&constraints) && !date(2025, 1, 1).meets(&constraints));
        let wrong = read_with::<Date>(json!("2025-01-01"), &constraints).unwrap_err();
        assert_eq!(wrong[0].msg, "Input should be less than 2025-01-01");
        let constraints = Constraints {
            gt: at("12:00"),
            ..Constraints::NONE
        };
        let wrong = read_with::<Time>(json!("12:00:00"), &constraints).unwrap_err();
        assert_eq!(wrong[0].msg, "Input should be greater than 12:00:00");
    }

    #[test]
    fn what_is_no_bound_is_told_when_the_app_is_built() {
        let bad = Constraints {
            ge: Some(Number::Int(3)),
            le: Some(Number::Text("2024-13-01")),
            ..Constraints::NONE
        };
        let mut schemas = Schemas::new();
        Date::schema(&mut schemas, &bad);
        let problems = schemas.take_problems();
        assert_eq!(problems.len(), 2);
        assert_eq!(
            problems[0],
            "\"2024-13-01\" is no bound of this type; write it as \"2024-01-31\""
        );
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
