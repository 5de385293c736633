//! Forms: fields, lists, models, in dependencies, limits (`FORM-01` to `FORM-05`, `FORM-10`, `FORM-14`, `FORM-17`,
//! `FORM-18`).

use fasterapi::prelude::*;
use fasterapi::request::{FormLimits, FormValue};
use fasterapi::testing::TestResponse;

use crate::client;

#[model]
struct Login {
    username: String,
    #[field(default = "user")]
    role: String,
    #[field(default)]
    scopes: Vec<String>,
}

#[model]
struct Address {
    city: String,
    zip: Option<u32>,
}

fn known(name: &String) -> Result<(), String> {
    if name == "anna" {
        Ok(())
    } else {
        Err("nobody knows them".to_owned())
    }
}

#[dependency]
async fn current(#[form(validate = known)] username: String) -> String {
    username
}

#[post("/login")]
async fn login(#[form] login: Login, #[form] address: Option<Address>, #[form(default = 1)] copies: u8) -> Value {
    json!([login, address, copies])
}

#[post("/who")]
async fn who(#[depends(current)] name: String) -> String {
    name
}

#[model]
struct Card {
    number: String,
    #[field(default)]
    marks: Vec<String>,
}

#[model]
struct Transfer {
    iban: String,
    number: Option<u32>,
}

#[model]
#[serde(tag = "by", rename_all = "lowercase")]
enum Payment {
    Card(Card),
    Transfer(Transfer),
}

#[post("/pay")]
async fn pay(#[form] payment: Payment) -> Value {
    json!(payment)
}

#[post("/pay-later")]
async fn pay_later(#[form] payment: Option<Payment>, #[form] note: String) -> Value {
    json!([payment, note])
}

#[post("/plain")]
fn plain(#[form(required)] note: Option<String>) -> Option<String> {
    note
}

#[post("/direct")]
async fn direct(mut request: Request) -> Result<Value, HttpError> {
    let (first, again) = (request.form().await?, request.form().await?);
    let names: Vec<&str> = again.iter().map(|(name, _)| name).collect();
    let texts = first
        .all("a")
        .filter(|value| matches!(value, FormValue::Text(_)))
        .count();
    Ok(json!([names, texts, first.text("a"), first.len()]))
}

#[post("/both")]
async fn both(#[form] note: String, request: Request) -> Value {
    let mut request = request;
    let form = request.form().await.map(|form| form.len()).unwrap_or_default();
    json!([note, form])
}

fn app() -> App {
    App::new().routes(routes![login, who, pay, pay_later, plain, direct, both])
}

fn send(app: App, path: &str, body: &str) -> TestResponse {
    let request = client(app).post(path).body(body.to_owned());
    request
        .header("content-type", "application/x-www-form-urlencoded")
        .send()
}

fn errors(response: TestResponse) -> Vec<(String, Value)> {
    let answer = response.assert_status(422).json::<Value>();
    let errors = answer["detail"].as_array().unwrap().iter();
    errors
        .map(|error| (error["type"].as_str().unwrap().to_owned(), error["loc"].clone()))
        .collect()
}

#[test]
fn models_and_single_fields_share_a_form() {
    let answer = send(app(), "/login", "username=anna&scopes=a&scopes=&role=&copies=3&more=1").assert_status(200);
    assert_eq!(
        answer.json::<Value>(),
        json!([{"username": "anna", "role": "user", "scopes": ["a", ""]}, null, 3])
    );
    let expected = [
        ("missing".to_owned(), json!(["body", "username"])),
        ("missing".to_owned(), json!(["body", "city"])),
        ("int_parsing".to_owned(), json!(["body", "copies"])),
    ];
    assert_eq!(errors(send(app(), "/login", "username=&zip=5&copies=x")), expected);
}

#[test]
fn the_document_has_one_object_for_all_fields() {
    let document = client(app()).get("/openapi.json").send().json::<Value>();
    let content = &document["paths"]["/login"]["post"]["requestBody"]["content"];
    let reference = &content["application/x-www-form-urlencoded"]["schema"]["$ref"];
    assert_eq!(reference, "#/components/schemas/Body_login_login_post");
    let body = &document["components"]["schemas"]["Body_login_login_post"];
    let properties: Vec<&String> = body["properties"].as_object().unwrap().keys().collect();
    assert_eq!(properties, ["username", "role", "scopes", "city", "zip", "copies"]);
    assert_eq!(body["required"], json!(["username"]));
}

#[test]
fn a_union_is_told_by_its_tag() {
    let answer = send(app(), "/pay", "by=card&number=7&marks=a").assert_status(200);
    assert_eq!(
        answer.json::<Value>(),
        json!({"by": "card", "number": "7", "marks": ["a"]})
    );
    let expected = [("missing".to_owned(), json!(["body", "transfer", "iban"]))];
    assert_eq!(errors(send(app(), "/pay", "by=transfer&number=7")), expected);
    assert_eq!(errors(send(app(), "/pay", "by=cash"))[0].0, "union_tag_invalid");
    assert_eq!(errors(send(app(), "/pay", ""))[0].0, "union_tag_not_found");
    let answer = send(app(), "/pay-later", "note=x").assert_status(200);
    assert_eq!(answer.json::<Value>(), json!([null, "x"]));
    assert_eq!(
        errors(send(app(), "/pay-later", "note=x&iban=y"))[0].0,
        "union_tag_not_found"
    );

    let document = client(app()).get("/openapi.json").send().json::<Value>();
    let schema = |path: &str| {
        let content = &document["paths"][path]["post"]["requestBody"]["content"];
        content["application/x-www-form-urlencoded"]["schema"].clone()
    };
    assert_eq!(schema("/pay")["discriminator"]["propertyName"], "by");
    assert_eq!(
        schema("/pay-later")["$ref"],
        "#/components/schemas/Body_pay_later_pay_later_post"
    );
    let body = &document["components"]["schemas"]["Body_pay_later_pay_later_post"];
    let properties: Vec<&String> = body["properties"].as_object().unwrap().keys().collect();
    assert_eq!(properties, ["by", "number", "marks", "iban", "note"]);
    assert_eq!(body["required"], json!(["note"]));
}

#[get("/items/{page}")]
async fn in_the_path(#[path] page: Address) -> Value {
    json!(page)
}

#[test]
fn a_segment_of_the_path_is_no_model() {
    let error = App::new().routes(routes![in_the_path]).build().unwrap_err().to_string();
    assert!(error.contains("takes the model \"page\" from the path"), "{error}");
}

#[test]
fn a_dependency_may_take_a_field() {
    assert_eq!(send(app(), "/who", "username=anna").json::<Value>(), "anna");
    let expected = [("value_error".to_owned(), json!(["body", "username"]))];
    assert_eq!(errors(send(app(), "/who", "username=otto")), expected);
}

#[test]
fn empty_is_not_sent() {
    let expected = [("missing".to_owned(), json!(["body", "note"]))];
    assert_eq!(errors(send(app(), "/plain", "note=")), expected);
    assert_eq!(errors(send(app(), "/plain", "note=x&note=")), expected);
    assert_eq!(send(app(), "/plain", "note=x").json::<Value>(), "x");
}

#[test]
fn a_handler_may_read_the_form_itself() {
    let answer = send(app(), "/direct", "a=1&b=2&a=3").assert_status(200);
    assert_eq!(answer.json::<Value>(), json!([["a", "b", "a"], 2, "3", 3]));
    let answer = client(app()).post("/direct").json(&json!({"a": 1})).send();
    assert_eq!(answer.json::<Value>(), json!([[], 0, null, 0]));
    assert_eq!(send(app(), "/both", "note=x&y=z").json::<Value>(), json!(["x", 2]));
}

#[test]
fn limits_are_those_of_the_app() {
    let limited = || {
        app()
            .form_limits(FormLimits::new().max_fields(2).max_part_size(4))
            .max_body_size(12)
    };
    for path in ["/plain", "/direct"] {
        let answer = send(limited(), path, "a=1&b=2&c=3").assert_status(400).json::<Value>();
        assert_eq!(answer["detail"], "Too many fields. Maximum number of fields is 2.");
        let answer = send(limited(), path, "note=longer").assert_status(400).json::<Value>();
        assert_eq!(answer["detail"], "Field exceeded maximum size of 0KB.");
        send(limited(), path, "note=x&note=y").assert_status(413);
        send(limited(), path, "note=x").assert_status(200);
    }
}

#[dependency]
async fn signed(#[form] signature: String) -> String {
    signature
}

#[post("/mixed")]
async fn mixed(#[body] text: String, #[depends(signed)] signature: String) -> String {
    text + &signature
}

#[test]
fn a_form_and_json_in_one_request_are_an_error_of_build() {
    let error = App::new().routes(routes![mixed]).build().unwrap_err().to_string();
    assert!(
        error.contains("\"text\" from a JSON body and \"signature\" from a form"),
        "{error}"
    );
}
