//! The server that is measured: `PORT` and `WORKERS` from the environment, the endpoints of `README.md`.

mod deps;
mod echo;
mod items;
mod list;
mod orders;
mod routes;

use fasterapi::prelude::*;
use fasterapi::server::Config;

#[model]
struct Message {
    message: String,
}

#[get("/plaintext")]
async fn plaintext() -> PlainText<&'static str> {
    PlainText("Hello, World!")
}

#[get("/json")]
async fn json() -> Message {
    Message {
        message: "Hello, World!".to_owned(),
    }
}

fn variable<T: std::str::FromStr>(name: &str, default: T) -> T {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn main() -> fasterapi::Result<()> {
    let config = Config::new()
        .port(variable("PORT", 8000))
        .workers(variable("WORKERS", 1));
    App::new()
        .title("Benchmark")
        .state(list::rows())
        .routes(routes![
            plaintext,
            json,
            items::read_item,
            orders::create_order,
            list::list,
            deps::context,
            echo::echo
        ])
        .include(routes::all())
        .run_with(config)
}
