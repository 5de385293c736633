//! Custom `generate_unique_id_function`; routers and operations overriding it.

use fasterapi::openapi::RouteInfo;
use fasterapi::prelude::*;

fn by_tag(route: &RouteInfo<'_>) -> String {
    format!("{}-{}", route.tags.first().map_or("none", String::as_str), route.name)
}

fn shout(route: &RouteInfo<'_>) -> String {
    route.name.to_uppercase()
}

#[model]
struct In {
    a: i64,
}

#[model]
struct Body2 {
    b: i64,
}

#[post("/one", tags = ["t"])]
async fn one(a: In, b: Body2) -> Value {
    let _ = (a.a, b.b);
    1.into()
}

#[get("/two")]
async fn two() -> Value {
    2.into()
}

#[get("/three", operation_id = "explicit")]
async fn three() -> Value {
    3.into()
}

#[get("/four")]
async fn four() -> Value {
    4.into()
}

fn router() -> Router {
    Router::new()
        .prefix("/r")
        .generate_unique_id_function(shout)
        .routes(routes![four])
}

/// The app.
pub fn app() -> App {
    App::new()
        .generate_unique_id_function(by_tag)
        .routes(routes![one, two, three])
        .include(router())
}
