//! What the values of options may be.

use std::ffi::OsStr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::middleware::{DefaultHeaders, ProxyHeaders, TrustError};

/// What a switch on the command line is set to.
pub(super) const ON: &str = "true";

/// What it is set to by its name with `no-`.
pub(super) const OFF: &str = "false";

pub(super) fn text(value: &OsStr) -> Result<&str, String> {
    value.to_str().ok_or_else(|| "text in UTF-8".to_owned())
}

pub(super) fn non_empty(value: &OsStr, expected: &str) -> Result<String, String> {
    let text = text(value)?.trim();
    if text.is_empty() {
        Err(expected.to_owned())
    } else {
        Ok(text.to_owned())
    }
}

pub(super) fn path(value: &OsStr) -> Result<PathBuf, String> {
    if value.is_empty() {
        Err("a path".to_owned())
    } else {
        Ok(value.into())
    }
}

pub(super) fn number<T: FromStr + PartialOrd + std::fmt::Display>(
    value: &OsStr,
    least: T,
    most: T,
) -> Result<T, String> {
    let digits = text(value)?.trim();
    match digits.parse() {
        Ok(number) if number >= least && number <= most => Ok(number),
        _ => Err(format!("a whole number from {least} to {most}")),
    }
}

pub(super) fn within(value: &OsStr, range: &RangeInclusive<usize>) -> Result<usize, String> {
    number(value, *range.start(), *range.end())
}

pub(super) fn seconds(value: &OsStr) -> Result<Duration, String> {
    const MOST: f64 = 31_536_000.0;
    // 0 has a meaning of its own, and is not what becomes of the shortest times
    let shortest = |seconds| Duration::from_nanos(u64::from(seconds > 0.0));
    match text(value)?.trim().parse::<f64>() {
        Ok(seconds) if (0.0..=MOST).contains(&seconds) => Ok(Duration::from_secs_f64(seconds).max(shortest(seconds))),
        _ => Err(format!("a number of seconds from 0 to {MOST}")),
    }
}

pub(super) fn prefix(value: &OsStr) -> Result<String, String> {
    let path = text(value)?.trim();
    let is_path = path.is_empty() || (path.starts_with('/') && !path.contains(['?', '#', ' ']));
    if is_path {
        Ok(path.to_owned())
    } else {
        Err("a path, such as /api/v1".to_owned())
    }
}

pub(super) fn peers(value: &OsStr) -> Result<String, String> {
    trusted(value, |peers| ProxyHeaders::trust(peers).map(drop))?;
    Ok(text(value)?.to_owned())
}

/// What `read` makes of the entries of a list.
pub(super) fn trusted<T>(value: &OsStr, read: fn(&[&str]) -> Result<T, TrustError>) -> Result<T, String> {
    let entries = text(value)?.split(',').map(str::trim);
    let entries: Vec<&str> = entries.filter(|entry| !entry.is_empty()).collect();
    read(&entries).map_err(|error| format!("addresses and networks separated by commas, \"unix:\" or \"*\"; {error}"))
}

pub(super) fn header(line: &str) -> Result<(String, String), String> {
    let (name, value) = line
        .split_once(':')
        .ok_or("a name and a value, as in `x-robots-tag: none`")?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
    DefaultHeaders::check(&name, &value)?;
    Ok((name, value))
}

pub(super) fn switch(value: &OsStr) -> Result<bool, String> {
    match text(value)?.trim().to_ascii_lowercase().as_str() {
        ON | "1" | "yes" | "on" => Ok(true),
        OFF | "0" | "no" | "off" => Ok(false),
        _ => Err("true or false".to_owned()),
    }
}
