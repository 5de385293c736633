//! Texts and numbers as dates, times and durations: both ways of reading agree, and what is written is read again.

#![no_main]

use std::fmt::{Debug, Display};

use fasterapi::Errors;
use fasterapi::model::{Constraints, DateTime, Model, Reader};
use fasterapi::types::{Duration, Time};
use jiff::civil::{self, Date};
use jiff::{SignedDuration, Timestamp, Zoned};
use serde_json::Value;

fn read<T: Model>(value: &Value) -> Option<T> {
    let mut errors = Errors::new();
    let read = T::read(
        value,
        &Constraints::NONE,
        &mut Reader::new(&mut errors, vec!["body".into()]),
    );
    assert_eq!(read.is_some(), errors.is_empty(), "either a value or an error: {value}");
    read
}

/// `json` is the text of `value`: a number may be another one when it is written and read again.
fn agree<T: Model + PartialEq + Debug>(value: &Value, json: &str) -> Option<T> {
    let slow = read::<T>(value);
    if let Some(fast) = T::from_json(json.as_bytes(), &Constraints::NONE) {
        assert_eq!(Some(&fast), slow.as_ref(), "{value}");
    }
    if let Some(text) = value.as_str()
        && let Some(fast) = T::from_text(text)
    {
        assert_eq!(Some(&fast), slow.as_ref(), "{value}");
    }
    slow
}

fn again<T: Model + PartialEq + Debug + Display>(value: &Value, json: &str) {
    if let Some(read) = agree::<T>(value, json) {
        let written = Value::from(read.to_string());
        assert_eq!(
            agree::<T>(&written, &written.to_string()).as_ref(),
            Some(&read),
            "{value} is written {written}"
        );
    }
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let number = serde_json::from_str(text).ok().filter(Value::is_number);
    let number = number.map(|number: Value| (number, text.to_owned()));
    let quoted = Value::from(text);
    let json = quoted.to_string();
    for (value, json) in [Some((quoted, json)), number].into_iter().flatten() {
        again::<DateTime>(&value, &json);
        again::<Date>(&value, &json);
        again::<civil::Time>(&value, &json);
        again::<civil::DateTime>(&value, &json);
        again::<Time>(&value, &json);
        again::<Timestamp>(&value, &json);
        again::<Duration>(&value, &json);
        agree::<Zoned>(&value, &json);
        agree::<SignedDuration>(&value, &json);
    }
});
