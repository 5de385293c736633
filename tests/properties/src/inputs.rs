//! Random JSON: of any shape, and close to what a schema allows.

use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};

/// How deep inputs are nested.
const DEPTH: u32 = 4;

/// Values near the edges of what types accept.
fn edges() -> Vec<Value> {
    let texts = [
        "",
        "a",
        "ü",
        "abc",
        "red",
        "grey",
        "Red",
        "low",
        "1",
        "01",
        "+7",
        "-0",
        " 5 ",
        "1_000",
        "3.0",
        "1e3",
        "nan",
        "-inf",
        "true",
        "YES",
        "off",
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "2024-01-02T00:00:00",
        "03:04",
        "12.50",
        "1700000000",
        "P1D",
        "::1",
        "10.0.0.1",
        "http://a.example",
        "ftp://a.example/",
        "a@b.example",
        "aGk=",
        "a\u{0}",
        "2f1ac6ae-3f0e-4c30-9d0a-0a3d2b7d8f10",
        "{2F1AC6AE-3F0E-4C30-9D0A-0A3D2B7D8F10}",
        "cat",
        "dog",
        "340282366920938463463374607431768211455",
        "\u{1f600}\u{301}",
        "  ",
        "null",
    ];
    let numbers = [
        json!(0),
        json!(1),
        json!(-1),
        json!(3),
        json!(7.0),
        json!(1.5),
        json!(-0.0),
        json!(127),
        json!(128),
        json!(255),
        json!(256),
        json!(65_536),
        json!(4_294_967_296u64),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e19),
        json!(1e300),
        json!(1e-300),
        json!(0.1),
        json!(9007199254740993i64),
        json!(3.4e39),
        json!(16777217),
    ];
    let mut edges: Vec<Value> = texts.into_iter().map(Value::from).collect();
    edges.extend(numbers);
    edges.extend([json!(null), json!(true), json!(false), json!([]), json!({})]);
    edges
}

fn float() -> impl Strategy<Value = Value> {
    let of = |float: f64| Number::from_f64(float).map_or(Value::Null, Value::Number);
    prop_oneof![
        any::<f64>().prop_map(of),
        (-40i32..40).prop_map(move |half| of(f64::from(half) / 2.0)),
    ]
}

fn scalar() -> BoxedStrategy<Value> {
    prop_oneof![
        4 => proptest::sample::select(edges()),
        1 => any::<i64>().prop_map(Value::from),
        1 => (-20i64..300).prop_map(Value::from),
        1 => float(),
        1 => ".{0,6}".prop_map(Value::from),
        1 => "[-+]?[0-9_]{0,12}(\\.[0-9]{0,3})?".prop_map(Value::from),
    ]
    .boxed()
}

/// JSON of any shape.
pub fn anything() -> BoxedStrategy<Value> {
    let names = proptest::sample::select(vec!["a", "b", "x", "1", "red", "v", "name", "kind", "tail", ""]);
    scalar()
        .prop_recursive(3, 16, 4, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec((names.clone(), inner), 0..4).prop_map(|pairs| pairs
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect()),
            ]
        })
        .boxed()
}

/// JSON that `schema` allows, most of it; `root` is what references point into.
pub fn like(schema: &Value, root: &Value) -> BoxedStrategy<Value> {
    guided(schema, root, DEPTH)
}

fn guided(schema: &Value, root: &Value, depth: u32) -> BoxedStrategy<Value> {
    if depth == 0 {
        return prop_oneof![Just(json!([])), Just(json!({})), scalar()].boxed();
    }
    let exact = exact(schema, root, depth);
    prop_oneof![
        20 => exact.clone(),
        2 => exact.prop_map(lax),
        1 => anything(),
    ]
    .boxed()
}

/// The same in other words, which a lax reader may take.
fn lax(value: Value) -> Value {
    match value {
        Value::Number(number) => Value::from(format!(" {number} ")),
        Value::Bool(truth) => Value::from(i64::from(truth)),
        Value::String(text) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        Value::Array(items) => Value::Array(items.into_iter().rev().collect()),
        other => other,
    }
}

fn exact(schema: &Value, root: &Value, depth: u32) -> BoxedStrategy<Value> {
    if let Some(pointer) = schema["$ref"].as_str() {
        let target = root
            .pointer(pointer.trim_start_matches('#'))
            .expect("references point somewhere");
        return exact(target, root, depth);
    }
    if let Some(only) = schema.get("const") {
        return Just(only.clone()).boxed();
    }
    if let Some(values) = schema["enum"].as_array() {
        return proptest::sample::select(values.clone()).boxed();
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
        if let Some(members) = schema[keyword].as_array() {
            let members = members.iter().map(|member| guided(member, root, depth));
            return proptest::strategy::Union::new(members).boxed();
        }
    }
    match schema["type"].as_str() {
        Some("null") => Just(Value::Null).boxed(),
        Some("boolean") => any::<bool>().prop_map(Value::from).boxed(),
        Some("integer") => integer(schema),
        Some("number") => prop_oneof![integer(schema), float()].boxed(),
        Some("string") => string(schema),
        Some("array") => array(schema, root, depth),
        Some("object") => object(schema, root, depth),
        _ => anything(),
    }
}

fn integer(schema: &Value) -> BoxedStrategy<Value> {
    let bound = |keyword: &str| schema[keyword].as_f64().map(|bound| bound as i64);
    let low = bound("minimum").or(bound("exclusiveMinimum")).unwrap_or(-20);
    let high = bound("maximum")
        .or(bound("exclusiveMaximum"))
        .unwrap_or(low + 300)
        .max(low);
    (low..=high).prop_map(Value::from).boxed()
}

fn string(schema: &Value) -> BoxedStrategy<Value> {
    let pattern = match schema["format"].as_str() {
        Some("uuid") => "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        Some("date") => "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
        Some("date-time") => {
            "20[0-9]{2}-0[1-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-]0[0-9]:[0-5]0)?"
        }
        Some("time") => "[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?",
        Some("duration") => "-?P([0-9]{1,3}D)?(T[0-9]{1,2}H[0-9]{1,2}M)?",
        Some("ipv4") => "[0-9]{1,2}\\.[0-9]{1,3}\\.0\\.[1-9]",
        Some("ipv6") => "([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}",
        Some("ipvanyaddress") => "10\\.0\\.0\\.[1-9]|::[0-9a-f]{1,4}",
        Some("uri") => "https?://[a-z]{1,5}\\.example(/[a-z ]{0,3})?(\\?[a-z=&]{0,3})?",
        Some("email") => "[a-zA-Z.]{1,4}@[a-z]{1,4}\\.example",
        Some("base64" | "base64url") => "([A-Za-z0-9]{4}){0,3}",
        _ => match schema["pattern"].as_str() {
            Some(pattern) if pattern.len() < 20 => return text_matching(pattern),
            _ => "[a-zü ]{0,5}",
        },
    };
    text_matching(pattern)
}

fn text_matching(pattern: &str) -> BoxedStrategy<Value> {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let texts = proptest::string::string_regex(pattern).expect("a pattern");
    texts.prop_map(Value::from).boxed()
}

fn array(schema: &Value, root: &Value, depth: u32) -> BoxedStrategy<Value> {
    if let Some(items) = schema["prefixItems"].as_array() {
        let items: Vec<_> = items.iter().map(|item| guided(item, root, depth - 1)).collect();
        return items.prop_map(Value::from).boxed();
    }
    let count = |keyword: &str| schema[keyword].as_u64().map(|count| count as usize);
    let least = count("minItems").unwrap_or(0);
    let most = count("maxItems").unwrap_or(least + 3).max(least);
    let item = match schema.get("items") {
        Some(item) => guided(item, root, depth - 1),
        None => anything(),
    };
    proptest::collection::vec(item, least..=most)
        .prop_map(Value::from)
        .boxed()
}

fn object(schema: &Value, root: &Value, depth: u32) -> BoxedStrategy<Value> {
    let required = |name: &str| {
        let names = schema["required"].as_array();
        names.is_some_and(|names| names.iter().any(|known| known == name))
    };
    let known = schema["properties"].as_object().cloned().unwrap_or_default();
    let fields: Vec<_> = known
        .iter()
        .map(|(name, field)| {
            let sent = if required(name) { 0.97 } else { 0.6 };
            let value = proptest::option::weighted(sent, guided(field, root, depth - 1));
            (Just(name.clone()), value).boxed()
        })
        .collect();
    let more = match &schema["additionalProperties"] {
        inner @ Value::Object(_) => proptest::collection::vec(("[a-z1-3]{0,3}", guided(inner, root, depth - 1)), 0..3),
        _ => proptest::collection::vec(("[a-z]{1,2}", anything()), 0..2),
    };
    let more = prop_oneof![3 => more, 1 => Just(Vec::new())];
    let names = names(schema);
    (fields, more)
        .prop_map(move |(fields, more)| {
            let mut object: Map<String, Value> = fields
                .into_iter()
                .filter_map(|(name, value)| Some((name, value?)))
                .collect();
            for (number, (name, value)) in more.into_iter().enumerate() {
                let name = names.get(number).cloned().unwrap_or(name);
                object.entry(name).or_insert(value);
            }
            Value::Object(object)
        })
        .boxed()
}

/// The names a map may have, if those are counted up.
fn names(schema: &Value) -> Vec<String> {
    let names = schema["propertyNames"]["enum"].as_array();
    names
        .into_iter()
        .flatten()
        .filter_map(|name| Some(name.as_str()?.to_owned()))
        .collect()
}
