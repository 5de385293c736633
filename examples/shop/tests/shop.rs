//! The shop as its clients see it, without a socket.

use fasterapi::prelude::*;
use fasterapi::security::AccessToken;
use fasterapi::testing::{RequestBuilder, TestClient};
use shop::models::{Category, Health, Order, OrderStatus, Problem, Product, User};

fn app() -> App {
    shop::app().expect("no secret is set, or a long one")
}

fn client() -> TestClient {
    TestClient::new(app()).expect("the app is well made")
}

fn log_in(client: &TestClient, username: &str, password: &str, scope: &str) -> RequestBuilder {
    client
        .post("/token")
        .form([("username", username), ("password", password), ("scope", scope)])
}

/// The header of a user who has logged in.
fn bearer(client: &TestClient, username: &str, password: &str, scope: &str) -> String {
    let token: AccessToken = log_in(client, username, password, scope)
        .send()
        .assert_status(200)
        .json();
    assert_eq!((token.token_type.as_str(), token.expires_in), ("bearer", 1800));
    format!("Bearer {}", token.access_token)
}

fn order(client: &TestClient, lines: Value) -> RequestBuilder {
    client.post("/orders").json(&json!({
        "customer": {
            "name": "Ada Lovelace",
            "email": "ada@example.com",
            "address": {"street": "12 St James's Square", "city": "London", "country": "GB"},
        },
        "lines": lines,
    }))
}

fn detail(request: RequestBuilder, status: u16) -> String {
    request.send().assert_status(status).json::<Problem>().detail
}

fn names(request: RequestBuilder) -> Vec<String> {
    request
        .send()
        .assert_status(200)
        .json::<Vec<Product>>()
        .into_iter()
        .map(|product| product.name)
        .collect()
}

/// Of a 422, each error's type and place.
fn errors(request: RequestBuilder) -> Vec<(String, Value)> {
    let body: Value = request.send().assert_status(422).json();
    let errors = body["detail"].as_array().expect("a list of errors").iter();
    errors
        .map(|error| {
            (
                error["type"].as_str().unwrap_or_default().to_owned(),
                error["loc"].clone(),
            )
        })
        .collect()
}

#[test]
fn the_shelves_can_be_searched() {
    let client = client();
    assert_eq!(names(client.get("/products")).len(), 3);
    assert_eq!(names(client.get("/products").query("q", "CHESS")), ["Chess board"]);
    assert_eq!(
        names(client.get("/products").query("category", "kitchen")),
        ["Moka pot"]
    );
    assert_eq!(
        names(client.get("/products").query("max_price_cents", 3000)),
        ["Chess board"]
    );
    assert_eq!(
        names(client.get("/products?skip=1&limit=1")),
        ["The Art of Computer Programming"]
    );
}

#[test]
fn a_wrong_search_is_told_all_at_once() {
    let wrong = errors(client().get("/products?q=x&category=fish&limit=0"));
    let expected = [
        ("greater_than_equal", json!(["query", "limit"])),
        ("string_too_short", json!(["query", "q"])),
        ("enum", json!(["query", "category"])),
    ];
    assert_eq!(wrong, expected.map(|(kind, place)| (kind.to_owned(), place)));
}

#[test]
fn staff_change_the_shelves() {
    let client = client();
    let tea = json!({"name": "Teapot", "category": "kitchen", "price_cents": 1999, "tags": ["short", "stout"]});

    let add = |authorization: &str| {
        client
            .post("/products")
            .json(&tea)
            .header("authorization", authorization)
    };
    assert_eq!(detail(client.post("/products").json(&tea), 401), "Not authenticated");
    assert_eq!(detail(add("Bearer guess"), 401), "Could not validate credentials");
    assert_eq!(
        detail(add(&bearer(&client, "ada", "lovelace", "")), 403),
        "Not enough permissions"
    );

    let grace = bearer(&client, "grace", "hopper", "");
    let staff = client.header("authorization", &grace);
    let added: Product = staff.post("/products").json(&tea).send().assert_status(201).json();
    assert_eq!((added.id, added.category, added.stock), (4, Category::Kitchen, 0));

    let more = json!({"name": "Teapot", "category": "kitchen", "price_cents": 999, "stock": 5});
    let replaced: Product = staff.put("/products/4").json(&more).send().assert_status(200).json();
    assert_eq!((replaced.price_cents, replaced.stock, replaced.tags.len()), (999, 5, 0));

    assert_eq!(staff.delete("/products/4").send().assert_status(204).text(), "");
    assert_eq!(detail(staff.delete("/products/4"), 404), "Product 4 not found");
    assert_eq!(detail(staff.put("/products/4").json(&more), 404), "Product 4 not found");
    assert_eq!(detail(staff.get("/products/4"), 404), "Product 4 not found");
}

#[test]
fn users_log_in() {
    let client = client();
    for (username, password) in [("ada", "hopper"), ("nobody", "lovelace")] {
        let refused = log_in(&client, username, password, "");
        assert_eq!(detail(refused, 401), "Incorrect username or password");
    }
    let me = |authorization: &str| client.get("/users/me").header("authorization", authorization);
    let ada: User = me(&bearer(&client, "ada", "lovelace", "me"))
        .send()
        .assert_status(200)
        .json();
    assert_eq!(
        (ada.full_name.as_str(), ada.scopes),
        ("Ada Lovelace", vec!["me".to_owned()])
    );

    // A token allows what was asked for, and never more than its user may do.
    let shelves = bearer(&client, "grace", "hopper", "shelves");
    let refused = me(&shelves).send().assert_status(403);
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"me\"";
    assert_eq!(refused.header("www-authenticate"), Some(challenge));
    let greedy = bearer(&client, "ada", "lovelace", "me shelves");
    assert_eq!(
        detail(client.delete("/products/1").header("authorization", &greedy), 403),
        "Not enough permissions"
    );
}

#[test]
fn a_token_of_another_shop_is_refused() {
    let elsewhere = bearer(&client(), "grace", "hopper", "");
    let here = client();
    let me = here.get("/users/me").header("authorization", &elsewhere);
    assert_eq!(detail(me, 401), "Could not validate credentials");
}

#[test]
fn an_order_takes_goods_off_the_shelf() {
    let client = client();
    let lines = json!([{"product_id": 1, "quantity": 2}, {"product_id": 3, "quantity": 1}]);
    let placed: Order = order(&client, lines).send().assert_status(201).json();
    assert_eq!(
        (placed.id, placed.status, placed.total_cents),
        (1, OrderStatus::Placed, 2 * 2495 + 3450)
    );
    assert_eq!(client.get("/products/1").send().json::<Product>().stock, 38);
    assert_eq!(
        client.get("/orders/1").send().json::<Order>().customer.address.country,
        "GB"
    );

    let cancelled: Order = client.post("/orders/1/cancel").send().assert_status(200).json();
    assert_eq!(cancelled.status, OrderStatus::Cancelled);
    assert_eq!(client.get("/products/1").send().json::<Product>().stock, 40);
    assert_eq!(
        detail(client.post("/orders/1/cancel"), 409),
        "Order 1 is cancelled already"
    );

    assert_eq!(
        client.get("/orders?status=cancelled").send().json::<Vec<Order>>().len(),
        1
    );
    assert_eq!(client.get("/orders?status=placed").send().json::<Vec<Order>>().len(), 0);
}

#[test]
fn an_order_is_taken_whole_or_not_at_all() {
    let client = client();
    let too_many = json!([{"product_id": 1, "quantity": 1}, {"product_id": 2, "quantity": 4}]);
    assert_eq!(detail(order(&client, too_many), 409), "Only 3 of product 2 left");
    let unknown = json!([{"product_id": 1, "quantity": 1}, {"product_id": 9, "quantity": 1}]);
    assert_eq!(detail(order(&client, unknown), 404), "Product 9 not found");
    assert_eq!(client.get("/products/1").send().json::<Product>().stock, 40);
    assert_eq!(detail(client.get("/orders/1"), 404), "Order 1 not found");
}

#[test]
fn errors_deep_in_a_body_say_where() {
    let client = client();
    let wrong = client.post("/orders").json(&json!({
        "customer": {"name": "", "email": "ada", "address": {"street": "x", "city": "y", "country": "gb"}},
        "lines": [{"product_id": 1, "quantity": 0}],
    }));
    let expected = [
        ("string_too_short", json!(["body", "customer", "name"])),
        ("string_pattern_mismatch", json!(["body", "customer", "email"])),
        (
            "string_pattern_mismatch",
            json!(["body", "customer", "address", "country"]),
        ),
        ("greater_than_equal", json!(["body", "lines", 0, "quantity"])),
    ];
    assert_eq!(errors(wrong), expected.map(|(kind, place)| (kind.to_owned(), place)));
    assert_eq!(
        errors(order(&client, json!([]))),
        [("too_short".to_owned(), json!(["body", "lines"]))]
    );
}

#[test]
fn every_answer_says_how_long_it_took() {
    for path in ["/health", "/products/99", "/nowhere"] {
        let response = client().get(path).send();
        assert!(
            response
                .header("server-timing")
                .is_some_and(|text| text.starts_with("app;dur=")),
            "{path}"
        );
    }
}

#[test]
fn health_counts() {
    let health: Health = client().get("/health").send().assert_status(200).json();
    assert_eq!((health.products, health.orders), (3, 0));
}

#[test]
fn the_document_names_every_error() {
    let document = app().openapi().expect("the app is well made");
    let statuses = |path: &str, method: &str| {
        let responses = document["paths"][path][method]["responses"]
            .as_object()
            .expect("documented responses");
        responses.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(statuses("/products", "get"), ["200", "422"]);
    assert_eq!(statuses("/orders", "post"), ["201", "400", "404", "409", "422"]);
    assert_eq!(
        statuses("/products/{product_id}", "delete"),
        ["204", "401", "403", "404", "422"]
    );
    assert_eq!(statuses("/token", "post"), ["200", "400", "401", "422"]);
    assert_eq!(statuses("/users/me", "get"), ["200", "401", "403"]);
    assert_eq!(statuses("/health", "get"), ["200"]);
    let scopes = |path: &str, method: &str| document["paths"][path][method]["security"].clone();
    assert_eq!(
        scopes("/products", "post"),
        json!([{"OAuth2PasswordBearer": ["shelves"]}])
    );
    assert_eq!(scopes("/users/me", "get"), json!([{"OAuth2PasswordBearer": ["me"]}]));
    assert_eq!(scopes("/products", "get"), Value::Null);
}

#[test]
fn metrics_are_not_for_everybody() {
    let answer = client().get("/metrics").send().assert_status(401);
    assert_eq!(answer.json::<Value>(), json!({"detail": "Not authenticated"}));
}
