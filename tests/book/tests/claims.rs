//! What the book says an app answers is what it answers: one test a page, with the page's programs or smaller ones.

use fasterapi::prelude::*;
use fasterapi::testing::{RequestBuilder, TestClient};
use fasterapi::{Route, Router};

fn client(routes: impl IntoIterator<Item = Route>) -> TestClient {
    of(App::new().routes(routes))
}

fn of(app: App) -> TestClient {
    TestClient::new(app).expect("the app is well made")
}

fn json(request: RequestBuilder, status: u16) -> Value {
    request.send().assert_status(status).json()
}

/// Of a 422, `type@loc` of each error.
fn errors(request: RequestBuilder) -> Vec<String> {
    let body = json(request, 422);
    let errors = body["detail"].as_array().expect("a list of errors").iter();
    errors
        .map(|error| format!("{}@{}", error["type"].as_str().unwrap_or_default(), error["loc"]))
        .collect()
}

mod path_params {
    use super::*;

    #[get("/items/{item_id}")]
    async fn read_item(item_id: u64) -> Value {
        json!({"item_id": item_id})
    }

    #[model]
    #[serde(rename_all = "lowercase")]
    enum Size {
        Small,
        Large,
    }

    #[get("/shirts/{size}")]
    async fn shirts(size: Size) -> &'static str {
        match size {
            Size::Small => "tight",
            Size::Large => "roomy",
        }
    }

    #[get("/files/{file:path}")]
    async fn read_file(file: String) -> String {
        file
    }

    #[get("/users/{user}")]
    async fn user(user: String) -> String {
        user
    }

    #[get("/users/me")]
    async fn me() -> &'static str {
        "it is me"
    }

    #[get("/users/{name}")]
    async fn same_shape(name: String) -> String {
        name
    }

    #[test]
    fn are_read_and_checked() {
        let client = client(routes![read_item, shirts, read_file, user, me]);
        assert_eq!(json(client.get("/items/3"), 200), json!({"item_id": 3}));
        let error = json!({"type": "int_parsing", "loc": ["path", "item_id"], "input": "three",
            "msg": "Input should be a valid integer, unable to parse string as an integer"});
        assert_eq!(json(client.get("/items/three"), 422), json!({"detail": [error]}));
        assert_eq!(json(client.get("/shirts/large"), 200), "roomy");
        assert_eq!(errors(client.get("/shirts/huge")), [r#"enum@["path","size"]"#]);
        assert_eq!(json(client.get("/files/home/ada/notes.txt"), 200), "home/ada/notes.txt");
        assert_eq!(json(client.get("/users/me"), 200), "it is me");
        assert_eq!(json(client.get("/users/you"), 200), "you");
    }

    #[test]
    fn of_two_routes_for_the_same_requests_both_are_named() {
        let error = App::new()
            .routes(routes![user, same_shape])
            .build()
            .expect_err("they conflict")
            .to_string();
        assert!(
            error.contains("::user (") && error.contains("::same_shape ("),
            "{error}"
        );
    }
}

mod query_params {
    use super::*;

    #[get("/items")]
    async fn read_items(category: String, q: Option<String>, #[query(default = 10)] limit: u32) -> Value {
        json!([category, q, limit])
    }

    #[get("/must")]
    async fn must(#[query(required)] q: Option<String>) -> Option<String> {
        q
    }

    fn seven() -> u32 {
        7
    }

    #[get("/made")]
    async fn made(#[query(default_with = seven)] n: u32) -> u32 {
        n
    }

    #[get("/flag")]
    async fn flag(on: bool) -> bool {
        on
    }

    #[get("/search")]
    async fn search(#[query(default)] tag: Vec<String>) -> Vec<String> {
        tag
    }

    #[test]
    fn are_optional_defaulted_or_required() {
        let client = client(routes![read_items, must, made, flag, search]);
        assert_eq!(errors(client.get("/items")), [r#"missing@["query","category"]"#]);
        assert_eq!(json(client.get("/items?category=a"), 200), json!(["a", null, 10]));
        assert_eq!(json(client.get("/items?category=a&category=b"), 200)[0], "b");
        assert_eq!(errors(client.get("/must")), [r#"missing@["query","q"]"#]);
        for (text, wanted) in [
            ("YES", true),
            ("t", true),
            ("on", true),
            ("0", false),
            ("Off", false),
            ("n", false),
        ] {
            assert_eq!(json(client.get("/flag").query("on", text), 200), wanted, "{text}");
        }
        assert_eq!(json(client.get("/search?tag=a&tag=b"), 200), json!(["a", "b"]));
        assert_eq!(json(client.get("/search"), 200), json!([]));
    }

    #[get("/checked/{item_id}")]
    async fn checked(#[path(ge = 1, le = 1000)] item_id: u32, #[query(gt = 0.0, lt = 10.5)] size: f64) -> Value {
        json!([item_id, size])
    }

    #[test]
    fn all_errors_are_told_at_once() {
        let detail = json!([
            {"type": "greater_than_equal", "loc": ["path", "item_id"],
             "msg": "Input should be greater than or equal to 1", "input": "0", "ctx": {"ge": 1}},
            {"type": "less_than", "loc": ["query", "size"],
             "msg": "Input should be less than 10.5", "input": "11", "ctx": {"lt": 10.5}},
        ]);
        assert_eq!(
            json(client(routes![checked]).get("/checked/0?size=11"), 422),
            json!({ "detail": detail })
        );
    }
}

mod bodies {
    use super::*;

    #[model]
    struct Item {
        name: String,
        count: i64,
        tax: Option<f64>,
        #[field(default)]
        tags: Vec<String>,
    }

    #[model(strict)]
    struct Strict {
        count: i64,
    }

    #[post("/items")]
    async fn create(item: Item) -> Item {
        item
    }

    #[post("/strict")]
    async fn strict(item: Strict) -> i64 {
        item.count
    }

    #[put("/several")]
    async fn several(item: Strict, buyer: Item, #[body(gt = 0)] importance: i32) -> Value {
        json!([item.count, buyer.name, importance])
    }

    #[put("/embedded")]
    async fn embedded(#[body(embed)] item: Strict) -> i64 {
        item.count
    }

    #[test]
    fn are_read_as_pydantic_reads_them() {
        let client = client(routes![create, strict]);
        let item = |count: Value| client.post("/items").json(&json!({"name": "a", "count": count}));
        for count in [json!(3), json!(3.0), json!("3")] {
            assert_eq!(
                json(item(count), 200),
                json!({"name": "a", "count": 3, "tax": null, "tags": []})
            );
        }
        assert_eq!(errors(item(json!(3.5))), [r#"int_from_float@["body","count"]"#]);
        let number = client
            .post("/items")
            .json(&json!({"name": 5, "count": 1, "tags": ["a", "b", 3]}));
        assert_eq!(
            errors(number),
            [r#"string_type@["body","name"]"#, r#"string_type@["body","tags",2]"#]
        );
        assert_eq!(
            errors(client.post("/strict").json(&json!({"count": "3"}))),
            [r#"int_type@["body","count"]"#]
        );
        let plain = client
            .post("/items")
            .header("content-type", "text/plain")
            .body(r#"{"name": "a", "count": 1}"#);
        plain.send().assert_status(422);
    }

    #[test]
    fn several_are_members_of_one_object() {
        let client = client(routes![several, embedded]);
        let body = json!({"item": {"count": 1}, "buyer": {"name": "Ada", "count": 2}, "importance": 5});
        assert_eq!(json(client.put("/several").json(&body), 200), json!([1, "Ada", 5]));
        assert_eq!(
            json(client.put("/embedded").json(&json!({"item": {"count": 7}})), 200),
            7
        );
    }
}

mod answers {
    use super::*;

    #[get("/nothing")]
    async fn nothing() {}

    #[delete("/gone", status_code = StatusCode::NO_CONTENT)]
    async fn gone() -> &'static str {
        "never sent"
    }

    #[get("/page")]
    async fn page() -> Html<&'static str> {
        Html("<h1>Hello</h1>")
    }

    #[get("/old")]
    async fn old() -> Redirect {
        Redirect::to("/page")
    }

    #[put("/items/{item_id}")]
    async fn put_item(item_id: u64, response: &mut ResponseParts) -> Value {
        response.headers_mut().insert("x-item", HeaderValue::from(item_id));
        response.set_status(StatusCode::CREATED);
        json!({"item_id": item_id})
    }

    #[get("/items/{item_id}")]
    async fn read_item(item_id: u64) -> Result<Value, HttpError> {
        let _ = item_id;
        Err(HttpError::not_found("Item not found").header("x-hint", "they end at 100"))
    }

    #[get("/panic")]
    async fn panics() -> Value {
        panic!("on purpose")
    }

    #[test]
    fn are_what_the_type_says() {
        let client = client(routes![nothing, gone, page, old, put_item, read_item, panics]);
        assert_eq!(json(client.get("/nothing"), 200), Value::Null);
        assert_eq!(client.delete("/gone").send().assert_status(204).text(), "");
        assert_eq!(
            client.get("/page").send().header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(
            client.get("/old").send().assert_status(307).header("location"),
            Some("/page")
        );
        assert_eq!(
            client.put("/items/7").send().assert_status(201).header("x-item"),
            Some("7")
        );

        let missing = client.get("/items/7").send().assert_status(404);
        assert_eq!(missing.header("x-hint"), Some("they end at 100"));
        assert_eq!(missing.json::<Value>(), json!({"detail": "Item not found"}));
        assert_eq!(json(client.get("/nowhere"), 404), json!({"detail": "Not Found"}));
        let other = client.post("/items/7").send().assert_status(405);
        let mut allowed: Vec<_> = other.header("allow").unwrap_or_default().split(", ").collect();
        allowed.sort_unstable();
        assert_eq!(allowed, ["GET", "PUT"]);
        assert!(other.json::<Value>()["detail"].is_string());
        assert!(
            !client
                .get("/panic")
                .send()
                .assert_status(500)
                .text()
                .contains("purpose")
        );
        client.get("/nothing").send().assert_status(200);
    }
}

mod dependencies {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[derive(Default)]
    struct Log(std::sync::Mutex<Vec<&'static str>>);

    #[dependency]
    async fn of_app(log: State<Log>) {
        log.0.lock().unwrap().push("app");
    }

    #[dependency]
    async fn of_router(log: State<Log>) {
        log.0.lock().unwrap().push("router");
    }

    #[dependency]
    async fn of_route(log: State<Log>) {
        log.0.lock().unwrap().push("route");
    }

    #[get("/order", dependencies = [of_route])]
    async fn order(log: State<Log>) -> Vec<&'static str> {
        std::mem::take(&mut *log.0.lock().unwrap())
    }

    #[test]
    fn of_the_app_run_before_those_of_the_router_and_the_route() {
        let router = Router::new()
            .routes(routes![order])
            .dependencies(depends![of_router])
            .prefix("/in");
        let client = of(App::new()
            .state(Log::default())
            .dependencies(depends![of_app])
            .include(router));
        client.get("/in/nowhere").send().assert_status(404);
        client.post("/in/order").send().assert_status(405);
        assert_eq!(json(client.get("/in/order"), 200), json!(["app", "router", "route"]));
    }

    #[derive(Default)]
    struct Runs(AtomicU32);

    #[dependency]
    async fn counted(runs: State<Runs>) -> u32 {
        runs.0.fetch_add(1, Ordering::Relaxed)
    }

    #[dependency]
    async fn next(#[depends(counted)] number: u32) -> u32 {
        number + 1
    }

    #[get("/shared")]
    async fn shared(#[depends(counted)] number: u32, #[depends(next)] next: u32) -> (u32, u32) {
        (number, next)
    }

    #[get("/anew")]
    async fn anew(#[depends(next)] next: u32, #[depends(counted, cache = false)] number: u32) -> (u32, u32) {
        (number, next)
    }

    #[test]
    fn run_once_a_request() {
        let client = of(App::new().state(Runs::default()).routes(routes![shared, anew]));
        assert_eq!(json(client.get("/shared"), 200), json!([0, 1]));
        assert_eq!(json(client.get("/shared"), 200), json!([1, 2]));
        assert_eq!(json(client.get("/anew"), 200), json!([3, 3]));
    }

    struct Guarded;

    #[dependency]
    async fn guarded() -> Guarded {
        Guarded
    }

    #[get("/twice")]
    async fn twice(#[depends(guarded)] _a: Guarded, #[depends(guarded)] _b: Guarded) {}

    #[test]
    fn what_is_missing_is_told_when_the_app_is_built() {
        let error = App::new()
            .routes(routes![shared])
            .build()
            .expect_err("there is no state")
            .to_string();
        assert!(error.contains("::shared") && error.contains("Runs"), "{error}");
        let error = App::new()
            .routes(routes![twice])
            .build()
            .expect_err("it is not Clone")
            .to_string();
        assert!(error.contains("guarded") && error.contains("Clone"), "{error}");
    }
}

mod apps {
    use super::*;

    #[get("")]
    async fn list() -> &'static str {
        "all"
    }

    #[get("/{name}")]
    async fn read(name: String, shop: String) -> Vec<String> {
        vec![shop, name]
    }

    async fn inner(request: Request, next: Next) -> Response {
        next.run(request).await.header("x-last", "inner")
    }

    async fn outer(request: Request, next: Next) -> Response {
        next.run(request).await.header("x-last", "outer")
    }

    fn app() -> App {
        App::new().include(Router::new().routes(routes![list, read]).prefix("/shops/{shop}"))
    }

    #[test]
    fn a_prefix_may_hold_parameters() {
        assert_eq!(json(of(app()).get("/shops/a/b"), 200), json!(["a", "b"]));
        let elsewhere = of(App::new().include(Router::new().routes(routes![read]).prefix("/shops")));
        assert_eq!(errors(elsewhere.get("/shops/b")), [r#"missing@["query","shop"]"#]);
    }

    #[test]
    fn a_slash_more_is_redirected() {
        let answer = of(app()).get("/shops/a/?q=1").send().assert_status(307);
        assert_eq!(answer.header("location"), Some("http://testserver/shops/a?q=1"));
        of(app().redirect_slashes(false))
            .get("/shops/a/")
            .send()
            .assert_status(404);
    }

    #[test]
    fn the_last_middleware_is_the_outermost() {
        let client = of(app().middleware(inner).middleware(outer));
        assert_eq!(
            client.get("/nowhere").send().assert_status(404).header("x-last"),
            Some("outer")
        );
    }

    #[test]
    fn pages_move_and_go_away() {
        let pages =
            |client: TestClient| ["/openapi.json", "/docs", "/redoc"].map(|page| client.get(page).send().status());
        assert_eq!(pages(of(app())).map(|status| status.as_u16()), [200, 200, 200]);
        assert_eq!(
            pages(of(app().redoc_url(None))).map(|status| status.as_u16()),
            [200, 200, 404]
        );
        assert_eq!(
            pages(of(app().openapi_url(None))).map(|status| status.as_u16()),
            [404, 404, 404]
        );
        assert_eq!(
            of(app().docs_url("/documentation"))
                .get("/documentation")
                .send()
                .status(),
            200
        );
    }

    #[get("/one", operation_id = "same")]
    async fn one() {}

    #[get("/two", operation_id = "same")]
    async fn two() {}

    #[test]
    fn an_operation_id_is_given_once() {
        let error = App::new()
            .routes(routes![one, two])
            .build()
            .expect_err("it is given twice")
            .to_string();
        assert!(
            error.contains("same") && error.contains("one") && error.contains("two"),
            "{error}"
        );
    }

    #[test]
    fn a_mounted_app_has_its_own_document() {
        let client = of(App::new().mount("/admin", app().title("Admin")));
        let document = json(client.get("/admin/openapi.json"), 200);
        assert_eq!(
            (&document["info"]["title"], &document["servers"][0]["url"]),
            (&json!("Admin"), &json!("/admin"))
        );
        assert_eq!(json(client.get("/openapi.json"), 200)["paths"], json!({}));
        assert_eq!(json(client.get("/admin/shops/a"), 200), "all");
    }

    #[test]
    fn the_same_program_has_the_same_document() {
        let document = || of(app().title("Twice")).get("/openapi.json").send().text().to_owned();
        assert_eq!(document(), document());
    }

    #[test]
    fn an_empty_path_needs_a_prefix() {
        let error = App::new()
            .routes(routes![list])
            .build()
            .expect_err("there is no path")
            .to_string();
        assert!(error.contains("::list ("), "{error}");
    }

    #[test]
    fn the_root_path_may_be_in_the_path_or_not() {
        let client = of(app().root_path("/api/v1"));
        for path in ["/shops/a", "/api/v1/shops/a"] {
            assert_eq!(json(client.get(path), 200), "all", "{path}");
            let redirect = client.get(&format!("{path}/")).send().assert_status(307);
            assert_eq!(
                redirect.header("location"),
                Some("http://testserver/api/v1/shops/a"),
                "{path}"
            );
        }
        assert_eq!(
            json(client.get("/openapi.json"), 200)["servers"],
            json!([{"url": "/api/v1"}])
        );
    }
}

mod models {
    use super::*;

    fn even(number: &i64) -> Result<(), String> {
        if number % 2 == 0 {
            Ok(())
        } else {
            Err("an even number is needed".into())
        }
    }

    #[get("/pairs")]
    async fn pairs(#[query(validate = even)] count: i64, #[query(lt = 5)] other: i64) -> i64 {
        count / 2 + other
    }

    #[model(extra = "forbid")]
    struct Card {
        number: String,
    }

    #[model]
    struct Transfer {
        iban: String,
    }

    #[model]
    #[serde(tag = "kind", rename_all = "lowercase")]
    enum Payment {
        Card(Card),
        Transfer(Transfer),
    }

    #[post("/payments")]
    async fn pay(payment: Payment) -> String {
        match payment {
            Payment::Card(card) => card.number,
            Payment::Transfer(transfer) => transfer.iban,
        }
    }

    #[test]
    fn are_checked_by_functions_too() {
        let body = json(client(routes![pairs]).get("/pairs?count=3&other=9"), 422);
        assert_eq!(body["detail"][0]["msg"], "Value error, an even number is needed");
        assert_eq!(body["detail"][1]["loc"], json!(["query", "other"]));
    }

    #[test]
    fn may_be_one_of_several() {
        let client = client(routes![pay]);
        let pay = |body: Value| client.post("/payments").json(&body);
        assert_eq!(json(pay(json!({"kind": "card", "number": "4242"})), 200), "4242");
        assert_eq!(json(pay(json!({"kind": "transfer", "iban": "DE02"})), 200), "DE02");
        assert_eq!(
            errors(pay(json!({"kind": "transfer"}))),
            [r#"missing@["body","transfer","iban"]"#]
        );
        assert_eq!(
            errors(pay(json!({"kind": "card", "number": "4242", "more": 1}))),
            [r#"extra_forbidden@["body","card","more"]"#]
        );
    }
}
