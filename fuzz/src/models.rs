//! Models that use what models can do.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

use fasterapi::model::DateTime;
use fasterapi::prelude::*;
use fasterapi::types::{Base64Bytes, Email, HttpUrl, Patch};
use jiff::civil::Date;
use rust_decimal::Decimal;
use uuid::Uuid;

#[model]
#[serde(rename_all = "lowercase")]
pub enum Size {
    Small,
    Large,
}

#[model]
pub enum Level {
    Low = 1,
    High = 5,
}

#[model]
pub struct Tree {
    #[field(ge = -5, lt = 100)]
    v: i32,
    #[field(default, max_items = 4)]
    kids: Vec<Tree>,
}

#[model(extra = "forbid")]
pub struct Cat {
    #[field(multiple_of = 3)]
    lives: u8,
}

#[model]
pub struct Dog {
    tail: bool,
    #[field(default, allow_inf_nan = false)]
    weight: f64,
}

#[model]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Pet {
    Cat(Cat),
    Dog(Dog),
}

#[model]
#[serde(untagged)]
pub enum Loose {
    Int(i64),
    Text(String),
    Items(Vec<Loose>),
    Pet(Pet),
    Map(BTreeMap<String, bool>),
}

#[model]
pub struct Page<T> {
    items: Vec<T>,
    #[field(default = 10, gt = 0)]
    size: u16,
}

#[model]
pub struct Place {
    x: f32,
    y: Option<f64>,
}

#[model(str_strip_whitespace)]
pub struct Words {
    #[field(min_length = 1, max_length = 8, pattern = "^[a-z]+$")]
    word: String,
    #[field(default, to_upper)]
    loud: String,
}

/// As much in one model as there is.
#[model]
#[serde(rename_all = "camelCase")]
pub struct Rich {
    id: Option<Uuid>,
    #[field(default, ge = 0, max_digits = 6, decimal_places = 2)]
    price: Decimal,
    born: Option<Date>,
    seen_at: Option<DateTime>,
    #[field(default)]
    sizes: BTreeSet<u64>,
    size: Option<Size>,
    level: Option<Level>,
    tree: Option<Tree>,
    #[field(default)]
    pets: Vec<Pet>,
    loose: Option<Loose>,
    #[field(default)]
    by_name: HashMap<String, Place>,
    #[field(default)]
    by_number: BTreeMap<i16, (bool, char)>,
    page: Option<Page<Place>>,
    words: Option<Words>,
    host: Option<IpAddr>,
    site: Option<HttpUrl>,
    email: Option<Email>,
    bytes: Option<Base64Bytes>,
    wide: Option<i128>,
    change: Patch<String>,
    #[field(default)]
    anything: Value,
    #[serde(flatten)]
    place: Option<Place>,
}
