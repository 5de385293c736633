//! Merging JSON the way FastAPI merges `openapi_extra` and `responses`.

use serde_json::{Map, Value};

/// Merges `update` into `main`: objects member by member, lists one behind the other, all else is replaced.
pub(super) fn deep_merge(main: &mut Map<String, Value>, update: Map<String, Value>) {
    for (key, new) in update {
        match (main.get_mut(&key), new) {
            (Some(Value::Object(old)), Value::Object(new)) => deep_merge(old, new),
            (Some(Value::Array(old)), Value::Array(new)) => old.extend(new),
            (_, new) => {
                main.insert(key, new);
            }
        }
    }
}

/// The members of a JSON object; none of anything else.
pub(super) fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_merge_lists_grow_and_scalars_are_replaced() {
        let mut main = members(json!({"tags": ["own"], "responses": {"200": {"description": "a"}}, "x": 1}));
        deep_merge(
            &mut main,
            members(json!({"tags": ["added"], "responses": {"418": {}}, "x": [2]})),
        );
        let expected = json!({
            "tags": ["own", "added"],
            "responses": {"200": {"description": "a"}, "418": {}},
            "x": [2],
        });
        assert_eq!(Value::Object(main), expected);
    }
}
