//! chrono's dates, times and durations (feature `chrono`).

use std::borrow::Cow;

use chrono::{DateTime as ChronoDateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono::{Timelike, Utc};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned, civil};
use serde_json::Value;

use super::DateTime;
use crate::model::types::{Duration, Temporal, Time, iso};
use crate::model::{Constraints, JsonSchema, Model, Place, Reader, Schema, Schemas};

impl Temporal for NaiveDate {
    type Read = civil::Date;
    type Written = civil::Date;

    fn from_read(date: civil::Date) -> Option<Self> {
        Self::from_ymd_opt(
            date.year().into(),
            date.month().unsigned_abs().into(),
            date.day().unsigned_abs().into(),
        )
    }

    fn to_written(&self) -> Option<civil::Date> {
        let year = i16::try_from(self.year()).ok()?;
        civil::Date::new(year, self.month() as i8, self.day() as i8).ok()
    }
}

impl Temporal for NaiveTime {
    type Read = civil::Time;
    type Written = Time;

    fn from_read(time: civil::Time) -> Option<Self> {
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(|part| part.unsigned_abs().into());
        Self::from_hms_nano_opt(hour, minute, second, time.subsec_nanosecond().unsigned_abs())
    }

    fn to_written(&self) -> Option<Time> {
        clock(self).map(Time::from)
    }
}

/// A leap second is told as the second before it.
fn clock(time: &NaiveTime) -> Option<civil::Time> {
    let nanosecond = time.nanosecond().min(999_999_999) as i32;
    civil::Time::new(time.hour() as i8, time.minute() as i8, time.second() as i8, nanosecond).ok()
}

impl Temporal for NaiveDateTime {
    type Read = civil::DateTime;
    type Written = DateTime;

    fn from_read(civil: civil::DateTime) -> Option<Self> {
        Some(NaiveDate::from_read(civil.date())?.and_time(NaiveTime::from_read(civil.time())?))
    }

    fn to_written(&self) -> Option<DateTime> {
        Some(self.date().to_written()?.to_datetime(clock(&self.time())?).into())
    }
}

fn moment(timestamp: Timestamp) -> Option<ChronoDateTime<Utc>> {
    let nanos = timestamp.as_nanosecond();
    let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).ok()?;
    ChronoDateTime::from_timestamp(seconds, nanos.rem_euclid(1_000_000_000) as u32)
}

fn zoned<Z: chrono::TimeZone>(moment: &ChronoDateTime<Z>, offset: i32) -> Option<DateTime> {
    let nanos = i128::from(moment.timestamp()) * 1_000_000_000 + i128::from(moment.timestamp_subsec_nanos());
    let zone = match offset {
        0 => TimeZone::UTC,
        offset => TimeZone::fixed(Offset::from_seconds(offset).ok()?),
    };
    Some(Timestamp::from_nanosecond(nanos).ok()?.to_zoned(zone).into())
}

impl Temporal for ChronoDateTime<Utc> {
    type Read = Timestamp;
    type Written = DateTime;

    fn from_read(timestamp: Timestamp) -> Option<Self> {
        moment(timestamp)
    }

    fn to_written(&self) -> Option<DateTime> {
        zoned(self, 0)
    }
}

impl Temporal for ChronoDateTime<FixedOffset> {
    type Read = Zoned;
    type Written = DateTime;

    fn from_read(zoned: Zoned) -> Option<Self> {
        let offset = FixedOffset::east_opt(zoned.offset().seconds())?;
        Some(moment(zoned.timestamp())?.with_timezone(&offset))
    }

    fn to_written(&self) -> Option<DateTime> {
        zoned(self, self.offset().local_minus_utc())
    }
}

impl Temporal for TimeDelta {
    type Read = SignedDuration;
    type Written = Duration;

    fn from_read(duration: SignedDuration) -> Option<Self> {
        Some(Self::microseconds(i64::try_from(duration.as_micros()).ok()?))
    }

    fn to_written(&self) -> Option<Duration> {
        self.num_microseconds()
            .map(|micros| SignedDuration::from_micros(micros).into())
    }
}

macro_rules! models {
    ($($name:ty),*) => {$(
        impl JsonSchema for $name {
            fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
                <$name as Temporal>::Read::schema(schemas, constraints)
            }
        }

        impl Model for $name {
            const PLACE: Place = Place::Parameter;
            const FAST: bool = false;
            const PLAIN: bool = false;

            fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
                iso::read(value, constraints, reader)
            }

            fn meets(&self, _: &Constraints) -> bool {
                false
            }

            fn label(constraints: &Constraints) -> Cow<'static, str> {
                <$name as Temporal>::Read::label(constraints)
            }
        }
    )*};
}

models!(
    NaiveDate,
    NaiveTime,
    NaiveDateTime,
    ChronoDateTime<Utc>,
    ChronoDateTime<FixedOffset>
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use crate::model::types::Iso;
    use serde_json::json;

    #[test]
    fn read_as_pydantic_reads_and_written_as_pydantic_writes() {
        fn same<T: Temporal>(sent: Value, written: &str) {
            let read: Iso<T> = read(sent.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), written);
            let fast: Iso<T> = serde_json::from_value(sent).unwrap();
            assert_eq!(serde_json::to_value(&fast).unwrap(), written);
        }
        same::<NaiveDate>(json!("2024-02-29T00:00:00"), "2024-02-29");
        same::<NaiveTime>(json!("06:30:15.25"), "06:30:15.250000");
        same::<NaiveDateTime>(json!("2024-02-29 06:30"), "2024-02-29T06:30:00");
        same::<ChronoDateTime<Utc>>(json!("2024-02-29T06:30:00.5+05:30"), "2024-02-29T01:00:00.500000Z");
        same::<ChronoDateTime<Utc>>(json!(-0.5), "1969-12-31T23:59:59.500000Z");
        same::<ChronoDateTime<FixedOffset>>(json!("2024-02-29T06:30:00+05:30"), "2024-02-29T06:30:00+05:30");
        same::<TimeDelta>(json!(-5400.5), "-PT1H30M0.5S");
        assert_eq!(
            kind::<ChronoDateTime<Utc>>(json!("2024-02-29T06:30:00")),
            "timezone_aware"
        );
        assert_eq!(kind::<NaiveDateTime>(json!("2024-02-29T06:30:00Z")), "timezone_naive");
        assert_eq!(kind::<NaiveDate>(json!("2023-02-29")), "date_from_datetime_parsing");
        assert_eq!(
            read::<NaiveDate>(json!("2024-02-29")),
            Ok(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap())
        );
    }
}
