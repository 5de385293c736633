//! Models that use, one with another, what models can do.

// their fields and variants speak for themselves
#![allow(missing_docs)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use fasterapi::model::DateTime;
use fasterapi::prelude::*;
use fasterapi::types::{Base64Bytes, Duration, Email, HttpUrl, Iso, Patch};
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

/// A string enum.
#[model]
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Color {
    Red,
    Blue,
    #[serde(alias = "grey")]
    Gray,
}

/// An integer enum.
#[model]
pub enum Level {
    Low = -1,
    Middle,
    High = 5,
}

/// Every kind of scalar, with defaults.
#[model]
pub struct Scalars {
    small: u8,
    #[field(default = 3, ge = -5, lt = 50)]
    int: i64,
    #[field(default, gt = -1.5, le = 10, multiple_of = 0.5)]
    float: f64,
    single: Option<f32>,
    #[field(default)]
    yes: bool,
    #[field(default = "x", min_length = 1, max_length = 3)]
    text: String,
    #[field(default, pattern = "^[a-z]*$")]
    lower: String,
    one: Option<char>,
    color: Option<Color>,
    #[field(default = Level::Low)]
    level: Level,
    #[field(required)]
    must: Option<u16>,
}

/// Collections in collections.
#[model]
pub struct Collections {
    #[field(default, max_items = 3)]
    list: Vec<i32>,
    #[field(default, max_items = 4)]
    set: BTreeSet<u8>,
    #[field(default)]
    map: HashMap<String, f64>,
    #[field(default)]
    by_color: BTreeMap<Color, Vec<Option<bool>>>,
    pair: Option<(u8, String)>,
    three: Option<[i8; 3]>,
    #[field(default)]
    deep: Vec<Vec<BTreeMap<String, Option<u64>>>>,
    #[field(default, max_length = 2)]
    object: serde_json::Map<String, Value>,
    #[field(default)]
    anything: Value,
}

/// Contains itself.
#[model]
pub struct Tree {
    #[field(ge = 0)]
    v: i64,
    #[field(default, max_items = 2)]
    kids: Vec<Tree>,
    up: Option<Box<Tree>>,
}

/// Refuses what it does not know.
#[model(extra = "forbid")]
pub struct Cat {
    #[field(multiple_of = 3)]
    lives: u8,
    #[serde(alias = "called")]
    name: Option<String>,
}

/// Another animal.
#[model]
pub struct Dog {
    tail: bool,
    #[field(default)]
    weight: f64,
}

/// Told apart by a tag.
#[model]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Pet {
    Cat(Cat),
    Dog(Dog),
}

/// Tried one after the other.
#[model]
#[serde(untagged)]
pub enum Loose {
    Int(i64),
    #[field(max_length = 2)]
    Text(String),
    Items(Vec<Loose>),
    Pet(Pet),
    Map(BTreeMap<String, bool>),
}

/// Models that look alike.
#[model]
#[serde(untagged)]
pub enum Alike {
    Cat(Cat),
    Dog(Dog),
    Place(Place),
}

/// With a type of its own.
#[model]
pub struct Page<T> {
    items: Vec<T>,
    #[field(default = 10, gt = 0)]
    size: u16,
    next: Option<Box<T>>,
}

/// What others take their fields from.
#[model]
pub struct Place {
    x: f64,
    y: Option<f64>,
}

/// Takes the fields of another, under names of its own.
#[model]
#[serde(rename_all = "camelCase")]
pub struct Flat {
    full_name: String,
    #[field(alias = "the-number")]
    number: Option<i16>,
    #[serde(flatten)]
    place: Place,
}

/// Takes the fields of another, and whatever else there is.
#[model]
pub struct Open {
    id: u32,
    #[serde(flatten)]
    rest: HashMap<String, Value>,
}

/// A value with a name.
#[model]
pub struct Names(#[field(max_items = 2)] Vec<String>);

/// Nothing is converted.
#[model(strict)]
pub struct Strict {
    int: i64,
    #[field(default)]
    float: f64,
    #[field(default)]
    yes: bool,
    text: Option<String>,
    #[field(default)]
    list: Vec<i64>,
}

/// Strings are changed on the way in.
#[model(str_strip_whitespace)]
pub struct Words {
    #[field(max_length = 4)]
    word: String,
    #[field(default, to_upper)]
    loud: String,
}

/// Types that text stands for.
#[model]
pub struct Texts {
    id: Option<Uuid>,
    born: Option<Date>,
    seen: Option<DateTime>,
    price: Option<Decimal>,
    v4: Option<Ipv4Addr>,
    v6: Option<Ipv6Addr>,
    any: Option<IpAddr>,
    site: Option<HttpUrl>,
    email: Option<Email>,
    bytes: Option<Base64Bytes>,
}

/// Moments, in the types of three libraries.
#[model]
pub struct Moments {
    day: Option<chrono::NaiveDate>,
    #[field(default_with = noon, ge = "06:00", lt = "20:00")]
    clock: fasterapi::types::Time,
    #[field(lt = "2025-01-01T00:00:00Z")]
    at: Option<Iso<chrono::DateTime<chrono::FixedOffset>>>,
    utc: Option<Iso<chrono::DateTime<chrono::Utc>>>,
    written: Option<Iso<time::OffsetDateTime>>,
    plain: Option<Iso<time::PrimitiveDateTime>>,
    #[field(ge = 0)]
    lasts: Option<Iso<time::Duration>>,
    span: Option<Duration>,
}

fn noon() -> fasterapi::types::Time {
    jiff::civil::time(12, 0, 0, 0).into()
}

/// Knows absent from null.
#[model]
pub struct Change {
    name: Patch<String>,
    count: Patch<Option<u8>>,
    #[field(ge = 3)]
    least: Patch<i32>,
}

fn ordered(span: &Span) -> Result<(), &'static str> {
    if span.from <= span.to {
        Ok(())
    } else {
        Err("the end is before the start")
    }
}

fn even(number: &i32) -> Result<(), String> {
    if number % 2 == 0 {
        Ok(())
    } else {
        Err(format!("{number} is odd"))
    }
}

/// With checks of the user's.
#[model(validate = ordered)]
pub struct Span {
    from: i32,
    #[field(validate = even)]
    to: i32,
}
