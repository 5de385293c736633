//! A small shop.
//!
//! | file | what is in it |
//! |---|---|
//! | [`models`] | what travels over the wire |
//! | [`store`] | the shelves and the order book, in memory |
//! | [`errors`] | what can go wrong, and the status each of them answers with |
//! | [`accounts`] | the users and their passwords, in memory |
//! | [`tokens`] | what a token says, and the dependencies that ask for one |
//! | [`dependencies`] | what several handlers need: a page of a listing |
//! | [`operations`] | how the shop is, for whoever keeps it running |
//! | [`products`], [`orders`], [`users`] | the handlers, one router each |
//!
//! The app is made by a function, so that `main` serves it and the tests call it without a socket.

pub mod accounts;
pub mod dependencies;
pub mod errors;
pub mod models;
pub mod operations;
pub mod orders;
pub mod products;
pub mod store;
pub mod tokens;
pub mod users;

use std::time::Instant;

use accounts::Accounts;
use fasterapi::health::Health;
use fasterapi::metrics::Metrics;
use fasterapi::openapi::Tag;
use fasterapi::prelude::*;
use operations::ScrapeToken;
use store::Store;
use tokens::Tokens;

/// Tells the client how long the answer took, in milliseconds.
async fn server_timing(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let response = next.run(request).await;
    let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
    response.header("server-timing", format!("app;dur={milliseconds:.3}"))
}

/// The shop, with a few products on its shelves, and two users.
///
/// # Errors
/// When the secret in the environment is too short.
pub fn app() -> fasterapi::Result<App> {
    let app = App::new()
        .title("Shop")
        .version("1.0.0")
        .description(
            "Browse products and place orders. To change the shelves, log in as `grace` with the password `hopper`; \
             `ada` with `lovelace` is a customer.",
        )
        .openapi_tags([
            tag("products", "The shelves: everybody may look, staff may change them."),
            tag("orders", "The order book."),
            tag("users", "Logging in."),
            tag("operations", "For whoever keeps the shop running."),
        ])
        .state(Store::with_samples())
        .state(Accounts::with_samples()?)
        .state(Tokens::from_env()?)
        .state(ScrapeToken::from_env())
        .metrics(Metrics::at("/metrics").dependencies(depends![operations::scraper]))
        .health("/livez", Health::live())
        .health("/readyz", Health::ready())
        .middleware(server_timing)
        .routes(routes![operations::health])
        .include(products::router().prefix("/products").tags(["products"]))
        .include(orders::router().prefix("/orders").tags(["orders"]))
        .include(users::router().tags(["users"]));
    Ok(app)
}

fn tag(name: &str, description: &str) -> Tag {
    Tag {
        name: name.into(),
        description: Some(description.into()),
        ..Tag::default()
    }
}
