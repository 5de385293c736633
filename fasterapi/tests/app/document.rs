//! The document: callbacks of all operations, changes by hand, what may stand in it.

use fasterapi::prelude::*;

#[model]
struct Sent {
    at: String,
}

/// The order left the house.
#[put("{$request.body.reply_to}/sent")]
async fn order_sent(body: Sent) {
    drop(body);
}

#[post("/orders")]
async fn place_order() -> u8 {
    1
}

#[post("/returns")]
async fn return_order() -> u8 {
    1
}

#[webhook("sold-out")]
async fn sold_out(body: Sent) {
    drop(body);
}

#[test]
fn callbacks_of_an_app_and_of_a_router_belong_to_all_their_operations() {
    let router = Router::new()
        .callbacks(routes![order_sent])
        .routes(routes![place_order]);
    let document = App::new()
        .include(router)
        .routes(routes![return_order])
        .openapi()
        .unwrap();
    let path = "{$request.body.reply_to}/sent";
    assert_eq!(
        document["paths"]["/orders"]["post"]["callbacks"]["order_sent"][path]["put"]["operationId"],
        "order_sent__request_body_reply_to__sent_put"
    );
    assert_eq!(document["paths"]["/returns"]["post"].get("callbacks"), None);
    assert_eq!(document["components"]["schemas"]["Sent"]["title"], "Sent");
    let app = App::new()
        .callbacks(routes![order_sent])
        .routes(routes![place_order, return_order]);
    let document = app.openapi().unwrap();
    for place in ["/orders", "/returns"] {
        assert!(
            document["paths"][place]["post"]["callbacks"]["order_sent"].is_object(),
            "{place}"
        );
    }
}

#[test]
fn what_is_only_documented_cannot_be_served() {
    for route in [routes![order_sent], routes![sold_out]] {
        let error = App::new().routes(route).build().unwrap_err().to_string();
        assert!(
            error.contains("must start with \"/\"; a webhook is added with `.webhooks(..)`"),
            "{error}"
        );
    }
}

#[test]
fn the_document_may_be_changed_by_hand() {
    let app = App::new()
        .routes(routes![place_order])
        .openapi_version("3.2.0")
        .modify_openapi(|document| document["info"]["x-logo"] = json!({"url": "/logo.png"}))
        .modify_openapi(|document| document["info"]["x-second"] = document["info"]["x-logo"]["url"].clone())
        .root_path("/api");
    let client = crate::client(app);
    let document = client.get("/openapi.json").send().assert_status(200).json::<Value>();
    assert_eq!(document["openapi"], "3.2.0");
    assert_eq!(document["info"]["x-second"], "/logo.png");
    assert_eq!(document["servers"], json!([{"url": "/api"}]));
}

/// Names that mean something to readers of a document.
#[model]
struct Odd {
    #[serde(rename = "$ref")]
    reference: String,
    #[field(description = "</script><script>alert(1)</script>")]
    html: String,
    #[field(default)]
    page: Page<Vec<u8>>,
}

#[model]
#[derive(Default)]
struct Page<T> {
    items: Option<T>,
}

#[post("/odd")]
async fn odd(body: Odd) -> Odd {
    body
}

#[get("/elsewhere", openapi_extra = {"servers": [{"url": "/other"}], "externalDocs": {"url": "/help"}})]
async fn elsewhere() -> u8 {
    1
}

#[test]
fn odd_names_and_texts_leave_the_document_whole() {
    let client = crate::client(App::new().routes(routes![odd]));
    let document = client.get("/openapi.json").send().assert_status(200).json::<Value>();
    let schema = &document["components"]["schemas"]["Odd"];
    assert_eq!(schema["properties"]["$ref"]["type"], "string");
    assert_eq!(
        schema["properties"]["html"]["description"],
        "</script><script>alert(1)</script>"
    );
    let names: Vec<&String> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    assert!(
        names
            .iter()
            .all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))),
        "{names:?}"
    );
    let body = json!({"$ref": "#/x", "html": "<b>", "page": {"items": [1]}});
    client
        .post("/odd")
        .json(&body)
        .send()
        .assert_status(200)
        .assert_json(body);
    let page = client.get("/docs").send().assert_status(200);
    assert!(!page.text().contains("alert(1)"));
}

#[test]
fn an_operation_may_have_servers_and_docs_of_its_own() {
    let document = App::new().routes(routes![elsewhere]).openapi().unwrap();
    let operation = &document["paths"]["/elsewhere"]["get"];
    assert_eq!(operation["servers"], json!([{"url": "/other"}]));
    assert_eq!(operation["externalDocs"], json!({"url": "/help"}));
}
