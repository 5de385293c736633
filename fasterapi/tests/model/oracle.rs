//! Every recorded 422 whose type exists here must be told the same way.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use fasterapi::model::{Constraints, DateTime, Model, Number, Pattern};
use fasterapi::types::{
    Base64Bytes, ByteString, Email, Future, HttpUrl, IpInterface, Ipv4Interface, Json, NameEmail, Past, SecretString,
    Uuid4, WebsocketUrl,
};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use jiff::civil::{self, Date, Time};
use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use crate::read;
use crate::shapes::*;

type Probe = fn(&Value, &[&'static str]) -> Vec<Value>;

fn probe<T: Model>(value: &Value, constraints: &Constraints, place: &[&'static str]) -> Vec<Value> {
    let errors = read::<T>(value, constraints, place).err().unwrap_or_default();
    errors
        .into_iter()
        .map(|error| serde_json::to_value(error).expect("errors are JSON"))
        .collect()
}

macro_rules! probes {
    ($($declared:literal => $ty:ty $({ $($key:ident: $value:expr),* })?;)*) => {
        fn probe_of(declared: &str) -> Option<Probe> {
            Some(match declared {
                $($declared => |value, place| {
                    let constraints = Constraints { $($($key: $value,)*)? ..Constraints::NONE };
                    probe::<$ty>(value, &constraints, place)
                },)*
                _ => return None,
            })
        }
    };
}

const fn int(value: i64) -> Option<Number> {
    Some(Number::Int(value))
}

const fn float(value: f64) -> Option<Number> {
    Some(Number::Float(value))
}

const fn text(value: &'static str) -> Option<Number> {
    Some(Number::Text(value))
}

static A_PLUS: Pattern = Pattern::new("^a+$");

probes! {
    "int" => i64;
    "Annotated[int, Field(strict=True)]" => i64 { strict: true };
    "Annotated[int, Query(gt=3)]" => i64 { gt: int(3) };
    "Annotated[int, Query(ge=3)]" => i64 { ge: int(3) };
    "Annotated[int, Query(lt=3)]" => i64 { lt: int(3) };
    "Annotated[int, Query(le=3)]" => i64 { le: int(3) };
    "Annotated[int, Query(multiple_of=3)]" => i64 { multiple_of: int(3) };
    "Annotated[int, Query(multiple_of=3, gt=9, le=3)]" => i64 { multiple_of: int(3), gt: int(9), le: int(3) };
    "PositiveInt" => i64 { gt: int(0) };
    "NegativeInt" => i64 { lt: int(0) };
    "float" => f64;
    "Annotated[float, Field(strict=True)]" => f64 { strict: true };
    "Annotated[float, Query(gt=3)]" => f64 { gt: int(3) };
    "Annotated[float, Query(ge=3.5, lt=9)]" => f64 { ge: float(3.5), lt: int(9) };
    "Annotated[float, Query(multiple_of=0.5)]" => f64 { multiple_of: float(0.5) };
    "FiniteFloat" => f64 { allow_inf_nan: Some(false) };
    "NonNegativeFloat" => f64 { ge: int(0) };
    "bool" => bool;
    "StrictBool" => bool { strict: true };
    "str" => String;
    "Annotated[str, Query(min_length=3)]" => String { min_length: Some(3) };
    "Annotated[str, Query(min_length=1)]" => String { min_length: Some(1) };
    "Annotated[str, Query(max_length=3)]" => String { max_length: Some(3) };
    "Annotated[str, Query(max_length=1)]" => String { max_length: Some(1) };
    "Annotated[str, Query(pattern='^a+$')]" => String { pattern: Some(&A_PLUS) };
    "Annotated[str, Field(min_length=2, max_length=3, pattern='^a+$')]" =>
        String { min_length: Some(2), max_length: Some(3), pattern: Some(&A_PLUS) };
    "Color" => Color;
    "One" => One;
    "Num" => Num;
    "Literal['a']" => LiteralA;
    "Literal['a', 'b']" => LiteralAb;
    "Literal['a', 'b', 'c']" => LiteralAbc;
    "Literal[1, 2]" => Literal12;
    "UUID" => Uuid;
    "UUID4" => Uuid4;
    "datetime" => DateTime;
    "AwareDatetime" => Timestamp;
    "NaiveDatetime" => civil::DateTime;
    "date" => Date;
    "time" => Time;
    "timedelta" => SignedDuration;
    "Annotated[date, Field(ge=date(2024, 1, 1))]" => Date { ge: text("2024-01-01") };
    "Annotated[datetime, Field(lt=datetime(2024, 1, 1, tzinfo=timezone.utc))]" =>
        DateTime { lt: text("2024-01-01T00:00:00Z") };
    "Annotated[time, Field(le=time(12))]" => Time { le: text("12:00") };
    "Annotated[timedelta, Field(le=timedelta(minutes=90))]" => SignedDuration { le: text("PT90M") };
    "PastDatetime" => Past<DateTime>;
    "FutureDatetime" => Future<DateTime>;
    "PastDate" => Past<Date>;
    "FutureDate" => Future<Date>;
    "bytes" => ByteString;
    "Annotated[bytes, Field(min_length=2, max_length=3)]" => ByteString { min_length: Some(2), max_length: Some(3) };
    "Base64Bytes" => Base64Bytes;
    "HttpUrl" => HttpUrl;
    "AnyUrl" => Url;
    "WebsocketUrl" => WebsocketUrl;
    "EmailStr" => Email;
    "NameEmail" => NameEmail;
    "IPv4Address" => Ipv4Addr;
    "IPv6Address" => Ipv6Addr;
    "IPvAnyAddress" => IpAddr;
    "IPv4Network" => Ipv4Net;
    "IPv6Network" => Ipv6Net;
    "IPvAnyNetwork" => IpNet;
    "IPv4Interface" => Ipv4Interface;
    "IPvAnyInterface" => IpInterface;
    "SecretStr" => SecretString;
    "Annotated[SecretStr, Field(min_length=8)]" => SecretString { min_length: Some(8) };
    "Json" => Json<Value>;
    "Json[list[int]]" => Json<Vec<i64>>;
    "Decimal" => Decimal;
    "Annotated[Decimal, Field(gt=3)]" => Decimal { gt: int(3) };
    "Annotated[Decimal, Field(multiple_of=Decimal('0.05'))]" => Decimal { multiple_of: float(0.05) };
    "Annotated[Decimal, Field(max_digits=4)]" => Decimal { max_digits: Some(4) };
    "Annotated[Decimal, Field(decimal_places=1)]" => Decimal { decimal_places: Some(1) };
    "Annotated[Decimal, Field(max_digits=4, decimal_places=2)]" =>
        Decimal { max_digits: Some(4), decimal_places: Some(2) };
    "Annotated[Decimal, Field(max_digits=1)]" => Decimal { max_digits: Some(1) };
    "list[int]" => Vec<i64>;
    "Annotated[list[int], Query()]" => Vec<i64>;
    "Annotated[list[int], Query(min_length=2)]" => Vec<i64> { min_length: Some(2) };
    "Annotated[list[int], Query(max_length=1)]" => Vec<i64> { max_length: Some(1) };
    "Annotated[list[int], Field(min_length=1)]" => Vec<i64> { min_length: Some(1) };
    "Annotated[list[int], Field(min_length=2, max_length=3)]" => Vec<i64> { min_length: Some(2), max_length: Some(3) };
    "list[list[int]]" => Vec<Vec<i64>>;
    "set[int]" => HashSet<i64>;
    "Annotated[set[int], Field(min_length=2)]" => HashSet<i64> { min_length: Some(2) };
    "Annotated[set[int], Field(max_length=1)]" => HashSet<i64> { max_length: Some(1) };
    "tuple[int, str]" => (i64, String);
    "deque[int]" => VecDeque<i64>;
    "dict[str, int]" => HashMap<String, i64>;
    "dict[int, int]" => BTreeMap<i64, i64>;
    "Annotated[dict[str, int], Field(min_length=1)]" => HashMap<String, i64> { min_length: Some(1) };
    "Annotated[dict[str, int], Field(max_length=1)]" => HashMap<String, i64> { max_length: Some(1) };
    "dict[Color, int]" => HashMap<Color, i64>;
    "Item" => Item;
    "Box" => Crate;
    "Closed" => Closed;
    "Aliased" => Aliased;
    "Tree" => Tree;
    "Words" => Words;
    "Optional[Item]" => Option<Item>;
    "list[Item]" => Vec<Item>;
    "dict[str, Item]" => HashMap<String, Item>;
    "Checked" => Checked;
    "Coded" => Coded;
    "Annotated[str, Field(max_length=2), BeforeValidator(lambda v: v * 2)]" => Doubled;
    "FrozenField" => FrozenField;
    "Union[int, bool]" => IntOrBool;
    "Union[int, list[int]]" => IntOrInts;
    "Union[Item, Closed]" => ItemOrClosed;
    "list[Union[int, Item]]" => Vec<IntOrItem>;
    "Union[Annotated[int, Field(gt=5)], Annotated[str, Field(max_length=1)], None]" => Option<Constrained>;
    "Union[dict[str, int], tuple[int, str], Literal['a'], Color, datetime]" => Motley;
    "Pet" => Pet;
    "list[Pet]" => Vec<Pet>;
}

/// Where the value of a probe stands; `None` for those that are about finding the value.
fn place(probe: &Value) -> Option<&'static [&'static str]> {
    if probe["sent"] == "(nothing)" {
        return None;
    }
    match probe["in"].as_str()? {
        "body" => Some(&["body"]),
        "query" => Some(&["query", "v"]),
        "path" => Some(&["path", "v"]),
        "header" => Some(&["header", "x-v"]),
        "cookie" => Some(&["cookie", "v"]),
        _ => None,
    }
}

#[test]
fn errors_are_those_of_fastapi() {
    let recorded: Value = serde_json::from_str(include_str!("../data/validation_errors.json")).expect("it is JSON");
    let (mut compared, mut wrong) = (0, Vec::new());
    for recorded in recorded["probes"].as_array().expect("a list") {
        let declared = recorded["declared"].as_str().expect("a text");
        let (Some(place), Some(probe)) = (place(recorded), probe_of(declared)) else {
            continue;
        };
        let sent = match recorded["sent"].as_str() {
            Some(text) if text.ends_with("(5000 characters)") => json!("1".repeat(5000)),
            Some(text) if text.ends_with("(2117 characters)") => {
                json!(format!("http://a.example/{}", "x".repeat(2100)))
            }
            _ => recorded["sent"].clone(),
        };
        let mut expected = recorded["errors"].as_array().cloned().unwrap_or_default();
        for error in &mut expected {
            if error["input"]
                .as_str()
                .is_some_and(|input| input.ends_with(" characters)"))
            {
                error["input"] = sent.clone();
            }
        }
        let told = probe(&sent, place);
        compared += 1;
        if told != expected {
            wrong.push(format!(
                "{declared} from {sent}:\n  told     {}\n  expected {}",
                json!(told),
                json!(expected)
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(compared > 200, "only {compared} were compared");
}
