//! The shop's binary as an operator meets it. Needs nothing but Rust.

use e2e::{Shop, request, run};
use serde_json::{Value, json};

#[test]
fn serves_its_api_and_its_docs() {
    let shop = Shop::start(&[]);
    assert_eq!(shop.get("/products/1").json()["name"], "Chess board");
    assert_eq!(
        shop.get("/products/99").json(),
        json!({"detail": "Product 99 not found"})
    );
    for page in ["/docs", "/redoc", "/docs/oauth2-redirect"] {
        let answer = shop.get(page);
        assert_eq!(answer.status, 200, "{page}");
        assert!(
            answer
                .header("content-type")
                .is_some_and(|kind| kind.starts_with("text/html")),
            "{page}"
        );
        let foreign = answer.body.contains("https://") || answer.body.contains("http://");
        assert!(!foreign, "{page} names another origin:\n{}", answer.body);
    }
}

#[test]
fn says_where_to_look() {
    let shop = Shop::start(&[]);
    let port = shop.port();
    let (ended_well, printed) = shop.terminate();
    assert!(ended_well, "SIGTERM is a normal end:\n{printed}");
    assert!(printed.contains(&format!("http://127.0.0.1:{port}")), "{printed}");
    assert!(printed.contains("/docs"), "{printed}");
}

#[test]
fn knows_its_prefix() {
    let shop = Shop::start(&["--root-path", "/api/v1"]);
    for target in ["/openapi.json", "/api/v1/openapi.json"] {
        assert_eq!(
            shop.get(target).json()["servers"],
            json!([{"url": "/api/v1"}]),
            "{target}"
        );
    }
    assert_eq!(shop.get("/api/v1/products/1").status, 200);
}

#[test]
fn several_workers_share_one_shop() {
    let shop = Shop::start(&["--workers", "2"]);
    let order = json!({
        "customer": {
            "name": "Ada", "email": "ada@example.com",
            "address": {"street": "12 St James's Square", "city": "London", "country": "GB"},
        },
        "lines": [{"product_id": 1, "quantity": 1}],
    });
    for id in 1..=8 {
        let answer = request(shop.port(), "POST", "/orders", Some(&order)).expect("the shop answers");
        assert_eq!((answer.status, answer.json()["id"].as_u64()), (201, Some(id)));
    }
}

#[test]
fn writes_its_document_without_serving() {
    let printed = run(Shop::command().arg("openapi"));
    let printed: Value = serde_json::from_str(&printed).expect("the document alone is printed");
    assert_eq!(printed["info"]["title"], "Shop");
    assert_eq!(printed, Shop::start(&[]).get("/openapi.json").json());
}

#[test]
fn lists_its_routes() {
    let printed = run(Shop::command().arg("routes"));
    for route in ["/products/{product_id}", "/orders/{order_id}/cancel", "/health"] {
        assert!(printed.contains(route), "{printed}");
    }
}
