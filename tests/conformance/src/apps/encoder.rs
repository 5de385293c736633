//! How values of all kinds are written as JSON.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::Ipv4Addr;

use fasterapi::model::DateTime;
use fasterapi::prelude::*;
use fasterapi::types::{ByteString, Duration, HttpUrl, SecretString};
use ipnet::Ipv6Net;
use jiff::SignedDuration;
use jiff::civil::{date, time};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use uuid::Uuid;

#[model]
enum Level {
    #[field(value = 1)]
    Low,
    #[field(value = "h")]
    High,
}

#[model]
struct Leaf {
    #[field(alias = "innerId")]
    inner_id: i64,
    when: DateTime,
    #[field(default = "x")]
    secret: SecretString,
    #[field(exclude, default = "h")]
    hidden: String,
}

fn secret() -> SecretString {
    SecretString::from("x")
}

#[model]
struct Point {
    x: i64,
    y: i64,
}

#[model]
struct Scalars {
    i: i64,
    f: f64,
    big: u128,
    b: bool,
    n: Option<i64>,
    s: String,
}

/// What one entry of `/typed` may be.
#[model]
#[serde(untagged)]
enum Entry {
    DateTime(DateTime),
    Duration(Duration),
    Decimal(Decimal),
    Level(Level),
    Bytes(ByteString),
    Set(BTreeSet<i64>),
    Uuid(Uuid),
}

fn now() -> DateTime {
    DateTime::Naive(date(2024, 5, 6).at(7, 8, 9, 120_000_000))
}

fn moment(text: &str) -> String {
    text.parse::<DateTime>().expect("a moment").to_string()
}

fn leaf() -> Leaf {
    Leaf {
        inner_id: 1,
        when: now(),
        secret: secret(),
        hidden: "h".to_owned(),
    }
}

fn decimal(text: &str) -> Value {
    let decimal = Decimal::from_scientific(text).or_else(|_| text.parse());
    let decimal = decimal.expect("a decimal").normalize();
    if decimal.is_integer() {
        json!(decimal.to_i64())
    } else {
        json!(decimal.to_f64())
    }
}

#[get("/value/{name}")]
async fn value(name: String) -> Response {
    let value = match name.as_str() {
        "scalars" => {
            return Response::json(&Scalars {
                i: 1,
                f: 1.0,
                big: 1 << 70,
                b: true,
                n: None,
                s: "é".to_owned(),
            });
        }
        "datetime" => json!(now()),
        "datetime-utc" => json!(moment("2024-05-06T07:08:09Z")),
        "datetime-offset" => json!(moment("2024-05-06T07:08:09.12-03:30")),
        "date" => json!(date(2024, 1, 2)),
        "time" => json!(time(3, 4, 5, 0)),
        "timedelta" => json!(SignedDuration::new(86_401, 500_000_000).as_secs_f64()),
        "decimal-int" => decimal("3"),
        "decimal-frac" => decimal("3.10"),
        "decimal-exp" => decimal("1E+3"),
        "uuid" => json!(Uuid::from_u128(0x2f1a_c6ae_3f0e_4c30_9d0a_0a3d_2b7d_8f10)),
        "enum" => json!([Level::Low, Level::High]),
        "bytes" => json!(ByteString::from("abc")),
        "set" => json!(BTreeSet::from([3])),
        "frozenset" => json!(BTreeSet::from(["a"])),
        "tuple" => json!((1, "a")),
        "namedtuple" => json!((1, 2)),
        "deque" => json!(VecDeque::from([1, 2])),
        "generator" => (0..2).collect(),
        "ip" => {
            let network: Ipv6Net = "2001:db8::/32".parse().expect("a network");
            json!((Ipv4Addr::new(10, 0, 0, 1), network))
        }
        "path" => json!(std::path::Path::new("/a/b")),
        "url" => json!("https://a.example".parse::<HttpUrl>().expect("a URL")),
        "model" => json!(leaf()),
        "models" => json!({"k": [leaf()]}),
        "dataclass" => json!(Point { x: 1, y: 1 }),
        "object" => json!({"a": 1, "_b": 2}),
        "keys" => json!({"1": "a", "2.5": "b", "null": "d", "h": "e", Uuid::from_u128(1).to_string(): "f"}),
        "ordered" => json!({"b": 1, "a": 2}),
        "empty-string" => json!(""),
        "nested-none" => json!([null, {"a": null}]),
        "floats" => json!([0.1, 1e16, 1e-7, 123_456_789.123_456_79, 5e-324, f64::MAX, -0.0]),
        _ => json!("quote \" slash / back \\ nl \n tab \t nul \0 del \u{7f} ls \u{2028} emoji \u{1f33f} <tag>"),
    };
    Response::json(&value)
}

#[get("/nan", response_model = None)]
async fn nan() -> f64 {
    f64::NAN
}

// no `String` holds half a surrogate pair; bytes may
#[get("/surrogate", response_model = None)]
async fn surrogate() -> ByteString {
    ByteString::from(vec![0xED, 0xA0, 0x80])
}

#[get("/unencodable", response_model = None)]
async fn unencodable() -> ByteString {
    ByteString::from(vec![0xFF])
}

#[get("/typed")]
async fn typed() -> BTreeMap<String, Option<Entry>> {
    let entries = [
        ("dt", Some(Entry::DateTime(now()))),
        ("td", Some(Entry::Duration(SignedDuration::from_hours(1).into()))),
        ("dec", Some(Entry::Decimal(Decimal::new(310, 2)))),
        ("enum", Some(Entry::Level(Level::Low))),
        ("bytes", Some(Entry::Bytes("abc".into()))),
        ("set", Some(Entry::Set(BTreeSet::from([1])))),
        ("uuid", Some(Entry::Uuid(Uuid::from_u128(2)))),
        ("none", None),
    ];
    entries.map(|(name, entry)| (name.to_owned(), entry)).into()
}

#[get("/typed-model")]
async fn typed_model() -> Leaf {
    leaf()
}

#[get("/typed-floats")]
async fn typed_floats() -> Vec<f64> {
    vec![1.0, 0.1, 1e16, 1e-7, f64::INFINITY]
}

#[get("/typed-any", response_model = Value)]
async fn typed_any() -> Value {
    json!({"dt": now(), "dec": Decimal::new(310, 2), "td": Duration::from(SignedDuration::from_hours(1))})
}

/// The app.
pub fn app() -> App {
    App::new().routes(routes![
        value,
        nan,
        surrogate,
        unencodable,
        typed,
        typed_model,
        typed_floats,
        typed_any,
    ])
}
