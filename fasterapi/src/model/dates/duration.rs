//! `jiff::SignedDuration`: Python's `timedelta`, from ISO 8601 durations, `[days] hh:mm:ss` and seconds.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::SignedDuration;
use serde_json::Value;

use super::parse::{self, Wrong};
use super::{Limited, bounded, examine, within};
use crate::model::{Constraints, JsonSchema, Model, Number, Place, Reader, Schema, Schemas, errors};

const TOO_SHORT: Wrong = "input is too short";
const TOO_LARGE: Wrong = "a numeric value in the duration is too large";
const TOO_MANY_DAYS: Wrong = "durations may not exceed 999,999,999 days";
const TOO_MANY_HOURS: Wrong = "durations may not exceed 999,999,999 hours";
const WRONG_DAYS: Wrong = "\"day\" identifier in duration not correctly formatted";
const DAY: f64 = 86_400.0;

pub(in crate::model) fn parse(text: &str) -> Result<SignedDuration, Wrong> {
    let (negative, bytes) = match text.as_bytes() {
        [b'-', bytes @ ..] => (true, bytes),
        [b'+', bytes @ ..] | bytes => (false, bytes),
    };
    let micros = match bytes {
        [] => return Err(TOO_SHORT),
        [b'P', bytes @ ..] => iso(bytes)?,
        bytes if bytes.len() < 5 || bytes.iter().any(|byte| matches!(byte, b'd' | b'D')) => days_and_clock(bytes)?,
        bytes => clock(bytes)?,
    };
    finish(if negative { -micros } else { micros })
}

/// A duration of so many microseconds, if Python has one.
fn finish(micros: i128) -> Result<SignedDuration, Wrong> {
    let seconds = i64::try_from(micros / 1_000_000).map_err(|_| TOO_MANY_DAYS)?;
    if seconds.unsigned_abs() >= 1_000_000_000 * 86_400 {
        return Err(TOO_MANY_DAYS);
    }
    Ok(SignedDuration::new(seconds, (micros % 1_000_000) as i32 * 1000))
}

/// A number at the start of `bytes`, and how long it is.
fn number(bytes: &[u8]) -> Result<(u32, usize), Wrong> {
    let len = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if len == 0 {
        return Err("invalid digit in duration");
    }
    let mut value: u32 = 0;
    for digit in &bytes[..len] {
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add((digit - b'0').into()))
            .ok_or(TOO_LARGE)?;
    }
    Ok((value, len))
}

/// What follows the `P`.
fn iso(bytes: &[u8]) -> Result<i128, Wrong> {
    let (mut at, mut in_time, mut had_fraction, mut total) = (0, false, false, 0i128);
    while at < bytes.len() {
        if bytes[at] == b'T' {
            if in_time {
                return Err("`t` character repeated in duration");
            }
            in_time = true;
            at += 1;
            continue;
        }
        let (whole, len) = number(&bytes[at..])?;
        if had_fraction {
            return Err("quantity fraction invalid in duration");
        }
        at += len;
        let mut fraction = 0.0;
        if matches!(bytes.get(at), Some(b'.' | b',')) {
            had_fraction = true;
            let digits = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit());
            let (value, scale) = digits.clone().fold((0.0, 1.0), |(value, scale), digit| {
                (value * 10.0 + f64::from(digit - b'0'), scale * 10.0)
            });
            fraction = value / scale;
            at += 1 + digits.count();
        }
        let unit = match (in_time, bytes.get(at)) {
            (true, Some(b'H')) => 3600.0,
            (true, Some(b'M')) => 60.0,
            (true, Some(b'S')) => 1.0,
            (true, _) => return Err("quantity invalid in time part of duration"),
            (false, Some(b'Y')) => 365.0 * DAY,
            (false, Some(b'M')) => 30.0 * DAY,
            (false, Some(b'W')) => 7.0 * DAY,
            (false, Some(b'D')) => DAY,
            (false, _) => return Err("quantity invalid in date part of duration"),
        };
        total += i128::from(whole) * (unit as i128) * 1_000_000 + (fraction * unit * 1e6).round() as i128;
        at += 1;
    }
    if at < 2 { Err(TOO_SHORT) } else { Ok(total) }
}

/// `1 day`, `2 days, 03:04:05`, `3d 04:05`.
fn days_and_clock(bytes: &[u8]) -> Result<i128, Wrong> {
    let (days, len) = number(bytes)?;
    let rest = match &bytes[len..] {
        [b' ', b'd' | b'D', rest @ ..] | [b'd' | b'D', rest @ ..] => rest,
        _ => return Err(WRONG_DAYS),
    };
    let rest = match rest {
        [b'a', b'y', b's', rest @ ..] | [b'a', b'y', rest @ ..] => rest,
        [b'A', b'Y', b'S', rest @ ..] | [b'A', b'Y', rest @ ..] => rest,
        [b'a' | b'A', ..] => return Err(WRONG_DAYS),
        rest => rest,
    };
    let rest = match rest {
        [b',', b' ', rest @ ..] | [b',', rest @ ..] | [b' ', rest @ ..] | rest => rest,
    };
    let days = i128::from(days) * 86_400_000_000;
    if rest.is_empty() {
        return Ok(days);
    }
    let time = clock(rest)?;
    if time >= 86_400_000_000 {
        Err(TOO_MANY_HOURS)
    } else {
        Ok(days + time)
    }
}

/// `hh:mm[:ss[.f]]`, where the hours may be many.
fn clock(bytes: &[u8]) -> Result<i128, Wrong> {
    if bytes.len() < 5 {
        return Err(TOO_SHORT);
    }
    let colon = bytes
        .iter()
        .position(|byte| *byte == b':')
        .ok_or("invalid character in hour")?;
    let (hours, rest) = bytes.split_at(colon);
    if hours.len() > 10 {
        return Err(TOO_MANY_HOURS);
    }
    if !hours.iter().all(u8::is_ascii_digit) {
        return Err("invalid character in hour");
    }
    let hours = hours
        .iter()
        .fold(0i128, |sum, digit| sum * 10 + i128::from(digit - b'0'));
    if hours > 24 * 10i128.pow(8) {
        return Err(TOO_MANY_HOURS);
    }
    let mut face = b"00".to_vec();
    face.extend_from_slice(rest);
    let (time, end) = parse::clock_face(&face)?;
    if face.len() > end {
        return Err("unexpected extra characters at the end of the input");
    }
    let within_hour = time.duration_since(jiff::civil::Time::midnight()).as_micros();
    Ok(hours * 3_600_000_000 + within_hour)
}

impl Limited for SignedDuration {
    const EXAMPLE: &'static str = "PT1H30M";

    /// A number is one of seconds.
    fn limit(bound: Number) -> Option<Self> {
        match bound {
            Number::Text(text) => parse(text).ok(),
            Number::Int(seconds) => Some(Self::from_secs(seconds)),
            Number::Float(number) => seconds(number).ok(),
        }
    }

    fn against(&self, limit: &Self) -> Ordering {
        self.cmp(limit)
    }

    fn shown(&self) -> String {
        in_words(*self)
    }

    /// pydantic shows what was read, in seconds.
    fn input(&self, _: &Value) -> Value {
        Value::from(self.as_secs_f64())
    }
}

/// `1 day, 2 hours and 30 minutes`, as pydantic tells a bound.
fn in_words(duration: SignedDuration) -> String {
    let (sign, micros) = (
        if duration.is_negative() { "-" } else { "" },
        duration.as_micros().unsigned_abs(),
    );
    let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
    let parts = [
        (seconds / 86_400, "day"),
        (seconds % 86_400 / 3600, "hour"),
        (seconds % 3600 / 60, "minute"),
        (seconds % 60, "second"),
        (micros, "microsecond"),
    ];
    let told = parts.into_iter().filter(|(count, _)| *count > 0);
    let told = told.map(|(count, unit)| format!("{sign}{count} {unit}{}", if count == 1 { "" } else { "s" }));
    let told: Vec<String> = told.collect();
    match told.split_last() {
        None => "0 seconds".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}

impl JsonSchema for SignedDuration {
    fn schema(schemas: &mut Schemas, constraints: &Constraints) -> Schema {
        examine::<Self>(schemas, constraints);
        Schema::of_format("string", "duration")
    }
}

impl Model for SignedDuration {
    const PLACE: Place = Place::Parameter;
    const FAST: bool = false;
    const PLAIN: bool = false;

    fn read(value: &Value, constraints: &Constraints, reader: &mut Reader<'_>) -> Option<Self> {
        let read = match value {
            Value::String(text) => parse(text),
            Value::Number(number) => seconds(number.as_f64().unwrap_or(f64::NAN)),
            Value::Bool(truth) => Ok(SignedDuration::from_secs((*truth).into())),
            _ => {
                errors::time_delta_type(reader, value);
                return None;
            }
        };
        reader.lax();
        let (kind, start) = ("time_delta_parsing", "Input should be a valid timedelta");
        let duration = read.map_err(|wrong| errors::parsing(reader, value, kind, start, &wrong));
        bounded(duration.ok()?, constraints, value, reader)
    }

    #[inline]
    fn meets(&self, constraints: &Constraints) -> bool {
        within(self, constraints)
    }

    fn from_text(text: &str) -> Option<Self> {
        parse(text).ok()
    }

    fn label(_: &Constraints) -> Cow<'static, str> {
        Cow::Borrowed("timedelta")
    }
}

pub(in crate::model) fn seconds(seconds: f64) -> Result<SignedDuration, Wrong> {
    finish((seconds * 1e6).round() as i128)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{kind, read, read_with};
    use serde_json::json;

    #[test]
    fn bounds_are_texts_or_seconds() {
        let constraints = Constraints {
            le: Some(Number::Int(5400)),
            gt: Some(Number::Text("PT0S")),
            ..Constraints::NONE
        };
        assert!(read_with::<SignedDuration>(json!("01:30:00"), &constraints).is_ok());
        let wrong = read_with::<SignedDuration>(json!("PT2H"), &constraints).unwrap_err();
        assert_eq!(
            wrong[0].msg,
            "Input should be less than or equal to 1 hour and 30 minutes"
        );
        let wrong = read_with::<SignedDuration>(json!(0), &constraints).unwrap_err();
        assert_eq!(wrong[0].msg, "Input should be greater than 0 seconds");
        assert_eq!(
            in_words(SignedDuration::from_secs(90_061)),
            "1 day, 1 hour, 1 minute and 1 second"
        );
    }

    #[test]
    fn many_ways_to_tell_a_duration() {
        let cases = [
            (json!("PT2H30M"), 9000),
            (json!("-P1DT2H"), -93_600),
            (json!("P1Y"), 365 * 86_400),
            (json!("1 day"), 86_400),
            (json!("2 days, 03:04:05"), 183_845),
            (json!("-01:30:00"), -5400),
            (json!("30:00"), 108_000),
            (json!(90), 90),
            (json!(true), 1),
        ];
        for (input, seconds) in cases {
            assert_eq!(
                read::<SignedDuration>(input.clone()),
                Ok(SignedDuration::from_secs(seconds)),
                "{input}"
            );
        }
        assert_eq!(
            read::<SignedDuration>(json!("PT1.5S")),
            Ok(SignedDuration::from_millis(1500))
        );
        assert_eq!(
            read::<SignedDuration>(json!("-P999999999DT0.5S")),
            Ok(SignedDuration::new(-999_999_999 * 86_400, -500_000_000))
        );
        for text in ["x", "P", "P1000000000D", "PT1X", "25:61", "3600", "1 02:03:04.5"] {
            assert_eq!(kind::<SignedDuration>(json!(text)), "time_delta_parsing", "{text}");
        }
    }
}
