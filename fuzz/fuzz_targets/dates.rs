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

fn agree<T: Model + PartialEq + Debug>(value: &Value) -> Option<T> {
    let slow = read::<T>(value);
    if let Some(fast) = T::from_json(value.to_string().as_bytes(), &Constraints::NONE) {
        assert_eq!(Some(&fast), slow.as_ref(), "{value}");
    }
    if let Some(text) = value.as_str()
        && let Some(fast) = T::from_text(text)
    {
        assert_eq!(Some(&fast), slow.as_ref(), "{value}");
    }
    slow
}

fn again<T: Model + PartialEq + Debug + Display>(value: &Value) {
    if let Some(read) = agree::<T>(value) {
        let written = Value::from(read.to_string());
        assert_eq!(
            agree::<T>(&written).as_ref(),
            Some(&read),
            "{value} is written {written}"
        );
    }
}

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let number = serde_json::from_str(text).ok().filter(Value::is_number);
    for value in [Some(Value::from(text)), number].into_iter().flatten() {
        again::<DateTime>(&value);
        again::<Date>(&value);
        again::<civil::Time>(&value);
        again::<civil::DateTime>(&value);
        again::<Time>(&value);
        again::<Timestamp>(&value);
        again::<Duration>(&value);
        agree::<Zoned>(&value);
        agree::<SignedDuration>(&value);
    }
});
