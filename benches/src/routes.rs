//! 200 routers with one route of two parameters each.

use fasterapi::prelude::*;

#[model]
pub struct Ab {
    a: String,
    b: String,
}

#[get("/x/{a}/y/{b}")]
async fn ab(a: String, b: String) -> Ab {
    Ab { a, b }
}

pub fn all() -> Router {
    (0..200).fold(Router::new(), |all, i| {
        all.include(Router::new().prefix(format!("/r/{i}")).routes(routes![ab]))
    })
}
