//! When two answers are the same: status, headers, body.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::answer::Answer;
use crate::fixture::{Case, Coding, RecordedResponse};
use crate::{cookies, json, multipart, pages};

/// What `<volatile>` stands for in a recording changes from run to run.
pub const VOLATILE: &str = "<volatile>";

/// A server may add these, or spell them its own way.
const IGNORED: [&str; 8] = [
    "content-length",
    "connection",
    "transfer-encoding",
    "keep-alive",
    "date",
    "server",
    "etag",
    "last-modified",
];

/// These hold a list whose order means nothing.
const SETS: [&str; 5] = [
    "allow",
    "vary",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
];

/// These must not appear where they were not recorded.
const TELLING: [&str; 5] = [
    "location",
    "set-cookie",
    "www-authenticate",
    "allow",
    "content-encoding",
];

/// Every way in which `answer` is not what was recorded for `case`. `volatile_cookies` are those whose value is
/// masked in any case of the fixture.
pub fn differences(case: &Case, answer: &Answer, volatile_cookies: &BTreeSet<String>) -> Vec<String> {
    let recorded = &case.response;
    let mut found = Vec::new();
    if answer.status != recorded.status {
        found.push(format!("status {}, expected {}", answer.status, recorded.status));
    }
    if answer.broken && recorded.raises.is_none() {
        found.push("the body broke off".to_owned());
    }
    recorded_headers(recorded, answer, volatile_cookies, &mut found);
    unexpected_headers(recorded, answer, &mut found);
    range_length(case, answer, &mut found);
    if !recorded.body_omitted && !masks_boundary(case) {
        match recorded.decoded {
            Some(Coding::Gzip) => body(case, &answer.gunzipped(), &mut found),
            None => body(case, answer, &mut found),
        }
    }
    found
}

fn masks_boundary(case: &Case) -> bool {
    case.mask.iter().any(|mask| mask == "boundary")
}

fn recorded_headers(
    recorded: &RecordedResponse,
    answer: &Answer,
    volatile_cookies: &BTreeSet<String>,
    found: &mut Vec<String>,
) {
    for (name, values) in &recorded.headers {
        let name = name.as_str();
        if IGNORED.contains(&name) {
            continue;
        }
        let expected = values.values();
        let got: Vec<&str> = answer.all(name).collect();
        let same = if SETS.contains(&name) {
            let (expected, got) = (members(expected), members(&got));
            if name == "vary" {
                expected.is_subset(&got)
            } else {
                expected == got
            }
        } else if name == "set-cookie" {
            cookies::same(expected, &got, volatile_cookies)
        } else if expected
            .iter()
            .any(|value| value.contains(VOLATILE) || value.contains("<boundary>"))
        {
            true
        } else {
            got == expected
        };
        if !same {
            found.push(format!("header {name}: {got:?}, expected {expected:?}"));
        }
    }
}

fn members<T: AsRef<str>>(values: &[T]) -> BTreeSet<String> {
    values
        .iter()
        .flat_map(|value| value.as_ref().split(','))
        .map(|member| member.trim().to_lowercase())
        .collect()
}

fn unexpected_headers(recorded: &RecordedResponse, answer: &Answer, found: &mut Vec<String>) {
    for (name, value) in &answer.headers {
        let telling = name.starts_with("access-control-") || TELLING.contains(&name.as_str());
        if telling && !recorded.headers.contains_key(name) {
            found.push(format!("unexpected header {name}: {value:?}"));
        }
    }
}

fn range_length(case: &Case, answer: &Answer, found: &mut Vec<String>) {
    let (Some(expected), Some(got)) = (
        case.response.headers.get("content-length"),
        answer.header("content-length"),
    ) else {
        return;
    };
    let differs = expected.values().first().is_none_or(|expected| expected != got);
    if matches!(answer.status, 206 | 416) && differs && !masks_boundary(case) {
        found.push(format!("content-length {got}, expected {:?}", expected.values()));
    }
}

fn body(case: &Case, answer: &Answer, found: &mut Vec<String>) {
    let recorded = &case.response;
    if let Some(expected) = &recorded.body_json {
        match answer.json() {
            None => found.push(format!("not JSON: {:?}", String::from_utf8_lossy(&answer.body))),
            Some(mut got) => {
                mask(&mut got, &case.mask);
                multipart::hide_uploads(&mut got);
                if !json::same(&got, expected) {
                    found.push(format!("body {got}, expected {expected}"));
                }
            }
        }
    } else if let Some(expected) = &recorded.body_text {
        text(case, expected, answer, found);
    } else if let Some(expected) = &recorded.body_base64
        && STANDARD.decode(expected).ok().as_deref() != Some(&answer.body)
    {
        found.push("binary body differs".to_owned());
    }
}

fn mask(got: &mut Value, masks: &[String]) {
    for key in masks.iter().filter_map(|mask| mask.strip_prefix("json:")) {
        if let Some(value) = got.as_object_mut().and_then(|object| object.get_mut(key)) {
            *value = VOLATILE.into();
        }
    }
}

fn text(case: &Case, expected: &str, answer: &Answer, found: &mut Vec<String>) {
    // what a server says of its own failure is its own affair
    if case.request.method == "HEAD" || case.response.raises.is_some() {
        return;
    }
    let got = String::from_utf8_lossy(&answer.body);
    if pages::is_documentation(expected) {
        found.extend(pages::differences(expected, &got));
    } else if got != expected {
        found.push(format!("body {got:?}, expected {expected:?}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(response: &str) -> Case {
        let text = format!(r#"{{"name": "c", "request": {{"method": "GET", "path": "/"}}, "response": {response}}}"#);
        serde_json::from_str(&text).unwrap()
    }

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect();
        Answer {
            status,
            headers,
            body: body.as_bytes().to_vec(),
            broken: false,
        }
    }

    fn found(response: &str, answer: &Answer) -> Vec<String> {
        differences(&case(response), answer, &BTreeSet::new())
    }

    #[test]
    fn what_was_recorded_unpacked_is_unpacked() {
        let mut packed = answer(200, &[("content-encoding", "gzip")], "");
        packed.body = STANDARD.decode("H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==").unwrap();
        let recorded =
            r#"{"status": 200, "headers": {"content-encoding": "gzip"}, "decoded": "gzip", "body_text": "hello"}"#;
        assert_eq!(found(recorded, &packed), Vec::<String>::new());
        packed.body = b"hello".to_vec();
        assert_eq!(found(recorded, &packed).len(), 1);
    }

    #[test]
    fn the_same_answer_is_the_same() {
        let response =
            r#"{"status": 200, "headers": {"content-type": "application/json"}, "body_json": {"a": 1, "b": [true]}}"#;
        let equal = answer(
            200,
            &[("content-type", "application/json"), ("date", "now")],
            r#"{"b":[true],"a":1.0}"#,
        );
        assert_eq!(found(response, &equal), Vec::<String>::new());
    }

    #[test]
    fn each_part_of_an_answer_can_differ() {
        let response = r#"{"status": 200, "headers": {"content-type": "application/json"}, "body_json": {"a": 1}}"#;
        let json = [("content-type", "application/json")];
        assert_eq!(found(response, &answer(201, &json, r#"{"a":1}"#)).len(), 1);
        assert_eq!(found(response, &answer(200, &[], r#"{"a":1}"#)).len(), 1);
        assert_eq!(found(response, &answer(200, &json, r#"{"a":2}"#)).len(), 1);
        assert_eq!(found(response, &answer(200, &json, r#"{"a":true}"#)).len(), 1);
        assert_eq!(found(response, &answer(200, &json, r#"{"a":1,"b":2}"#)).len(), 1);
        assert_eq!(found(response, &answer(200, &json, "")).len(), 1);
        assert_eq!(
            found(r#"{"status": 200, "body_json": [1, 2]}"#, &answer(200, &[], "[2,1]")).len(),
            1
        );
        assert_eq!(
            found(r#"{"status": 200, "body_json": null}"#, &answer(200, &[], "")).len(),
            1
        );
        assert_eq!(
            found(r#"{"status": 200, "body_text": ""}"#, &answer(200, &[], "null")).len(),
            1
        );
        assert_eq!(
            found(r#"{"status": 200, "body_base64": "AA=="}"#, &answer(200, &[], "x")).len(),
            1
        );
    }

    #[test]
    fn telling_headers_must_not_be_added() {
        for name in [
            "location",
            "set-cookie",
            "www-authenticate",
            "allow",
            "content-encoding",
            "access-control-max-age",
        ] {
            assert_eq!(
                found(r#"{"status": 200}"#, &answer(200, &[(name, "x")], "")).len(),
                1,
                "{name}"
            );
        }
        assert_eq!(
            found(r#"{"status": 200}"#, &answer(200, &[("x-own", "x")], "")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn allow_is_a_set_and_vary_may_say_more() {
        let response = r#"{"status": 405, "headers": {"allow": "GET, PUT", "vary": "Origin"}}"#;
        let equal = answer(405, &[("allow", "PUT,get"), ("vary", "Accept-Encoding, origin")], "");
        assert_eq!(found(response, &equal), Vec::<String>::new());
        assert_eq!(
            found(response, &answer(405, &[("allow", "GET"), ("vary", "Origin")], "")).len(),
            1
        );
        assert_eq!(
            found(
                response,
                &answer(405, &[("allow", "GET, PUT, POST"), ("vary", "Origin")], "")
            )
            .len(),
            1
        );
        assert_eq!(found(response, &answer(405, &[("allow", "GET, PUT")], "")).len(), 1);
    }

    #[test]
    fn lengths_count_where_a_range_is_answered() {
        let response = |status: u16| format!(r#"{{"status": {status}, "headers": {{"content-length": "4"}}}}"#);
        assert_eq!(
            found(&response(206), &answer(206, &[("content-length", "5")], "")).len(),
            1
        );
        assert_eq!(
            found(&response(200), &answer(200, &[("content-length", "5")], "")).len(),
            0
        );
    }

    #[test]
    fn a_masked_member_may_be_anything_but_must_be_there() {
        let mut masked = case(r#"{"status": 200, "body_json": {"id": "<volatile>", "a": 1}}"#);
        masked.mask = vec!["json:id".to_owned()];
        let found = |body| differences(&masked, &answer(200, &[], body), &BTreeSet::new()).len();
        assert_eq!(found(r#"{"id": 9, "a": 1}"#), 0);
        assert_eq!(found(r#"{"a": 1}"#), 1);
        assert_eq!(found(r#"{"id": 9, "a": 2}"#), 1);
    }

    #[test]
    fn the_text_of_a_failure_is_the_servers_own() {
        let response = r#"{"status": 500, "body_text": "Internal Server Error", "raises": "ValueError"}"#;
        assert_eq!(found(response, &answer(500, &[], "oops")).len(), 0);
        assert_eq!(found(response, &answer(200, &[], "oops")).len(), 1);
    }
}
