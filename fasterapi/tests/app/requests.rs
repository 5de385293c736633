//! What a handler sees of the request itself.

use fasterapi::prelude::*;

use crate::client;

#[get("/parts/{name}/{rest:path}")]
async fn parts(name: String, rest: String, request: &Request) -> Value {
    let url = request.url();
    json!({
        "hostname": url.hostname(),
        "port": url.port(),
        "secure": url.is_secure(),
        "path_params": request.path_params().collect::<Vec<_>>(),
        "query": request.query_pairs().collect::<Vec<_>>(),
        "arguments": [name, rest],
    })
}

#[post("/sum")]
async fn sum(mut request: Request) -> Result<Value, HttpError> {
    let told = |error: fasterapi::BoxError| HttpError::bad_request(error.to_string());
    let numbers: Vec<i64> = request.json().await.map_err(told)?;
    let length = request.body().await.map_err(told)?.len();
    Ok(json!({"sum": numbers.iter().sum::<i64>(), "length": length}))
}

#[test]
fn the_address_has_parts() {
    let client = client(App::new().routes(routes![parts]));
    let answer = client
        .get("/parts/a%20b/c/d?x=1&y=%20&x=2")
        .header("host", "API.example:8443");
    assert_eq!(
        answer.send().assert_status(200).json::<Value>(),
        json!({
            "hostname": "api.example",
            "port": 8443,
            "secure": false,
            "path_params": [["name", "a b"], ["rest", "c/d"]],
            "query": [["x", "1"], ["y", " "], ["x", "2"]],
            "arguments": ["a b", "c/d"],
        })
    );
}

#[test]
fn the_body_can_be_read_as_json_and_again() {
    let client = client(App::new().routes(routes![sum]));
    let answer = client.post("/sum").body("[1, 2]").send().assert_status(200);
    assert_eq!(answer.json::<Value>(), json!({"sum": 3, "length": 6}));
    client.post("/sum").body("[1, x]").send().assert_status(400);
}
