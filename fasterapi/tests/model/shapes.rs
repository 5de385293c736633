//! The models that the recorded answers were asked with.

use std::collections::{BTreeMap, HashMap};

use fasterapi::model;
use fasterapi::model::{CustomError, DateTime};
use serde_json::Value;

#[model]
#[derive(PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Color {
    Red,
    Blue,
}

#[model]
#[serde(rename_all = "lowercase")]
pub(crate) enum One {
    Only,
}

#[model]
pub(crate) enum Num {
    One = 1,
    Two,
    Three,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LiteralA {
    A,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LiteralAb {
    A,
    B,
}

#[model(literal)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LiteralAbc {
    A,
    B,
    C,
}

#[model(literal)]
pub(crate) enum Literal12 {
    One = 1,
    Two = 2,
}

#[model]
pub(crate) struct Item {
    name: String,
    #[field(default)]
    size: i64,
}

#[model]
pub(crate) struct Crate {
    item: Item,
    #[field(default)]
    more: Vec<Item>,
    #[field(default)]
    by_key: HashMap<String, Item>,
}

#[model(extra = "forbid")]
pub(crate) struct Closed {
    #[field(default)]
    a: i64,
}

#[model]
pub(crate) struct Aliased {
    #[field(alias = "outerName")]
    inner_name: i64,
}

#[model]
pub(crate) struct Cat {
    lives: i64,
}

#[model]
pub(crate) struct Dog {
    tail: bool,
}

#[model]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum Pet {
    Cat(Cat),
    Dog(Dog),
}

#[model]
pub(crate) struct FrozenField {
    #[field(default)]
    a: i64,
}

#[model(validate = ordered)]
pub(crate) struct Checked {
    a: i64,
    #[field(default, validate = small, assert = natural)]
    b: i64,
}

fn small(b: &i64) -> Result<(), &'static str> {
    if *b > 9 { Err("b is not small") } else { Ok(()) }
}

fn natural(b: &i64) -> Result<(), &'static str> {
    if *b < 0 { Err("b is negative") } else { Ok(()) }
}

fn ordered(checked: &Checked) -> Result<(), String> {
    if checked.b > checked.a {
        Err("b exceeds a".to_owned())
    } else {
        Ok(())
    }
}

#[model]
pub(crate) struct Coded {
    #[field(validate = one)]
    a: i64,
}

fn one(a: &i64) -> Result<(), CustomError> {
    match a {
        1 => Ok(()),
        other => {
            let error = CustomError::new("my_code", "wanted {wanted}, got {got}");
            Err(error.with("wanted", 1).with("got", *other))
        }
    }
}

#[model]
pub(crate) struct Doubled(#[field(max_length = 2, before = twice)] String);

fn twice(sent: Value) -> Result<Value, String> {
    let text = sent.as_str().ok_or("not a text")?;
    Ok(text.repeat(2).into())
}

#[model]
pub(crate) struct Tree {
    v: i64,
    #[field(default)]
    kids: Vec<Tree>,
}

#[model]
pub(crate) struct Words(Vec<String>);

#[model]
#[serde(untagged)]
pub(crate) enum IntOrBool {
    Int(i64),
    Bool(bool),
}

#[model]
#[serde(untagged)]
pub(crate) enum IntOrInts {
    Int(i64),
    Ints(Vec<i64>),
}

#[model]
#[serde(untagged)]
pub(crate) enum ItemOrClosed {
    Item(Item),
    Closed(Closed),
}

#[model]
#[serde(untagged)]
pub(crate) enum IntOrItem {
    Int(i64),
    Item(Item),
}

#[model]
#[serde(untagged)]
pub(crate) enum Constrained {
    #[field(gt = 5)]
    Int(i64),
    #[field(max_length = 1)]
    Text(String),
}

#[model]
#[serde(untagged)]
pub(crate) enum Motley {
    Map(BTreeMap<String, i64>),
    Pair((i64, String)),
    Literal(LiteralA),
    Color(Color),
    Moment(DateTime),
}

/// Everything a struct may be told at once.
#[model(str_strip_whitespace)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Parcel {
    #[field(min_length = 1)]
    label_text: String,
    #[field(gt = 0)]
    weight: f64,
    #[field(default = 1, ge = 1)]
    pieces: u8,
    #[serde(default)]
    fragile: bool,
    note: Option<String>,
    #[serde(alias = "colour")]
    color: Option<Color>,
    #[field(default, max_items = 2)]
    tags: Vec<String>,
    #[serde(flatten)]
    place: Place,
}

#[model]
pub(crate) struct Place {
    x: f32,
    y: Option<f32>,
}

/// A model with a type of its own.
#[model]
pub(crate) struct Page<T> {
    items: Vec<T>,
    #[field(default = 0)]
    total: u64,
    #[field(default)]
    next: Option<Box<T>>,
}
