//! Security schemes: what they read, what they answer, what the document says.

use std::borrow::Cow;

use fasterapi::prelude::*;
use fasterapi::security::{
    HttpBasic, HttpBasicCredentials, HttpBearer, MutualTls, OAuth2, OAuth2ClientCredentialsBearer,
    OAuth2ImplicitBearer, OAuth2PasswordBearer, SecurityScheme, SecurityScopes,
};
use fasterapi::testing::TestClient;

#[get("/basic")]
async fn basic(#[security(HttpBasic::new().realm("a \"den\""))] user: HttpBasicCredentials) -> String {
    user.username
}

#[get("/client")]
async fn client_credentials(#[security(OAuth2ClientCredentialsBearer::new("/token"))] token: String) -> String {
    token
}

#[get("/implicit")]
async fn implicit(
    #[security(OAuth2ImplicitBearer::new("/log-in").scopes([("a", "All")]), scopes = ["a"])] token: Option<String>,
) -> Option<String> {
    token
}

#[get("/flows")]
async fn flows(#[security(OAuth2::new(json!({"implicit": {"scopes": {}}})))] whole: String) -> String {
    whole
}

#[get("/tls")]
async fn tls(#[security(MutualTls::new())] _certified: ()) -> u8 {
    1
}

/// A scheme of the app's own.
struct Badge;

impl SecurityScheme for Badge {
    type Credentials = u32;

    fn scheme_name(&self) -> Cow<'static, str> {
        "Badge".into()
    }

    fn description(&self) -> Value {
        json!({"type": "apiKey", "in": "header", "name": "badge"})
    }

    fn credentials(&self, request: &Request) -> Result<Option<u32>, HttpError> {
        let Some(badge) = request.headers().get("badge") else {
            return Ok(None);
        };
        let number = badge.to_str().ok().and_then(|badge| badge.parse().ok());
        number.map(Some).ok_or_else(|| HttpError::bad_request("no badge"))
    }

    fn not_authenticated(&self) -> HttpError {
        HttpError::forbidden("Show your badge")
    }
}

#[get("/badge")]
async fn badge(#[security(&Badge)] number: u32) -> u32 {
    number
}

fn client() -> TestClient {
    TestClient::new(App::new().routes(routes![basic, client_credentials, implicit, flows, tls, badge])).unwrap()
}

#[test]
fn a_realm_is_quoted() {
    let refused = client().get("/basic").send();
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.header("www-authenticate"), Some(r#"Basic realm="a \"den\"""#));
    let name = client()
        .get("/basic")
        .header("authorization", "Basic w6Rubjpwdw==")
        .send();
    assert_eq!(name.json::<String>(), "änn");
}

#[test]
fn flows_read_what_they_say() {
    let client = client();
    let with = |path: &str, value: &str| client.get(path).header("authorization", value).send().text().to_owned();
    assert_eq!(with("/client", "Bearer abc"), "\"abc\"");
    assert_eq!(with("/implicit", "Basic abc"), "null");
    assert_eq!(with("/flows", "Anything at all"), "\"Anything at all\"");
    assert_eq!(client.get("/client").send().status(), 401);
    assert_eq!(client.get("/flows").header("authorization", "").send().status(), 401);
    assert_eq!(client.get("/tls").send().status(), 200);
}

#[test]
fn a_scheme_of_ones_own_answers_for_itself() {
    let client = client();
    assert_eq!(client.get("/badge").header("badge", "7").send().json::<u32>(), 7);
    assert_eq!(client.get("/badge").header("badge", "x").send().status(), 400);
    assert_eq!(
        client.get("/badge").send().json::<Value>(),
        json!({"detail": "Show your badge"})
    );
}

#[test]
fn the_document_has_schemes_and_scopes() {
    let document = client().get("/openapi.json").send().json::<Value>();
    let schemes = &document["components"]["securitySchemes"];
    let flow = json!({"scopes": {}, "tokenUrl": "/token"});
    assert_eq!(
        schemes["OAuth2ClientCredentialsBearer"]["flows"]["clientCredentials"],
        flow
    );
    assert_eq!(schemes["MutualTLS"], json!({"type": "mutualTLS"}));
    assert_eq!(
        document["paths"]["/implicit"]["get"]["security"],
        json!([{"OAuth2ImplicitBearer": ["a"]}])
    );
}

#[test]
fn two_schemes_of_one_name_are_an_error() {
    #[get("/a")]
    async fn a(#[security(HttpBearer::new())] _token: Option<fasterapi::security::HttpAuthorizationCredentials>) {}
    #[get("/b")]
    async fn b(
        #[security(HttpBearer::new().bearer_format("JWT"))] _token: Option<
            fasterapi::security::HttpAuthorizationCredentials,
        >,
    ) {
    }
    let error = App::new().routes(routes![a, b]).build().unwrap_err().to_string();
    assert!(
        error.contains("two security schemes are called `HTTPBearer`") && error.contains(".scheme_name("),
        "{error}"
    );
}

#[derive(Default)]
struct Runs(std::sync::atomic::AtomicUsize);

#[dependency]
fn database(runs: State<Runs>) -> usize {
    runs.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1
}

#[dependency]
fn user(scopes: SecurityScopes, #[depends(database)] run: usize) -> (String, usize) {
    (scopes.scope_str(), run)
}

#[get("/scoped")]
async fn scoped(
    #[depends(user, scopes = ["a"])] a: (String, usize),
    #[depends(user, scopes = ["b", "b"])] b: (String, usize),
    #[depends(user, scopes = ["a"])] again: (String, usize),
) -> Value {
    json!([a, b, again])
}

#[test]
fn what_looks_at_scopes_is_shared_by_those_who_ask_for_the_same() {
    let app = App::new().state(Runs::default()).routes(routes![scoped]);
    let answer = TestClient::new(app).unwrap().get("/scoped").send().json::<Value>();
    assert_eq!(answer, json!([["a", 1], ["b", 1], ["a", 1]]));
}

#[get("/token")]
async fn token(#[security(OAuth2PasswordBearer::new("token"))] token: String) -> String {
    token
}

#[test]
fn a_handler_is_called_with_its_credentials() {
    let future = std::pin::pin!(token("abc".to_owned()));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert_eq!(future.poll(&mut context), std::task::Poll::Ready("abc".to_owned()));
}
