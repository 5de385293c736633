//! The dates, times and durations of the crate `time` (feature `time`), inside [`Iso`](crate::types::Iso).

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned, civil};
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset};

use super::DateTime;
use crate::model::types::{Duration, Temporal, Time};

impl Temporal for Date {
    type Read = civil::Date;
    type Written = civil::Date;

    fn from_read(date: civil::Date) -> Option<Self> {
        let month = Month::try_from(date.month().unsigned_abs()).ok()?;
        Self::from_calendar_date(date.year().into(), month, date.day().unsigned_abs()).ok()
    }

    fn to_written(&self) -> Option<civil::Date> {
        let year = i16::try_from(self.year()).ok()?;
        civil::Date::new(year, u8::from(self.month()) as i8, self.day() as i8).ok()
    }
}

impl Temporal for time::Time {
    type Read = civil::Time;
    type Written = Time;

    fn from_read(time: civil::Time) -> Option<Self> {
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
        Self::from_hms_nano(hour, minute, second, time.subsec_nanosecond().unsigned_abs()).ok()
    }

    fn to_written(&self) -> Option<Time> {
        clock(*self).map(Time::from)
    }
}

fn clock(time: time::Time) -> Option<civil::Time> {
    let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(|part| part as i8);
    civil::Time::new(hour, minute, second, time.nanosecond() as i32).ok()
}

impl Temporal for PrimitiveDateTime {
    type Read = civil::DateTime;
    type Written = DateTime;

    fn from_read(civil: civil::DateTime) -> Option<Self> {
        Some(Self::new(
            Date::from_read(civil.date())?,
            time::Time::from_read(civil.time())?,
        ))
    }

    fn to_written(&self) -> Option<DateTime> {
        Some(self.date().to_written()?.to_datetime(clock(self.time())?).into())
    }
}

impl Temporal for OffsetDateTime {
    type Read = Zoned;
    type Written = DateTime;

    fn from_read(zoned: Zoned) -> Option<Self> {
        let offset = UtcOffset::from_whole_seconds(zoned.offset().seconds()).ok()?;
        let moment = Self::from_unix_timestamp_nanos(zoned.timestamp().as_nanosecond()).ok()?;
        moment.checked_to_offset(offset)
    }

    fn to_written(&self) -> Option<DateTime> {
        let zone = match self.offset().whole_seconds() {
            0 => TimeZone::UTC,
            offset => TimeZone::fixed(Offset::from_seconds(offset).ok()?),
        };
        let timestamp = Timestamp::from_nanosecond(self.unix_timestamp_nanos()).ok()?;
        Some(timestamp.to_zoned(zone).into())
    }
}

impl Temporal for time::Duration {
    type Read = SignedDuration;
    type Written = Duration;

    fn from_read(duration: SignedDuration) -> Option<Self> {
        Some(Self::microseconds(i64::try_from(duration.as_micros()).ok()?))
    }

    fn to_written(&self) -> Option<Duration> {
        let micros = i64::try_from(self.whole_microseconds()).ok()?;
        Some(SignedDuration::from_micros(micros).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read};
    use crate::model::types::Iso;
    use serde_json::{Value, json};

    #[test]
    fn read_as_pydantic_reads_and_written_as_pydantic_writes() {
        fn same<T: Temporal>(sent: Value, written: &str) {
            let read: Iso<T> = read(sent.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), written);
            let fast: Iso<T> = serde_json::from_value(sent).unwrap();
            assert_eq!(serde_json::to_value(&fast).unwrap(), written);
        }
        same::<Date>(json!(1_709_164_800), "2024-02-29");
        same::<time::Time>(json!("06:30:15.25"), "06:30:15.250000");
        same::<PrimitiveDateTime>(json!("2024-02-29 06:30"), "2024-02-29T06:30:00");
        same::<OffsetDateTime>(json!("2024-02-29T06:30:00+05:30"), "2024-02-29T06:30:00+05:30");
        same::<OffsetDateTime>(json!(-0.5), "1969-12-31T23:59:59.500000Z");
        same::<time::Duration>(json!("-01:30:00.5"), "-PT1H30M0.5S");
        assert_eq!(
            kind::<Iso<OffsetDateTime>>(json!("2024-02-29T06:30:00")),
            "timezone_aware"
        );
        assert_eq!(kind::<Iso<time::Duration>>(json!("x")), "time_delta_parsing");
    }
}
