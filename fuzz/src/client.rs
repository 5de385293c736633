//! Asks the app, and looks at every answer.

use fasterapi::testing::{RequestBuilder, TestResponse};
use serde_json::Value;

use crate::app::CLIENT;

/// Sends the request and looks at the answer.
pub fn send(request: RequestBuilder) -> TestResponse {
    let response = request.send();
    judge(&response);
    response
}

/// An answer is what was asked for, or tells the client what is wrong: a list of errors, or one sentence.
///
/// # Panics
/// On any other answer.
pub fn judge(response: &TestResponse) {
    let status = response.status().as_u16();
    let detail = match status {
        200 => return,
        400 | 413 | 422 => response.json::<Value>(),
        _ => panic!("{status}: {}", response.text()),
    };
    let detail = &detail["detail"];
    match status {
        422 => {
            let errors = detail.as_array().expect("a list of errors");
            assert!(!errors.is_empty(), "refused without a reason");
            for error in errors {
                assert!(error["type"].is_string() && error["msg"].is_string(), "{error}");
                assert_eq!(
                    error["loc"][0].as_str().map(|place| !place.is_empty()),
                    Some(true),
                    "{error}"
                );
            }
        }
        _ => assert!(detail.is_string(), "{detail}"),
    }
}

/// Sends JSON; what comes back is taken again, and comes back as it is.
///
/// # Panics
/// When it does not.
pub fn echo(path: &str, body: &[u8]) {
    let post = |body: &[u8]| {
        CLIENT
            .post(path)
            .header("content-type", "application/json")
            .body(body.to_vec())
    };
    let first = send(post(body));
    if first.status() != 200 {
        return;
    }
    let second = send(post(first.text().as_bytes()));
    assert_eq!(
        second.status(),
        200,
        "{} is written, but not read: {}",
        first.text(),
        second.text()
    );
    assert_eq!(first.text(), second.text(), "written twice, and differently");
}
