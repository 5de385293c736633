//! How two OpenAPI documents differ, place by place.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::json;

/// One place at which two documents differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where: `#/paths//items/get/operationId`. Keys are not escaped.
    pub at: String,
    /// How.
    pub text: String,
}

const METHODS: [&str; 8] = ["get", "put", "post", "patch", "delete", "head", "options", "trace"];

/// Every place at which `got` is not `expected`.
pub fn differences(got: &Value, expected: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    walk(got, expected, "#", &mut found);
    found
}

fn walk(got: &Value, expected: &Value, at: &str, found: &mut Vec<Place>) {
    match (got, expected) {
        (Value::Object(got), Value::Object(expected)) => {
            let keys: BTreeSet<&String> = got.keys().chain(expected.keys()).collect();
            for key in keys {
                let at = format!("{at}/{key}");
                match (got.get(key), expected.get(key)) {
                    (Some(got), Some(expected)) => walk(got, expected, &at, found),
                    (None, _) => found.push(Place {
                        at,
                        text: "missing".to_owned(),
                    }),
                    (_, None) => found.push(Place {
                        at,
                        text: "unexpected".to_owned(),
                    }),
                }
            }
        }
        (Value::Array(got), Value::Array(expected)) if got.len() == expected.len() => {
            for (index, (got, expected)) in got.iter().zip(expected).enumerate() {
                walk(got, expected, &format!("{at}/{index}"), found);
            }
        }
        (Value::String(got), Value::String(expected))
            if at.ends_with("/operationId") && without_method(got) == without_method(expected) => {}
        _ if json::same(got, expected) => {}
        _ => found.push(Place {
            at: at.to_owned(),
            text: format!("{got}, expected {expected}"),
        }),
    }
}

/// A route with several methods takes the operation id's suffix from any of them.
fn without_method(id: &str) -> &str {
    match id.rsplit_once('_') {
        Some((rest, method)) if METHODS.contains(&method) => rest,
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn places(got: Value, expected: Value) -> Vec<String> {
        differences(&got, &expected).into_iter().map(|place| place.at).collect()
    }

    #[test]
    fn equal_documents_have_no_differences() {
        let document = json!({"paths": {"/a": {"get": {"operationId": "a_get", "tags": ["x", "y"]}}}});
        assert_eq!(places(document.clone(), document), Vec::<String>::new());
    }

    #[test]
    fn every_difference_is_found_and_placed() {
        let got = json!({"a": 1, "b": {"x": [1, 2]}, "c": true, "list": [1]});
        let expected = json!({"a": 2, "b": {"x": [1, 3]}, "d": true, "list": [1, 2]});
        assert_eq!(places(got, expected), ["#/a", "#/b/x/1", "#/c", "#/d", "#/list"]);
    }

    #[test]
    fn null_is_not_absent() {
        assert_eq!(places(json!({"default": null}), json!({})), ["#/default"]);
    }

    #[test]
    fn only_the_method_of_an_operation_id_is_free() {
        let id = |id: &str| json!({"operationId": id});
        assert_eq!(places(id("both_both_put"), id("both_both_get")), Vec::<String>::new());
        assert_eq!(places(id("other_both_get"), id("both_both_get")), ["#/operationId"]);
        assert_eq!(
            places(json!({"summary": "a_put"}), json!({"summary": "a_get"})),
            ["#/summary"]
        );
    }
}
