//! The server that is measured: `PORT`, `WORKERS` and `STATIC_DIR` from the environment, the endpoints of `README.md`.

mod deps;
mod echo;
mod items;
mod list;
mod orders;
mod routes;
mod stack;

use fasterapi::StaticFiles;
use fasterapi::prelude::*;
use fasterapi::server::Config;

#[model]
struct Message {
    message: String,
}

impl Message {
    fn hello() -> Self {
        Self {
            message: "Hello, World!".to_owned(),
        }
    }
}

#[get("/plaintext")]
async fn plaintext() -> PlainText<&'static str> {
    PlainText("Hello, World!")
}

#[get("/json")]
async fn json() -> Message {
    Message::hello()
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
    let folder: String = variable("STATIC_DIR", "static".to_owned());
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
        .mount("/static", StaticFiles::new(folder).check_dir(false))
        .mount("", stack::app()?)
        .run_with(config)
}
