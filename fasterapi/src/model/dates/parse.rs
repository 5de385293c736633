//! ISO 8601 texts and unix timestamps, with the texts pydantic has for what is wrong with them.

use jiff::civil::{self, Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::DateTime;

/// What is wrong with a text.
pub(in crate::model) type Wrong = &'static str;

const TOO_SHORT: Wrong = "input is too short";
const EXTRA: Wrong = "unexpected extra characters at the end of the input";
const TOO_LARGE: Wrong = "dates after 9999 are not supported as unix timestamps";
const TOO_SMALL: Wrong = "dates before 0000 are not supported as unix timestamps";

/// Python's years, and so pydantic's, begin with 1.
pub(super) const YEAR_ZERO: Wrong = "year 0 is out of range";

/// When year 1 begins, as a unix timestamp in seconds.
pub(super) const YEAR_ONE: i64 = -62_135_596_800;

/// Beyond this a timestamp counts milliseconds.
const MILLISECONDS_FROM: f64 = 2e10;

/// A time of day with the offset it was written with, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::model) struct Clock {
    pub(in crate::model) time: Time,
    pub(in crate::model) offset: Option<i32>,
    /// Where the fields ended.
    end: usize,
}

/// Two digits at `at`.
fn two(bytes: &[u8], at: usize, wrong: Wrong) -> Result<i8, Wrong> {
    match bytes.get(at..at + 2) {
        Some([a @ b'0'..=b'9', b @ b'0'..=b'9']) => Ok(((a - b'0') * 10 + (b - b'0')) as i8),
        _ => Err(wrong),
    }
}

/// The date that `bytes` start with.
fn leading_date(bytes: &[u8]) -> Result<Date, Wrong> {
    const SEPARATOR: Wrong = "invalid date separator, expected `-`";
    if bytes.len() < 10 {
        return Err(TOO_SHORT);
    }
    let century = two(bytes, 0, "invalid character in year")?;
    let year = i16::from(century) * 100 + i16::from(two(bytes, 2, "invalid character in year")?);
    if bytes[4] != b'-' {
        return Err(SEPARATOR);
    }
    let month = two(bytes, 5, "invalid character in month")?;
    if bytes[7] != b'-' {
        return Err(SEPARATOR);
    }
    let day = two(bytes, 8, "invalid character in day")?;
    if !(1..=12).contains(&month) {
        return Err("month value is outside expected range of 1-12");
    }
    let date = Date::new(year, month, day).map_err(|_| "day value is outside expected range")?;
    if year == 0 { Err(YEAR_ZERO) } else { Ok(date) }
}

/// A date and nothing else.
pub(super) fn date(text: &str) -> Result<Date, Wrong> {
    let date = leading_date(text.as_bytes())?;
    if text.len() > 10 { Err(EXTRA) } else { Ok(date) }
}

/// Hours, minutes, and perhaps seconds, at the start of `bytes`.
pub(super) fn clock_face(bytes: &[u8]) -> Result<(Time, usize), Wrong> {
    if bytes.len() < 5 {
        return Err(TOO_SHORT);
    }
    let hour = two(bytes, 0, "invalid character in hour")?;
    if bytes[2] != b':' {
        return Err("invalid time separator, expected `:`");
    }
    let minute = two(bytes, 3, "invalid character in minute")?;
    if hour > 23 {
        return Err("hour value is outside expected range of 0-23");
    }
    if minute > 59 {
        return Err("minute value is outside expected range of 0-59");
    }
    let (mut second, mut nanosecond, mut end) = (0, 0, 5);
    if bytes.get(5) == Some(&b':') {
        second = two(bytes, 6, "invalid character in second")?;
        if second > 59 {
            return Err("second value is outside expected range of 0-59");
        }
        end = 8;
        if matches!(bytes.get(8), Some(b'.' | b',')) {
            let digits = bytes[9..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return Err("second fraction digits missing after `.`");
            }
            // microseconds, as in Python; further digits are cut off
            let fraction = &bytes[9..9 + digits.min(6)];
            let micros = fraction.iter().fold(0, |sum, byte| sum * 10 + i32::from(byte - b'0'));
            nanosecond = micros * 10i32.pow(6 - fraction.len() as u32) * 1000;
            end = 9 + digits;
        }
    }
    Ok((civil::time(hour, minute, second, nanosecond), end))
}

/// A time with an optional offset, and nothing else.
pub(in crate::model) fn clock(bytes: &[u8]) -> Result<Clock, Wrong> {
    let (time, end) = clock_face(bytes)?;
    let mut clock = Clock {
        time,
        offset: None,
        end,
    };
    let sign = match &bytes[end..] {
        [] => return Ok(clock),
        [b'Z' | b'z', ..] => {
            clock.offset = Some(0);
            clock.end += 1;
            0
        }
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        // U+2212, the minus sign ISO 8601 asks for
        [0xE2, 0x88, 0x92, ..] => {
            clock.end += 2;
            -1
        }
        _ => return Err("invalid timezone sign"),
    };
    if sign != 0 {
        let start = clock.end + 1;
        let hours = i32::from(two(bytes, start, "invalid timezone hour")?);
        let start = if bytes.get(start + 2) == Some(&b':') {
            start + 3
        } else {
            start + 2
        };
        let minutes = i32::from(two(bytes, start, "invalid timezone minute")?);
        if minutes > 59 {
            return Err("timezone minute value is outside expected range of 0-59");
        }
        if hours > 23 {
            return Err("timezone offset must be less than 24 hours");
        }
        clock.offset = Some(sign * (hours * 3600 + minutes * 60));
        clock.end = start + 2;
    }
    if bytes.len() > clock.end { Err(EXTRA) } else { Ok(clock) }
}

/// A date and a time, or a unix timestamp.
pub(super) fn date_time(text: &str) -> Result<DateTime, Wrong> {
    let bytes = text.as_bytes();
    let wrong = match iso(bytes) {
        Ok(moment) => return Ok(moment),
        Err(wrong) => wrong,
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match text.parse::<f64>() {
        Ok(number) if plain && digits.starts_with(|c: char| c.is_ascii_digit()) => timestamp(number),
        _ => Err(wrong),
    }
}

fn iso(bytes: &[u8]) -> Result<DateTime, Wrong> {
    let date = leading_date(bytes)?;
    if !matches!(bytes.get(10), Some(b'T' | b't' | b' ' | b'_')) {
        return Err("invalid datetime separator, expected `T`, `t`, `_` or space");
    }
    let clock = clock(&bytes[11..])?;
    moment(date.to_datetime(clock.time), clock.offset)
}

/// The moment that clocks at `offset` (in seconds) show as `civil`.
fn moment(civil: civil::DateTime, offset: Option<i32>) -> Result<DateTime, Wrong> {
    let Some(offset) = offset else {
        return Ok(DateTime::Naive(civil));
    };
    let offset = Offset::from_seconds(offset).map_err(|_| "timezone offset must be less than 24 hours")?;
    let zone = if offset.seconds() == 0 {
        TimeZone::UTC
    } else {
        TimeZone::fixed(offset)
    };
    let beyond = if civil.year() > 0 { TOO_LARGE } else { TOO_SMALL };
    civil.to_zoned(zone).map(DateTime::Aware).map_err(|_| beyond)
}

/// A unix timestamp in seconds, or milliseconds when it is large.
pub(super) fn timestamp(number: f64) -> Result<DateTime, Wrong> {
    let seconds = if number.abs() > MILLISECONDS_FROM {
        number / 1000.0
    } else {
        number
    };
    if seconds < -62_167_219_200.0 {
        return Err(TOO_SMALL);
    }
    if seconds < YEAR_ONE as f64 {
        return Err(YEAR_ZERO);
    }
    if seconds >= 253_402_300_800.0 {
        return Err(TOO_LARGE);
    }
    let whole = seconds.floor();
    let micros = ((seconds - whole) * 1e6).round() as i64;
    let total = whole as i64 * 1_000_000 + micros;
    let instant = jiff::Timestamp::from_microsecond(total).map_err(|_| TOO_LARGE)?;
    Ok(DateTime::Aware(instant.to_zoned(TimeZone::UTC)))
}
