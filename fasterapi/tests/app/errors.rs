//! Errors: answers as values, handlers by status and by type, and what nobody expected.

use std::fmt;

use fasterapi::prelude::*;
use fasterapi::testing::TestClient;

/// What can go wrong with an item.
#[derive(ApiError)]
enum ItemError {
    #[error(status_code = 404, detail = "Item {0} not found")]
    NotFound(u64),
    /// Too many at once.
    #[error(status_code = 429, detail = {"wait": seconds, "why": ["busy", null]}, headers = {"Retry-After": "{seconds}"})]
    Busy { seconds: u64 },
    #[error(status_code = StatusCode::CONFLICT)]
    Taken,
    #[error(status_code = 502)]
    Upstream(#[from] fmt::Error),
}

#[get("/items/{item_id}")]
async fn item(item_id: u64) -> Result<u64, ItemError> {
    match item_id {
        1 => Ok(1),
        2 => Err(ItemError::Busy { seconds: 30 }),
        3 => Err(ItemError::Taken),
        4 => Err(fmt::Error.into()),
        other => Err(ItemError::NotFound(other)),
    }
}

#[derive(Debug)]
struct Secret(&'static str);

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "secret: {}", self.0)
    }
}

impl std::error::Error for Secret {}

#[dependency]
fn locked(key: Option<String>) -> Result<(), Secret> {
    key.map(drop).ok_or(Secret("no key"))
}

#[get("/secret", dependencies = [locked])]
async fn secret() -> Result<String, Secret> {
    Err(Secret("plans"))
}

#[get("/any/{kind}")]
async fn any(kind: String) -> Result<String, AnyError> {
    match kind.as_str() {
        "io" => Err(std::io::Error::other("disk"))?,
        "http" => Err(HttpError::conflict("in the way"))?,
        _ => Err("no type at all")?,
    }
    Ok(kind)
}

#[get("/io")]
async fn io() -> std::io::Result<String> {
    Err(std::io::Error::other("disk"))
}

#[get("/panic")]
async fn panics() -> String {
    panic!("on purpose")
}

#[post("/sum")]
async fn sum(numbers: Vec<i64>) -> i64 {
    numbers.iter().sum()
}

fn routes() -> App {
    App::new().routes(routes![item, secret, any, io, panics, sum])
}

fn client(app: App) -> TestClient {
    TestClient::new(app).unwrap()
}

#[test]
fn variants_are_answers() {
    let client = client(routes());
    assert_eq!(client.get("/items/1").send().json::<Value>(), json!(1));
    let missing = client.get("/items/9").send();
    assert_eq!(
        (missing.status(), missing.json::<Value>()),
        (StatusCode::NOT_FOUND, json!({"detail": "Item 9 not found"}))
    );
    let busy = client.get("/items/2").send();
    assert_eq!(
        busy.json::<Value>(),
        json!({"detail": {"wait": 30, "why": ["busy", null]}})
    );
    assert_eq!(busy.headers()["retry-after"], "30");
    assert_eq!(
        client.get("/items/3").send().json::<Value>(),
        json!({"detail": "Conflict"})
    );
    assert_eq!(
        client.get("/items/4").send().json::<Value>(),
        json!({"detail": "Bad Gateway"})
    );
    assert_eq!(ItemError::NotFound(5).to_string(), "Item 5 not found");
}

#[test]
fn variants_are_in_the_document() {
    let document = routes().openapi().unwrap();
    let responses = &document["paths"]["/items/{item_id}"]["get"]["responses"];
    assert_eq!(responses["404"]["description"], "Item {0} not found");
    assert_eq!(responses["429"]["description"], "Too many at once.");
    assert_eq!(responses["429"]["headers"]["Retry-After"]["schema"]["type"], "string");
    assert_eq!(responses["409"]["description"], "Conflict");
    assert_eq!(
        responses["409"]["content"]["application/json"]["schema"]["required"],
        json!(["detail"])
    );
    assert_eq!(
        document["paths"]["/io"]["get"]["responses"].as_object().unwrap().len(),
        1
    );
}

#[test]
fn other_errors_are_not_shown() {
    let client = client(routes());
    for path in ["/secret", "/secret?key=k", "/any/io", "/any/text", "/io", "/panic"] {
        let response = client.get(path).send();
        assert_eq!(
            (response.status().as_u16(), response.text()),
            (500, "Internal Server Error"),
            "{path}"
        );
    }
    assert_eq!(
        client.get("/any/http").send().json::<Value>(),
        json!({"detail": "in the way"})
    );
}

async fn on_secret(request: Request, error: Secret) -> Response {
    Response::json(&json!({"kept": error.0, "at": request.path()})).status(StatusCode::IM_A_TEAPOT)
}

async fn on_http(_: Request, error: HttpError) -> Response {
    Response::from(error).header("x-observed", "yes")
}

async fn on_404(request: Request, error: HttpError) -> PlainText<String> {
    let id = request.path_param("item_id").unwrap_or("none");
    PlainText(format!("{} ({id})", error.detail()))
}

async fn on_invalid(_: Request, error: RequestValidationError) -> Response {
    let places: Vec<_> = error.errors().iter().map(|error| &error.kind).collect();
    Response::json(&json!({"kinds": places, "body": error.body()})).status(StatusCode::BAD_REQUEST)
}

async fn last(_: Request, error: AnyError) -> Response {
    Response::json(&json!({"last": error.to_string()})).status(StatusCode::INTERNAL_SERVER_ERROR)
}

fn handled() -> App {
    routes()
        .error_handler(on_secret)
        .error_handler(on_http)
        .exception_handler(404, on_404)
        .error_handler(on_invalid)
        .error_handler(last)
}

#[test]
fn a_handler_answers_for_its_type() {
    let client = client(handled());
    let secret = client.get("/secret?key=k").send();
    assert_eq!(
        (secret.status().as_u16(), secret.json::<Value>()),
        (418, json!({"kept": "plans", "at": "/secret"}))
    );
    assert_eq!(
        client.get("/secret").send().json::<Value>(),
        json!({"kept": "no key", "at": "/secret"})
    );
    let taken = client.get("/items/3").send();
    assert_eq!(
        (taken.status().as_u16(), &taken.headers()["x-observed"]),
        (409, &HeaderValue::from_static("yes"))
    );
    assert_eq!(client.post("/io").send().headers()["x-observed"], "yes");
    assert_eq!(client.get("/items/1").send().json::<Value>(), json!(1));
}

#[test]
fn a_handler_for_a_status_wins() {
    let client = client(handled());
    assert_eq!(client.get("/items/9").send().text(), "\"Item 9 not found\" (9)");
    assert_eq!(client.get("/nowhere").send().text(), "\"Not Found\" (none)");
}

#[test]
fn a_handler_answers_for_requests_that_do_not_fit() {
    let client = client(handled());
    let wrong = client.post("/sum").json(&json!([1, "x"])).send();
    assert_eq!(wrong.status(), 400);
    assert_eq!(
        wrong.json::<Value>(),
        json!({"kinds": ["int_parsing"], "body": [1, "x"]})
    );
    let broken = client
        .post("/sum")
        .header("content-type", "application/json")
        .body("[1,")
        .send();
    assert_eq!(
        broken.json::<Value>(),
        json!({"kinds": ["json_invalid"], "body": "[1,"})
    );
    let none = client.get("/items/x").send();
    assert_eq!(none.json::<Value>(), json!({"kinds": ["int_parsing"], "body": null}));
}

#[test]
fn the_last_resort_answers_for_the_rest_and_for_panics() {
    let client = client(handled());
    assert_eq!(client.get("/io").send().json::<Value>(), json!({"last": "disk"}));
    let panic = client.get("/panic").send();
    assert_eq!(
        (panic.status().as_u16(), panic.json::<Value>()),
        (500, json!({"last": "a panic: on purpose"}))
    );
}

async fn fails(_: Request, _: Secret) -> Result<String, AnyError> {
    Err(AnyError::from("worse"))
}

async fn panics_too(_: Request, _: HttpError) -> String {
    panic!("in the handler")
}

async fn on_500(_: Request, error: HttpError) -> Response {
    Response::json(&json!({"answered": error.detail()})).status(StatusCode::INTERNAL_SERVER_ERROR)
}

#[test]
fn a_handler_that_fails_is_answered_for() {
    let app = routes()
        .error_handler(fails)
        .error_handler(panics_too)
        .exception_handler(500, on_500);
    let client = client(app);
    for path in ["/secret?key=k", "/items/9", "/io"] {
        assert_eq!(
            client.get(path).send().json::<Value>(),
            json!({"answered": "Internal Server Error"}),
            "{path}"
        );
    }
}

async fn outermost(request: Request, next: Next) -> Response {
    next.run(request).await.header("x-outermost", "yes")
}

#[test]
fn answers_of_handlers_go_through_the_middleware() {
    let client = client(handled().middleware(outermost));
    assert_eq!(client.get("/panic").send().headers()["x-outermost"], "yes");
}

#[test]
fn a_mounted_app_answers_for_its_own_errors() {
    let client = client(handled().mount("/sub", routes()));
    assert_eq!(
        client.get("/sub/items/9").send().json::<Value>(),
        json!({"detail": "Item 9 not found"})
    );
    assert_eq!(client.get("/sub/io").send().text(), "Internal Server Error");
}
