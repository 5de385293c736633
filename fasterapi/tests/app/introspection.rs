//! What a built app tells of itself.

use fasterapi::prelude::*;

#[get("/{id}", tags = ["one"])]
async fn read(id: u64) -> u64 {
    id
}

#[route("/", methods = ["GET", "POST"], name = "all")]
async fn list() {}

/// `APP-36`, `APP-37`
#[test]
fn routes_are_listed_with_what_their_routers_add() {
    let inner = Router::new()
        .prefix("/items")
        .tags(["items"])
        .routes(routes![read, list]);
    let outer = Router::new().prefix("/api").tags(["api"]).include(inner);
    let service = App::new().include(outer).routes(routes![list]).build().unwrap();
    let seen: Vec<_> = service
        .routes()
        .map(|route| {
            let methods: Vec<_> = route.methods().iter().map(|method| method.as_str()).collect();
            format!(
                "{} {} {} {}",
                methods.join(","),
                route.path(),
                route.name(),
                route.tags().join(",")
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            "GET /api/items/{id} read api,items,one",
            "GET,POST /api/items/ all api,items",
            "GET,POST / all ",
        ]
    );
}

/// `APP-42`
#[test]
fn an_app_says_what_it_is() {
    let app = App::new().title("Shop").version("2.0");
    assert_eq!(format!("{app:?}"), "App(\"Shop\" 2.0)");
    let service = app.routes(routes![read]).build().unwrap();
    assert!(
        format!("{service:?}").contains("Site(\"Shop\", 1 operations)"),
        "{service:?}"
    );
}
