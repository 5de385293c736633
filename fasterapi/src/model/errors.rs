//! Every error a value can have, with pydantic's type, text and context: one function each.

use serde_json::{Map, Value, json};

use super::{Number, Reader};

/// A context of one entry.
fn ctx(name: &str, value: impl Into<Value>) -> Option<Map<String, Value>> {
    let mut map = Map::new();
    map.insert(name.to_owned(), value.into());
    Some(map)
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident => $text:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(reader: &mut Reader<'_>, input: &Value) {
            reader.error(stringify!($name), $text, input, None);
        }
    )*};
}

plain! {
    int_type => "Input should be a valid integer";
    int_parsing => "Input should be a valid integer, unable to parse string as an integer";
    int_parsing_size => "Unable to parse input string as an integer, exceeded maximum size";
    int_from_float => "Input should be a valid integer, got a number with a fractional part";
    float_type => "Input should be a valid number";
    float_parsing => "Input should be a valid number, unable to parse string as a number";
    finite_number => "Input should be a finite number";
    bool_type => "Input should be a valid boolean";
    bool_parsing => "Input should be a valid boolean, unable to interpret input";
    string_type => "Input should be a valid string";
    bytes_type => "Input should be a valid bytes";
    list_type => "Input should be a valid list";
    deque_type => "Input should be a valid deque";
    set_type => "Input should be a valid set";
    tuple_type => "Input should be a valid tuple";
    dict_type => "Input should be a valid dictionary";
    none_required => "Input should be None";
    extra_forbidden => "Extra inputs are not permitted";
    model_attributes_type => "Input should be a valid dictionary or object to extract fields from";
}

plain! {
    json_type => "JSON input should be string, bytes or bytearray";
    ip_v4_address => "Input is not a valid IPv4 address";
    ip_v6_address => "Input is not a valid IPv6 address";
    ip_any_address => "value is not a valid IPv4 or IPv6 address";
}

#[cfg(feature = "ipnet")]
plain! {
    ip_v4_network => "Input is not a valid IPv4 network";
    ip_v6_network => "Input is not a valid IPv6 network";
    ip_any_network => "value is not a valid IPv4 or IPv6 network";
    ip_v4_interface => "Input is not a valid IPv4 interface";
    ip_v6_interface => "Input is not a valid IPv6 interface";
    ip_any_interface => "value is not a valid IPv4 or IPv6 interface";
}

#[cfg(feature = "url")]
plain! {
    url_type => "URL input should be a string or URL";
}

#[cfg(feature = "uuid")]
plain! {
    uuid_type => "UUID input should be a string, bytes or UUID object";
}

#[cfg(feature = "decimal")]
plain! {
    decimal_type => "Decimal input should be an integer, float, string or Decimal object";
    decimal_parsing => "Input should be a valid decimal";
}

#[cfg(feature = "jiff")]
plain! {
    date_type => "Input should be a valid date";
    date_from_datetime_inexact => "Datetimes provided to dates should have zero time - e.g. be exact dates";
    datetime_type => "Input should be a valid datetime";
    time_type => "Input should be a valid time";
    time_delta_type => "Input should be a valid timedelta";
    timezone_aware => "Input should have timezone info";
    timezone_naive => "Input should not have timezone info";
}

/// `kind` with the text `{start}, {error}`, as parsers of text report.
#[cfg(any(feature = "uuid", feature = "jiff"))]
pub(crate) fn parsing(
    reader: &mut Reader<'_>,
    input: &Value,
    kind: &'static str,
    start: &str,
    error: &dyn std::fmt::Display,
) {
    let error = error.to_string();
    reader.error(kind, format!("{start}, {error}"), input, ctx("error", error));
}

/// Which bound of a number was missed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Bound {
    /// `gt`
    Greater,
    /// `ge`
    GreaterEqual,
    /// `lt`
    Less,
    /// `le`
    LessEqual,
    /// `multiple_of`
    Multiple,
}

/// A number on the wrong side of a bound. `float`: the type's bounds are floats, however they were written.
pub(crate) fn bound(reader: &mut Reader<'_>, input: &Value, which: Bound, bound: Number, float: bool) {
    let (text, value) = match bound {
        Number::Int(bound) if float => (bound.to_string(), json!(bound as f64)),
        Number::Int(bound) => (bound.to_string(), json!(bound)),
        Number::Float(bound) => (bound.to_string(), json!(bound)),
        Number::Text(bound) => (bound.to_owned(), bound.parse::<f64>().map_or(json!(bound), Value::from)),
    };
    out_of_bounds(reader, input, which, &text, value);
}

/// As [`bound`], with the bound as text and value.
pub(crate) fn out_of_bounds(reader: &mut Reader<'_>, input: &Value, which: Bound, text: &str, value: Value) {
    let (kind, key, relation) = match which {
        Bound::Greater => ("greater_than", "gt", "greater than"),
        Bound::GreaterEqual => ("greater_than_equal", "ge", "greater than or equal to"),
        Bound::Less => ("less_than", "lt", "less than"),
        Bound::LessEqual => ("less_than_equal", "le", "less than or equal to"),
        Bound::Multiple => ("multiple_of", "multiple_of", "a multiple of"),
    };
    reader.error(
        kind,
        format!("Input should be {relation} {text}"),
        input,
        ctx(key, value),
    );
}

pub(crate) fn string_too_short(reader: &mut Reader<'_>, input: &Value, min: usize) {
    let msg = format!("String should have at least {min} character{}", plural(min));
    reader.error("string_too_short", msg, input, ctx("min_length", min));
}

pub(crate) fn string_too_long(reader: &mut Reader<'_>, input: &Value, max: usize) {
    let msg = format!("String should have at most {max} character{}", plural(max));
    reader.error("string_too_long", msg, input, ctx("max_length", max));
}

pub(crate) fn bytes_too_short(reader: &mut Reader<'_>, input: &Value, min: usize) {
    let msg = format!("Data should have at least {min} byte{}", plural(min));
    reader.error("bytes_too_short", msg, input, ctx("min_length", min));
}

pub(crate) fn bytes_too_long(reader: &mut Reader<'_>, input: &Value, max: usize) {
    let msg = format!("Data should have at most {max} byte{}", plural(max));
    reader.error("bytes_too_long", msg, input, ctx("max_length", max));
}

pub(crate) fn string_pattern_mismatch(reader: &mut Reader<'_>, input: &Value, pattern: &str) {
    let msg = format!("String should match pattern '{pattern}'");
    reader.error("string_pattern_mismatch", msg, input, ctx("pattern", pattern));
}

/// Something else where a file was asked for; clients of FastAPI know the name of the type in Python.
pub(crate) fn no_upload(reader: &mut Reader<'_>, input: &Value) {
    let found = match input {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    };
    value_error(
        reader,
        input,
        &format!("Expected UploadFile, received: <class '{found}'>"),
    );
}

/// `field_type` is pydantic's word for the collection: `List`, `Set`, `Dictionary`, `Tuple`.
pub(crate) fn too_short(reader: &mut Reader<'_>, input: &Value, field_type: &str, min: usize, actual: usize) {
    let msg = format!(
        "{field_type} should have at least {min} item{} after validation, not {actual}",
        plural(min)
    );
    let mut map = Map::new();
    map.insert("field_type".to_owned(), field_type.into());
    map.insert("min_length".to_owned(), min.into());
    map.insert("actual_length".to_owned(), actual.into());
    reader.error("too_short", msg, input, Some(map));
}

/// `actual` is `None` where pydantic stops counting: "not more".
pub(crate) fn too_long(reader: &mut Reader<'_>, input: &Value, field_type: &str, max: usize, actual: Option<usize>) {
    let count = actual.map_or("more".to_owned(), |actual| actual.to_string());
    let msg = format!(
        "{field_type} should have at most {max} item{} after validation, not {count}",
        plural(max)
    );
    let mut map = Map::new();
    map.insert("field_type".to_owned(), field_type.into());
    map.insert("max_length".to_owned(), max.into());
    map.insert("actual_length".to_owned(), actual.into());
    reader.error("too_long", msg, input, Some(map));
}

/// A value that is none of an enum's; `kind` is `enum` or `literal_error`.
pub(crate) fn not_expected(reader: &mut Reader<'_>, input: &Value, kind: &'static str, expected: String) {
    let msg = format!("Input should be {expected}");
    reader.error(kind, msg, input, ctx("expected", expected));
}

#[cfg(feature = "decimal")]
pub(crate) fn decimal_max_digits(reader: &mut Reader<'_>, input: &Value, max: u32) {
    let msg = format!(
        "Decimal input should have no more than {max} digit{} in total",
        plural(max as usize)
    );
    reader.error("decimal_max_digits", msg, input, ctx("max_digits", max));
}

#[cfg(feature = "decimal")]
pub(crate) fn decimal_max_places(reader: &mut Reader<'_>, input: &Value, max: u32) {
    let msg = format!(
        "Decimal input should have no more than {max} decimal place{}",
        plural(max as usize)
    );
    reader.error("decimal_max_places", msg, input, ctx("decimal_places", max));
}

#[cfg(feature = "decimal")]
pub(crate) fn decimal_whole_digits(reader: &mut Reader<'_>, input: &Value, max: u32) {
    let s = plural(max as usize);
    let msg = format!("Decimal input should have no more than {max} digit{s} before the decimal point");
    reader.error("decimal_whole_digits", msg, input, ctx("whole_digits", max));
}

/// `discriminator`: a field's name in quotes, or a function's with parentheses.
pub(crate) fn union_tag_not_found(reader: &mut Reader<'_>, input: &Value, discriminator: &str) {
    let msg = format!("Unable to extract tag using discriminator {discriminator}");
    reader.error("union_tag_not_found", msg, input, ctx("discriminator", discriminator));
}

pub(crate) fn union_tag_invalid(
    reader: &mut Reader<'_>,
    input: &Value,
    discriminator: &str,
    found: String,
    expected: String,
) {
    let msg =
        format!("Input tag '{found}' found using {discriminator} does not match any of the expected tags: {expected}");
    let mut map = Map::new();
    map.insert("discriminator".to_owned(), discriminator.into());
    map.insert("tag".to_owned(), found.into());
    map.insert("expected_tags".to_owned(), expected.into());
    reader.error("union_tag_invalid", msg, input, Some(map));
}

/// Unions inside unions, in which too much fits too many members; pydantic has no such limit.
pub(crate) fn union_too_complex(reader: &mut Reader<'_>, input: &Value) {
    let msg = "Input could be read in too many ways";
    reader.error("union_too_complex", msg, input, None);
}

/// What a validator of the user's refused.
pub(crate) fn value_error(reader: &mut Reader<'_>, input: &Value, text: &str) {
    reader.error(
        "value_error",
        format!("Value error, {text}"),
        input,
        ctx("error", json!({})),
    );
}

/// What an assertion of the user's refused.
pub(crate) fn assertion_error(reader: &mut Reader<'_>, input: &Value, text: &str) {
    reader.error(
        "assertion_error",
        format!("Assertion failed, {text}"),
        input,
        ctx("error", json!({})),
    );
}
